# SPDX-License-Identifier: Apache-2.0
"""The reference as a testee, with known bugs if they are named. Use it to see what a report says about a
mistake."""

import sys
import time

from ..reference import testee
from ..reference.failure import NeverAnswers
from .catalog import BUGS, operations_with


def main(arguments):
    if len(arguments) % 2 or set(arguments[::2]) - {"--bug"}:
        sys.exit("usage: testee [--bug NAME]…")
    names = arguments[1::2]
    for name in names:
        if name not in BUGS:
            sys.exit(f"unknown bug {name}; python3 Vectors bug-matrix --list prints the known bugs")
    try:
        testee.serve(operations_with(*names))
    except NeverAnswers:
        time.sleep(3600)
