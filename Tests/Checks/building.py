# SPDX-License-Identifier: Apache-2.0
"""Build programs of this repository with Scripts/build, and copies of its sources with a planted error."""

import filecmp
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def built(program, *options, release=False, package=None, into=None):
    """Builds a program with Scripts/build, and returns its path; for "--all", the folder of all programs.
    `options` are those of `swift build`."""
    command = [ROOT / "Scripts" / "build", *(["--release"] if release else []),
               *(["--package", package] if package else []), *(["--into", into] if into else []), program, *options]
    return Path(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip())


class PackageCopy:
    """A copy of the sources in `work`/package. It is built in `work`/build, or in the folder that the
    environment variable BUILD_FOLDER names.

    Files of an earlier copy that have not changed are kept, so that they are not built again.
    """

    def __init__(self, work):
        self.folder = work / "package"
        self.scratch = work / "build"
        sources = set(ROOT.glob("Package.*"))
        for name in ("Sources", "Tests"):
            sources |= {path for path in (ROOT / name).rglob("*")
                        if path.is_file() and not {".build", "__pycache__"} & set(path.relative_to(ROOT).parts)}
        copies = {self.folder / path.relative_to(ROOT): path for path in sources}
        for copy in list(self.folder.rglob("*")):
            if copy.is_symlink() or copy.is_file() and copy not in copies:
                copy.unlink()
        for copy, path in copies.items():
            copy.parent.mkdir(parents=True, exist_ok=True)
            if not copy.exists() or not filecmp.cmp(path, copy, shallow=False):
                shutil.copy2(path, copy)
        # Tests read the repository's vectors, documents and scripts.
        for path in ROOT.iterdir():
            if not path.name.startswith(".") and not (self.folder / path.name).exists():
                (self.folder / path.name).symlink_to(path)

    @contextmanager
    def planted(self, patch):
        """Applies a patch to the copy, and reverts it at the end. Other files are not built again."""
        self._patch(patch)
        try:
            yield
        finally:
            self._patch(patch, "--reverse")

    @contextmanager
    def altered(self, name, find, replace):
        """Replaces a text in the file of this name below Sources, and restores the file at the end. The text
        must occur exactly once."""
        paths = list((self.folder / "Sources").rglob(name))
        if len(paths) != 1:
            raise ValueError(f"{len(paths)} files have the name {name}")
        text = paths[0].read_text("utf-8")
        if text.count(find) != 1:
            raise ValueError(f"{name}: {find!r} occurs {text.count(find)} times, and must occur once")
        paths[0].write_text(text.replace(find, replace), "utf-8")
        try:
            yield
        finally:
            paths[0].write_text(text, "utf-8")

    def _patch(self, file, *options):
        subprocess.run(["patch", "--silent", "-p1", "-d", self.folder, "-i", file, *options], check=True)

    def built(self, program, *flags, package="."):
        """Builds a program of the copy, or of a package in it, for release with these flags for swiftc.
        Returns its path."""
        options = [option for flag in flags for option in ("-Xswiftc", flag)]
        # The original may have been built in the same folder, and a cached manifest may be that of the
        # original.
        return built(program, *options, "--disable-build-manifest-caching", release=True,
                     package=self.folder / package, into=self.scratch)
