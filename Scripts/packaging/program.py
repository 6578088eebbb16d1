# SPDX-License-Identifier: Apache-2.0
"""The program: builds it with everything except glibc linked statically, and inspects it."""

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

# Every program is built in this folder. Compilers leave traces of its name (hashes of modules, lengths of
# paths), so the name is the same for all users.
PLACE = Path("/tmp/loopsig-package")
SCRATCH = ".build-package"
# The libraries that the program may load from the system: parts of glibc.
GLIBC = {"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "ld-linux-x86-64.so.2"}


class PackagingError(Exception):
    """The reason why the packages cannot be built."""


@contextmanager
def sources(commit, repository):
    """The files of a commit, in a folder that has the same name for all users and contains earlier build
    results. A lock prevents other processes from using it."""
    try:
        PLACE.mkdir(mode=0o700, exist_ok=True)
        if PLACE.is_symlink() or PLACE.stat().st_uid != os.getuid():
            raise OSError("it belongs to another user")
        lock = (PLACE / "lock").open("w")
    except OSError as error:
        raise PackagingError(f"the program is built in {PLACE}, which cannot be used: {error}") from None
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
            raise PackagingError(f"git archive failed for the commit {commit}")
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
            linked.unlink()  # SwiftPM would not notice that a library has changed
        if resolved:
            shutil.copyfile(resolved, root / "Package.resolved")
        options = [
            "-c", "release", "--product", "loopsig", "--static-swift-stdlib", "--scratch-path", folder,
            "-debug-info-format", "none", *(["--force-resolved-versions"] if resolved else []),
            # Make the file names in messages relative, so that the program contains no path of this machine.
            "-Xswiftc", "-file-prefix-map", "-Xswiftc", f"{root}=.",
            "-Xcc", f"-ffile-prefix-map={root}=.", "-Xcxx", f"-ffile-prefix-map={root}=.",
            "-Xswiftc", "-use-ld=lld", "-Xswiftc", "-Xclang-linker", "-Xswiftc", "-static-libgcc",
            # By default all symbols are exported, so the linker cannot remove unused code.
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
            raise PackagingError(f"the program must load only glibc from the system, but needs {', '.join(sorted(foreign))}")
        if str(self.root).encode() + b"/" in self.path.read_bytes():
            raise PackagingError(f"the program contains the name of its build folder, {self.root}")

    def run(self, *arguments):
        """The output of the program."""
        return subprocess.run([self.path, *arguments], cwd="/", check=True, capture_output=True, text=True).stdout

    @cached_property
    def version(self):
        return self.run("--version").strip()

    @cached_property
    def libraries(self):
        """The shared libraries that the program loads."""
        return re.findall(r"\(NEEDED\).*\[(.*)\]", readelf("-d", self.path))

    @cached_property
    def glibc(self):
        """The oldest glibc that has every symbol version that the program uses."""
        versions = re.findall(r"\bGLIBC_(\d+)\.(\d+)", readelf("-V", self.path))
        return "{}.{}".format(*max((int(major), int(minor)) for major, minor in versions))

    @cached_property
    def linked_targets(self):
        """The package targets whose object files are linked."""
        files = (self.path.parent / "loopsig.product" / "Objects.LinkFileList").read_text()
        return sorted(set(re.findall(r"/([^/]+)\.build/", files)))

    @cached_property
    def pins(self):
        """The resolved dependencies by their names."""
        pins = json.loads((self.root / "Package.resolved").read_text())["pins"]
        return {pin["identity"]: pin for pin in pins}


def static_libraries(folder, gmp):
    """Makes a folder with the static libraries of the system, which the linker searches first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, given in (("libgmp.a", gmp), ("libstdc++.a", None)):
        found = given or Path(subprocess.run(["clang", f"-print-file-name={name}"], check=True, capture_output=True,
                                             text=True).stdout.strip())
        if not found.is_file() or not found.is_absolute() and not given:
            raise PackagingError(f"{name} was not found; install the package that contains it")
        (folder / name).symlink_to(found.resolve())
    (folder / "gmp.pc").write_text(f"Name: gmp\nDescription: GMP\nVersion: 6\nLibs: -L{folder} -lgmp\n")
    return folder


def readelf(option, path):
    return subprocess.run(["readelf", "-W", option, path], check=True, capture_output=True, text=True).stdout
