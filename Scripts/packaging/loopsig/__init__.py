# SPDX-License-Identifier: Apache-2.0
"""Loopring's layer-2 request signatures for test suites in Python: the vectors, and the reference's verdict.

The program itself is the command `loopsig`, or `python3 -m loopsig`; `loopsig --help` says what it does.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["LoopsigError", "main", "program", "vectors", "verify"]

_HERE = Path(__file__).resolve().parent


class LoopsigError(ValueError):
    """What was asked for cannot be judged: the program's own words say why."""


def program():
    """The path of the program."""
    return _HERE / "bin" / "loopsig"


def vectors():
    """The vector files, as paths in alphabetical order; Vectors/README.md beside them has the format.

        @pytest.mark.parametrize("path", loopsig.vectors(), ids=lambda path: path.stem)
        def test_vectors(path):
            for group in json.loads(path.read_text())["testGroups"]: ...
    """
    folder = _HERE / "share" / "loopsig" / "Vectors"
    return [path for path in sorted(folder.glob("*.json")) if "testGroups" in json.loads(path.read_text("utf-8"))]


def verify(method, url, signature, public_key, *, parameters=(), body=None, profile="relayer"):
    """The verdict on a request's signature: what `loopsig verify --json` prints, as a dictionary.

    `parameters` are pairs, or a dictionary, of names and values that are not encoded; `body` is the body of
    POST or PUT, text or bytes. `public_key` is the packed point, or a pair (x, y), each "0x" and 64 digits. A
    wrong signature is a verdict; LoopsigError is raised where there is nothing to judge, such as a method
    that is not signed.
    """
    pairs = parameters.items() if hasattr(parameters, "items") else parameters
    # A value of its own for each option, so that no text from elsewhere is taken for an option.
    command = [program(), "verify", "--json", f"--method={method}", f"--url={url}", f"--signature={signature}",
               f"--profile={profile}", *(f"--param={name}={value}" for name, value in pairs)]
    if isinstance(public_key, str):
        command.append(f"--public-key={public_key}")
    else:
        x, y = public_key
        command += [f"--public-key-x={x}", f"--public-key-y={y}"]
    if body is not None:
        command.append("--body-file=-")
    given = body.encode() if isinstance(body, str) else body or b""
    done = subprocess.run(command, input=given, capture_output=True, check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise LoopsigError(done.stderr.decode(errors="replace").strip()) from None


def main():
    """Becomes the program, with the arguments of this one."""
    os.execv(program(), [sys.argv[0], *sys.argv[1:]])
