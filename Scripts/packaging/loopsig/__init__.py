# SPDX-License-Identifier: Apache-2.0
"""Loopring's layer-2 request signatures for test suites in Python: the vectors, and the verdict of loopsig.

The program is the command `loopsig`, or `python3 -m loopsig`. `loopsig --help` lists its commands.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

__all__ = ["LoopsigError", "main", "program", "vectors", "verify"]

_HERE = Path(__file__).resolve().parent


class LoopsigError(ValueError):
    """The input cannot be judged. The message is that of the program."""


def program():
    """The path of the program."""
    return _HERE / "bin" / "loopsig"


def vectors():
    """The paths of the vector files in alphabetical order. README.md in the same folder describes the format.

        @pytest.mark.parametrize("path", loopsig.vectors(), ids=lambda path: path.stem)
        def test_vectors(path):
            for group in json.loads(path.read_text())["testGroups"]: ...
    """
    folder = _HERE / "share" / "loopsig" / "Vectors"
    return [path for path in sorted(folder.glob("*.json")) if "testGroups" in json.loads(path.read_text("utf-8"))]


def verify(method, url, signature, public_key, *, parameters=(), body=None, profile="relayer"):
    """The verdict on the signature of a request, as a dictionary: the output of `loopsig verify --json`.

    `parameters` are pairs, or a dictionary, of unencoded names and values. `body` is the body of POST or PUT,
    as text or bytes. `public_key` is the packed point, or a pair (x, y); each is "0x" and 64 digits. An
    invalid signature has a verdict. LoopsigError is raised if the input cannot be judged, for example because
    its method is never signed.
    """
    pairs = parameters.items() if hasattr(parameters, "items") else parameters
    # Each option has its value after "=", so that a value that begins with "--" is not read as an option.
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
    """Replaces this process with the program, with the same arguments."""
    os.execv(program(), [sys.argv[0], *sys.argv[1:]])
