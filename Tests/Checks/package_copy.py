"""A copy of the package in which errors can be planted, built with a switch of Package.swift."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class PackageCopy:
    """The sources in `work`/package. Builds in `work`/build, or in BUILD_FOLDER if the environment has it."""

    def __init__(self, work):
        self.folder = work / "package"
        self.scratch = Path(os.environ.get("BUILD_FOLDER", work / "build"))
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        shutil.copy2(ROOT / "Package.swift", self.folder)
        for name in ("Sources", "Tests"):
            shutil.copytree(ROOT / name, self.folder / name)

    @contextmanager
    def planted(self, patch):
        """Has the error of a patch in the sources meanwhile."""
        self._patch(patch)
        yield
        # What the patch does not touch stays built.
        self._patch(patch, "--reverse")

    def _patch(self, file, *options):
        subprocess.run(["patch", "--silent", "-p1", "-d", self.folder, "-i", file, *options], check=True)

    def built(self, product, switch):
        """The program, built for release with a variable of the environment set."""
        subprocess.run(["swift", "build", "-c", "release", "--package-path", self.folder, "--scratch-path", self.scratch,
                        "--product", product, *os.environ.get("SWIFT_BUILD_OPTIONS", "").split()],
                       check=True, stdout=sys.stderr, env={**os.environ, switch: "1"})
        return self.scratch / "release" / product
