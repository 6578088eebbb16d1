"""The reference as a testee, with known bugs if they are asked for: what a report says about a mistake."""

import sys

from ..reference import testee
from ..reference.operations import Operations
from .catalogue import BUGS, scheme_with


def main(arguments):
    if len(arguments) % 2 or set(arguments[::2]) - {"--bug"}:
        sys.exit("usage: testee [--bug NAME]…")
    names = arguments[1::2]
    for name in names:
        if name not in BUGS:
            sys.exit(f"unknown bug {name}; Scripts/bug-matrix --list prints those that are known")
    testee.serve(Operations(scheme_with(*names)))
