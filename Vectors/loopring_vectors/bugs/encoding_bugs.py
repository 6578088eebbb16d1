# SPDX-License-Identifier: Apache-2.0
"""Mistakes in reading and printing integers."""

import re
import unicodedata

from ..reference.encoding import Encoding
from ..reference.failure import Failure
from .catalog import STYLE, bug

PARSE, FORMAT = "encoding.parse_integer", "encoding.format_integer"


def lenient(repair):
    """Repairs a malformed text, and reads it."""
    return lambda self, text: Encoding.parse_integer(self, repair(text))


def number_parser(self, text):
    """Python's int, which accepts signs, underscores, Unicode digits and white space."""
    try:
        value = int(text, 16)
    except ValueError:
        raise Failure("integer-malformed") from None
    if not 0 <= value < 1 << 256 or not text.isascii() and len(text) < 4:
        raise Failure("integer-malformed")
    return value


def with_ascii_digits(text):
    """The text with every Unicode digit replaced by its ASCII digit, as Java's BigInteger and Python's int
    read it."""
    return "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)


def stops_at_bad_digit(self, text):
    match = re.match("0x([0-9A-Fa-f]+)", text)
    if not match or len(text) != 66:
        raise Failure("integer-malformed")
    return int(match[1], 16)


def decimal_too(self, text):
    if text.isascii() and text.isdigit() and len(text) != 64:
        return int(text) % (1 << 256)
    return Encoding.parse_integer(self, text)


def lower_case_only(self, text):
    if text != text.lower():
        raise Failure("integer-malformed")
    return Encoding.parse_integer(self, text)


def unanchored(self, text):
    """A regular expression whose $ matches before a final line feed."""
    if not re.match("^0x[0-9A-Fa-f]{64}$", text):
        raise Failure("integer-malformed")
    return int(text, 16)


def reversed_bytes(value):
    return int.from_bytes(value.to_bytes(32, "big"), "little")


bug("integer-without-prefix", "HexMissingPrefix", "accepts an integer without 0x",
    {PARSE: lenient(lambda text: text if text[:2] in ("0x", "0X") else "0x" + text)}, consequence=STYLE)
bug("integer-upper-case-prefix", "HexPrefixCase", "accepts 0X", {PARSE: lenient(lambda text: re.sub("^0X", "0x", text))}, consequence=STYLE)
bug("integer-short", "HexWrongLength", "pads a short integer with zeros",
    {PARSE: lenient(lambda text: "0x" + text[2:].rjust(64, "0") if text[:2] == "0x" else text)}, consequence=STYLE)
bug("integer-long", "HexWrongLength", "accepts further leading zeros",
    {PARSE: lenient(lambda text: "0x" + text[2:].lstrip("0").rjust(64, "0") if len(text) > 66 else text)}, consequence=STYLE)
bug("integer-trimmed", "HexSurroundingSpace", "trims white space around an integer", {PARSE: lenient(str.strip)}, consequence=STYLE)
bug("integer-pattern-before-line-feed", "HexSurroundingSpace",
    "checks an integer with a pattern whose $ also matches before a final line feed", {PARSE: unanchored}, consequence=STYLE)
bug("integer-general-number-parser", "HexInvalidCharacter",
    "reads integers with a number parser that accepts signs, underscores and Unicode digits", {PARSE: number_parser}, consequence=STYLE)
bug("integer-unicode-digits", "HexInvalidCharacter", "reads every digit of Unicode, as Java's BigInteger does",
    {PARSE: lenient(with_ascii_digits)}, consequence=STYLE)
bug("integer-stops-at-bad-digit", "HexInvalidCharacter", "stops at the first character that is not a digit",
    {PARSE: stops_at_bad_digit}, seen_in="go-loopring-sig (ignores parse failures)", consequence=STYLE)
bug("integer-decimal-too", "HexNotDecimal", "reads decimal digits as a decimal number", {PARSE: decimal_too}, consequence=STYLE)
bug("integer-lower-case-only", "HexUpperCase", "refuses upper-case digits", {PARSE: lower_case_only})
bug("integer-output-unpadded", "LeadingZeroOutput", "prints integers without leading zeros",
    {FORMAT: lambda self, value: "0x%x" % value}, consequence=STYLE)
bug("integer-output-even-digits", "LeadingZeroOutput", "prints whole bytes, without leading zero bytes",
    {FORMAT: lambda self, value: "0x" + (value.to_bytes((value.bit_length() + 7) // 8, "big").hex() or "00")}, consequence=STYLE)
bug("integer-output-upper-case", "LowerCaseOutput", "prints upper-case digits",
    {FORMAT: lambda self, value: "0x%064X" % value}, consequence=STYLE)
bug("integer-little-endian", "ByteOrder", "reads and prints integers little-endian",
    {PARSE: lambda self, text: reversed_bytes(Encoding.parse_integer(self, text)),
     FORMAT: lambda self, value: Encoding.format_integer(self, reversed_bytes(value))})
