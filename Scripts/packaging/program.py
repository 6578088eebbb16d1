# SPDX-License-Identifier: Apache-2.0
"""The program: built with all but glibc linked statically, and looked at."""

import fcntl
import json
import os
import re
import shutil
import subprocess
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

# Where every program is built: compilers leave traces of the folder (hashes of modules, lengths of paths), so
# that it has the same name for everybody.
PLACE = Path("/tmp/loopsig-package")
SCRATCH = ".build-package"
# What the program may ask of the system that it runs on: parts of glibc.
GLIBC = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "ld-linux-x86-64.so.2"}


class PackagingError(Exception):
    """What keeps the packages from being built."""


@contextmanager
def sources(commit, repository):
    """The files of a commit in a folder of the same name for everybody, with what was built there before;
    nobody else's
    until the end."""
    try:
        PLACE.mkdir(mode=0o700, exist_ok=True)
        if PLACE.is_symlink() or PLACE.stat().st_uid != os.getuid():
            raise OSError("it belongs to somebody else")
        lock = (PLACE / "lock").open("w")
    except OSError as error:
        raise PackagingError(f"{PLACE} cannot be built in: {error}") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        root = PLACE / "loopring-signatures"
        root.mkdir(exist_ok=True)
        for path in root.iterdir():
            if path.is_file() or path.is_symlink():
                path.unlink()
            elif path.name != SCRATCH:
                shutil.rmtree(path)
        archive = ["git", "archive", "--format=tar", commit]
        with subprocess.Popen(archive, cwd=repository, stdout=subprocess.PIPE) as process, \
                tarfile.open(fileobj=process.stdout, mode="r|") as files:
            files.extractall(root)
        if process.returncode:
            raise PackagingError(f"the files of {commit} cannot be had")
        yield root


@dataclass(frozen=True)
class Program:
    """The executable file, and where it was built."""

    path: Path
    scratch: Path
    root: Path
    gmp: Path

    @classmethod
    def built(cls, root, gmp, resolved):
        """Builds the program from the `sources` in `root`."""
        folder = root / SCRATCH
        libraries = static_libraries(folder / "static", gmp)
        for linked in folder.glob("*/release/loopsig"):
            linked.unlink()  # A library that has changed would not be noticed.
        if resolved:
            shutil.copyfile(resolved, root / "Package.resolved")
        options = [
            "-c", "release", "--product", "loopsig", "--static-swift-stdlib", "--scratch-path", folder,
            "-debug-info-format", "none", *(["--force-resolved-versions"] if resolved else []),
            # No path of this machine is left in the program: names of files in messages are relative.
            "-Xswiftc", "-file-prefix-map", "-Xswiftc", f"{root}=.",
            "-Xcc", f"-ffile-prefix-map={root}=.", "-Xcxx", f"-ffile-prefix-map={root}=.",
            "-Xswiftc", "-use-ld=lld", "-Xswiftc", "-Xclang-linker", "-Xswiftc", "-static-libgcc",
            # By default every symbol of the program is exported, and nothing that is not used can be left
            # out.
            *(part for flag in (f"-L{libraries}", "--no-export-dynamic", "-s") for part in ("-Xlinker", flag)),
        ]
        environment = {**os.environ, "PKG_CONFIG_PATH": str(libraries)}
        subprocess.run(["swift", "build", *options], cwd=root, env=environment, check=True)
        binaries = subprocess.run(["swift", "build", *options, "--show-bin-path"], cwd=root, env=environment, check=True,
                                  capture_output=True, text=True).stdout.strip()
        program = cls(Path(binaries) / "loopsig", folder, root, (libraries / "libgmp.a").resolve())
        program.check()
        return program

    def check(self):
        foreign = set(self.libraries) - GLIBC
        if foreign:
            raise PackagingError(f"the program needs {', '.join(sorted(foreign))} of the system that it runs on")
        if str(self.root).encode() + b"/" in self.path.read_bytes():
            raise PackagingError(f"the program names the folder that it was built in, {self.root}")

    def run(self, *arguments):
        """What the program prints."""
        return subprocess.run([self.path, *arguments], cwd="/", check=True, capture_output=True, text=True).stdout

    @cached_property
    def version(self):
        return self.run("--version").strip()

    @cached_property
    def libraries(self):
        """The shared libraries that it needs."""
        return re.findall(r"\(NEEDED\).*\[(.*)\]", readelf("-d", self.path))

    @cached_property
    def glibc(self):
        """The first glibc that has every symbol version that the program asks for."""
        versions = re.findall(r"\bGLIBC_(\d+)\.(\d+)", readelf("-V", self.path))
        return "{}.{}".format(*max((int(major), int(minor)) for major, minor in versions))

    @cached_property
    def linked_targets(self):
        """The package targets of which object files are linked."""
        files = (self.path.parent / "loopsig.product" / "Objects.LinkFileList").read_text()
        return sorted(set(re.findall(r"/([^/]+)\.build/", files)))

    @cached_property
    def pins(self):
        """The dependencies by their names, as they were resolved."""
        pins = json.loads((self.root / "Package.resolved").read_text())["pins"]
        return {pin["identity"]: pin for pin in pins}


def static_libraries(folder, gmp):
    """A folder that has the static forms of the libraries of the system, and so comes first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, given in (("libgmp.a", gmp), ("libstdc++.a", None)):
        found = given or Path(subprocess.run(["clang", f"-print-file-name={name}"], check=True, capture_output=True,
                                             text=True).stdout.strip())
        if not found.is_file() or not found.is_absolute() and not given:
            raise PackagingError(f"there is no {name}")
        (folder / name).symlink_to(found.resolve())
    (folder / "gmp.pc").write_text(f"Name: gmp\nDescription: GMP\nVersion: 6\nLibs: -L{folder} -lgmp\n")
    return folder


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], check=True, capture_output=True, text=True).stdout
