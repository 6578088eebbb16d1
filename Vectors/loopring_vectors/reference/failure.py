# SPDX-License-Identifier: Apache-2.0
"""The one exception of the reference: a rejection with an error code of the testee protocol."""


class Failure(Exception):
    """The input must be rejected. `code` is one of the error codes in Vectors/README.md."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class NeverAnswers(Exception):
    """The computation would take too long to finish. Only a known bug raises this."""
