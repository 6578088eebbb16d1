# SPDX-License-Identifier: Apache-2.0
"""Print the output of a check: a line for each expectation, and a summary of the ones that are not met."""

import sys


class Expectations:
    """Prints a line for each expectation. `problems` contains the expectations that are not met."""

    def __init__(self):
        self.problems = []

    def expect(self, condition, text):
        print(("ok    " if condition else "WRONG ") + text, flush=True)
        if not condition:
            self.problems.append(text)

    def status(self, check):
        """Prints the problems on standard error, and returns the exit status of the check."""
        for problem in self.problems:
            print(f"{check}: {problem}", file=sys.stderr)
        return 1 if self.problems else 0
