# SPDX-License-Identifier: Apache-2.0
"""How a check reports: one line for each expectation, and a summary of those that are not met."""

import sys


class Expectations:
    """Prints a line for each expectation and collects those that are not met in `problems`."""

    def __init__(self):
        self.problems = []

    def expect(self, condition, text):
        print(("ok    " if condition else "WRONG ") + text, flush=True)
        if not condition:
            self.problems.append(text)

    def status(self, check):
        """The exit status of the check of this name, after its problems are repeated on standard error."""
        for problem in self.problems:
            print(f"{check}: {problem}", file=sys.stderr)
        return 1 if self.problems else 0
