# SPDX-License-Identifier: Apache-2.0
"""Derive the constants of Poseidon from their definition (SPEC.md, section 6.1).

    python3 Vectors derive-constants --format text     print every constant, one per line
    python3 Vectors derive-constants --format swift    the same as quoted literals, to paste into a table
    python3 Vectors derive-constants --format json     print the vector file Vectors/poseidon_constants.json
    python3 Vectors derive-constants --check-swift FILE MODE
        compare every literal of 0x and 64 digits in FILE, in order, with the derived constants.
        MODE is round-constants (65 values for every width, since the longest instance has 8 full
        and 57 partial rounds) or matrix-seeds (34 values, of which width t uses the first 2t).

Uses the BLAKE2b of Python's standard library, and shares no code with the Swift implementation.
"""

import argparse
import re
import sys
from pathlib import Path

from .reference.poseidon import MAXIMUM_ROUNDS, WIDTHS
from .reference.scheme import REFERENCE

MODES = {
    "round-constants": lambda: REFERENCE.poseidon.round_constants(MAXIMUM_ROUNDS),
    "matrix-seeds": lambda: REFERENCE.poseidon.matrix_seeds(max(WIDTHS)),
}
LITERAL = re.compile(r"(?<![0-9A-Za-z_])0x([0-9A-Fa-f]{64})(?![0-9A-Za-z_])")


def check_swift(path, mode):
    """0 if the literals of the file are exactly the constants, in their order; otherwise 1."""
    expected = MODES[mode]()
    found = [int(digits, 16) for digits in LITERAL.findall(Path(path).read_text(encoding="utf-8"))]
    wrong = [i for i, (a, b) in enumerate(zip(found, expected)) if a != b]
    for i in wrong[:5]:
        print(f"{path}: {mode} {i}: 0x{found[i]:064x} is not 0x{expected[i]:064x}", file=sys.stderr)
    if len(found) != len(expected):
        print(f"{path}: {len(found)} literals; {mode} must have {len(expected)}", file=sys.stderr)
    if wrong or len(found) != len(expected):
        return 1
    print(f"{path}: all {len(found)} {mode} equal the derived constants")
    return 0


def print_lists(line):
    for mode, derive in MODES.items():
        print(line.get("title", "{}").format(mode))
        for value in derive():
            print(line["value"].format(value))


def main(arguments):
    parser = argparse.ArgumentParser(prog="derive-constants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--format", choices=("text", "swift", "json"))
    action.add_argument("--check-swift", nargs=2, metavar=("FILE", "MODE"))
    options = parser.parse_args(arguments)
    if options.check_swift:
        path, mode = options.check_swift
        if mode not in MODES:
            parser.error("MODE is one of " + ", ".join(MODES))
        return check_swift(path, mode)
    if options.format == "json":
        from .generator.main import as_text, document

        sys.stdout.write(as_text(document("poseidon_constants")[1]))
    elif options.format == "swift":
        print_lists({"title": "// {}", "value": "0x{:064x},"})
    else:
        print_lists({"title": "# {}", "value": "0x{:064x}"})
    return 0
