# SPDX-License-Identifier: Apache-2.0
"""Seeded pseudorandom values and malformed texts that several files use."""

import hashlib

from ..checks import Inconsistency, require
from ..reference.scheme import REFERENCE

integer = REFERENCE.encoding.format_integer  # prints 0x and 64 digits, the format of every value


def draw(label, bound):
    """A deterministic value below the bound, from two SHA-512 digests of the label."""
    digest = hashlib.sha512(label.encode()).digest()
    return int.from_bytes(digest, "big") % bound


def search(label, bound, accepts, limit=2_000_000):
    """The first drawn value that has the property."""
    for attempt in range(limit):
        value = draw(f"{label} {attempt}", bound)
        if accepts(value):
            return value
    raise Inconsistency("no value found for " + label)


def zero_high_bytes(value, count=1):
    """Whether the 32-byte big-endian form begins with this many zero bytes."""
    return value >> (256 - 8 * count) == 0


def zero_low_bytes(value, count=1):
    return value % (1 << 8 * count) == 0


def malformed_integers(value):
    """Malformed texts that a lenient parser reads as `value`.

    Yields (text, flag, description). The value should begin with a zero byte and have hex letters.
    """
    text = integer(value)
    digits = text[2:]
    require(digits.startswith("00"))
    yield digits, "HexMissingPrefix", "no 0x"
    yield "0X" + digits, "HexPrefixCase", "0X instead of 0x"
    yield "0x" + digits[1:], "HexWrongLength", "63 digits"
    yield "0x" + digits.lstrip("0"), "HexWrongLength", "leading zeros dropped"
    yield "0x0" + digits, "HexWrongLength", "65 digits"
    yield " " + text, "HexSurroundingSpace", "a space before"
    yield text + "\n", "HexSurroundingSpace", "a line feed after"
    yield "+" + text, "HexInvalidCharacter", "a sign before"
    yield "0x_" + digits[1:], "HexInvalidCharacter", "an underscore among the digits"
    yield "0x" + "".join(chr(0xFF10 + int(d)) if d.isdigit() else d for d in digits), \
        "HexInvalidCharacter", "fullwidth digits, which Unicode-aware parsers take for digits"
    yield "0x" + digits[:-1] + "g", "HexInvalidCharacter", "a letter beyond f"
    yield str(value), "HexNotDecimal", "the value in decimal"
    yield "", "HexWrongLength", "the empty text"
    yield "0x", "HexWrongLength", "the prefix alone"
