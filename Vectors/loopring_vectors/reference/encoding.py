# SPDX-License-Identifier: Apache-2.0
"""Integers and bytes as text (SPEC.md, Conventions)."""

import re

from .failure import Failure

INTEGER = re.compile(r"0x[0-9A-Fa-f]{64}")


class Encoding:
    def parse_integer(self, text):
        """The integer below 2^256 of "0x" and exactly 64 hex digits, big-endian, in either case."""
        if not INTEGER.fullmatch(text):
            raise Failure("integer-malformed")
        return int(text, 16)

    def format_integer(self, value):
        """"0x" and 64 lower-case hex digits, big-endian, including leading zeros."""
        return "0x%064x" % value


def little_endian_32(value):
    """LE32: the 32 little-endian bytes of an integer below 2^256, including zero bytes."""
    return value.to_bytes(32, "little")
