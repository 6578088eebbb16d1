# SPDX-License-Identifier: Apache-2.0
"""The one exception of the reference: a rejection with an error code of the testee protocol."""


class Failure(Exception):
    """Input that must be rejected. `code` is one of the codes in Vectors/README.md."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class NeverAnswers(Exception):
    """A computation that would go on for longer than anybody waits. Only a known bug raises it."""
