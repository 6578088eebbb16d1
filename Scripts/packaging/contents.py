# SPDX-License-Identifier: Apache-2.0
"""The files of the packages other than the program."""

import hashlib
import os
import re
import subprocess
import tempfile
from pathlib import Path
from time import gmtime, strftime

from archives import Entry
from program import PackagingError

LICENSE_NAMES = re.compile("LICEN[CS]E|NOTICE|COPYING", re.I)
COMPLETIONS = {
    "bash": "share/bash-completion/completions/loopsig",
    "zsh": "share/zsh/site-functions/_loopsig",
    "fish": "share/fish/vendor_completions.d/loopsig.fish",
}
DOCUMENTS = ("LICENSE", "CHANGELOG.md", "SECURITY.md", "SPEC.md")
DOCUMENTATION = Path("/usr/share/doc")
COMMON_LICENSES = Path("/usr/share/common-licenses")

THIRD_PARTY = """# What is linked into loopsig

Licenses and notices are in `licenses/`, which has a folder for each package.

| what | version | source | revision |
|---|---|---|---|
{rows}

The Swift runtime, GMP, GCC's libraries and all packages are linked statically. From the system, the program
needs only glibc {glibc} or later.

## GMP

GMP is under the GNU Lesser General Public License, version 3 or later, or the GNU General Public License,
version 2 or later. The linked library is that of the system's package {gmp}, unchanged. You may change GMP and
link loopsig with your version: loopsig is under the Apache License, and its sources are those of commit
{commit}. With a Swift toolchain,

    git checkout {commit}
    Scripts/package --gmp PATH/TO/libgmp.a --resolved PATH/TO/Package.resolved

links loopsig with your `libgmp.a`, which must have the `mpn_` functions of GMP 6. `Package.resolved` is the
file next to this one; it selects the same versions of all packages.
"""


class Contents:
    """The files of the packages, as dictionaries from names to entries."""

    def __init__(self, root, program, time):
        self.root, self.program, self.time = root, program, time
        self.checkouts = program.scratch / "checkouts"
        self.commit = self.output("git", "rev-parse", "HEAD")

    def tarball(self):
        """The files of the tarball, which can be used in any folder, or be extracted into /usr/local."""
        documentation = {**self.documents(), **self.licenses()}
        entries = {
            "bin/loopsig": Entry(self.program.path.read_bytes(), is_program=True),
            "README.md": self.entry("Scripts/packaging/README.md"),
            **{f"share/loopsig/{name}": entry for name, entry in self.vectors().items()},
            **{f"share/doc/loopsig/{name}": entry for name, entry in documentation.items()},
            "share/man/man1/loopsig.1": Entry(self.manual()),
            **{path: Entry(self.program.run("--generate-completion-script", shell).encode())
               for shell, path in COMPLETIONS.items()},
        }
        sums = (f"{hashlib.sha256(entry.data).hexdigest()}  {name}\n" for name, entry in sorted(entries.items()))
        return {**entries, "SHA256SUMS": Entry("".join(sums).encode())}

    def vectors(self):
        """The folder Vectors, as the commit has it."""
        names = self.output("git", "ls-files", "-z", "Vectors").rstrip("\0").split("\0")
        return {name: self.entry(name) for name in names}

    def documents(self):
        resolved = (self.program.root / "Package.resolved").read_bytes()
        return {**{name: self.entry(name) for name in DOCUMENTS}, "Package.resolved": Entry(resolved)}

    def licenses(self):
        """THIRD-PARTY.md, and the licenses of everything that is linked."""
        packages = self.linked_packages()
        entries, rows = {}, []
        for package in sorted(packages):
            pin = self.program.pins[package.lower()]
            state = pin["state"]
            rows.append(f"| {package} | {state['version']} | {pin['location']} | `{state['revision']}` |")
            found = sorted({*license_files(self.checkouts / package, deep=False),
                            *(path for target in packages[package] for path in license_files(target, deep=True))})
            if not found:
                raise PackagingError(f"the checkout of {package} has no license file; its license must be packaged")
            for path in found:
                name = "-".join(path.relative_to(self.checkouts / package).parts)
                entries[f"licenses/{package}/{name}"] = Entry(path.read_bytes())
        toolchain = Path(self.output("sh", "-c", "readlink -f $(command -v swift)")).parents[1]
        swift = self.output("swift", "--version").splitlines()[0]
        gmp, gcc = self.system_package("gmp"), self.system_package("libstdc++")
        rows += [f"| the Swift runtime | {swift} | https://www.swift.org | |",
                 f"| GMP | {gmp} | https://gmplib.org | |",
                 f"| libstdc++ and libgcc | {gcc}, under the GCC Runtime Library Exception | https://gcc.gnu.org | |"]
        entries["licenses/swift/LICENSE.txt"] = Entry((toolchain / "share/swift/LICENSE.txt").read_bytes())
        entries["licenses/gmp/copyright"] = Entry((DOCUMENTATION / "libgmp-dev/copyright").read_bytes())
        for name in ("LGPL-3", "GPL-3", "GPL-2"):
            entries[f"licenses/gmp/{name}"] = Entry((COMMON_LICENSES / name).read_bytes())
        entries["licenses/gcc/copyright"] = Entry((DOCUMENTATION / "libstdc++6/copyright").read_bytes())
        text = THIRD_PARTY.format(rows="\n".join(rows), glibc=self.program.glibc, gmp=gmp, commit=self.commit)
        return {"THIRD-PARTY.md": Entry(text.encode()), **entries}

    def linked_packages(self):
        """The linked packages: from the name of the checkout to the folders of its linked targets."""
        packages = {}
        for target in self.program.linked_targets:
            found = sorted(self.checkouts.glob(f"*/Sources/{target}"))
            if len(found) + (self.root / "Sources" / target).is_dir() != 1:
                raise PackagingError(f"the linked target {target} must belong to exactly one package")
            for path in found:
                packages.setdefault(path.parents[1].name, []).append(path)
        return packages

    def manual(self):
        """The manual page, made by the generator of swift-argument-parser."""
        package, scratch = self.checkouts / "swift-argument-parser", self.program.scratch / "manual"
        build = ["swift", "build", "--package-path", package, "--scratch-path", scratch]
        subprocess.run([*build, "--product", "generate-manual"], check=True)
        generator = Path(self.output(*build, "--show-bin-path")) / "generate-manual"
        with tempfile.TemporaryDirectory() as folder:
            date = strftime("%Y-%m-%d", gmtime(self.time))
            subprocess.run([generator, self.program.path, "--date", date, "--output-directory", folder], check=True,
                           env={**os.environ, "TZ": "UTC"}, stdout=subprocess.DEVNULL)
            return (Path(folder) / "loopsig.1").read_bytes()

    def system_package(self, library):
        """The name and version of the system's package that contains a static library."""
        path = (self.program.scratch / "static" / f"{'lib' if library == 'gmp' else ''}{library}.a").resolve()
        owner = subprocess.run(["dpkg-query", "--search", path], capture_output=True, text=True)
        if owner.returncode:
            return f"{path.name}, given with --gmp"
        return self.output("dpkg-query", "--show", "--showformat=${Package} ${Version}", owner.stdout.split(":")[0])

    def entry(self, name):
        path = self.root / name
        return Entry(path.read_bytes(), is_program=os.access(path, os.X_OK))

    def output(self, *command):
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout.strip()


def license_files(folder, deep):
    """The licenses and notices directly in a folder, or, if `deep`, anywhere below it."""
    return [path for path in folder.glob("**/*" if deep else "*")
            if path.is_file() and LICENSE_NAMES.match(path.name)]
