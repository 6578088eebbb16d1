# SPDX-License-Identifier: Apache-2.0
"""Builds the tarball, the wheel and their SHA-256 sums. Scripts/package installs the requirements."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import archives
import contents
import wheel
from program import PackagingError, Program, sources

ROOT = Path(__file__).resolve().parents[2]


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()


def main():
    parser = argparse.ArgumentParser(prog="Scripts/package", description=__doc__)
    parser.add_argument("--resolved", type=Path, metavar="FILE",
                        help="the Package.resolved of an earlier tarball, to build with the same dependencies")
    parser.add_argument("--gmp", type=Path, metavar="FILE", help="the libgmp.a to link instead of the system's")
    arguments = parser.parse_args()
    if changes := git("status", "--porcelain"):
        raise PackagingError("only a commit can be packaged; commit or stash these changes:\n" + changes)
    # Every time in the archives is the time of the commit.
    time = int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))
    output = ROOT / ".build-package" / "packages"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    with sources(git("rev-parse", "HEAD"), ROOT) as root:
        program = Program.built(root, gmp=arguments.gmp, resolved=arguments.resolved)
        files = contents.Contents(ROOT, program, time)
        name = f"loopsig-{program.version}"
        made = [
            archives.tarball(output / f"{name}-linux-x86_64.tar.xz", f"{name}-linux-x86_64", files.tarball(), time),
            wheel.written(output, program, files, time),
        ]
    sums = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made))
    (output / "SHA256SUMS").write_text(sums)
    for path in made:
        print(f"{path}: {path.stat().st_size:,} bytes")
    print(f"needs {', '.join(program.libraries)}; glibc {program.glibc} or later")
    print(sums, end="")


if __name__ == "__main__":
    try:
        main()
    except PackagingError as error:
        sys.exit(f"Scripts/package: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(f"Scripts/package: {error.cmd[0]} failed: {error.stderr or error.returncode}")
