# SPDX-License-Identifier: Apache-2.0
"""Notes on integers as text, which several files test."""

from .build import note

HEX_NOTES = {
    "HexMissingPrefix": note(
        "ENCODING",
        "Integers are \"0x\" and exactly 64 hex digits. The test omits the prefix.",
        "Code that also accepts digits without a prefix must guess between hex and decimal: \"10\" is then "
        "sixteen for one program and ten for another, and the two sign different messages."),
    "HexPrefixCase": note(
        "ENCODING",
        "The prefix is written \"0X\". Only the digits may be in either case.",
        "Every value has a second spelling. Text that is compared, cached or used as a key is no longer "
        "unique."),
    "HexWrongLength": note(
        "ENCODING",
        "The text has fewer or more than 64 digits, for example because leading zeros were dropped.",
        "A parser that pads or trims accepts many spellings of one value, and splits a signature "
        "text at the wrong digit once one of its parts is short."),
    "HexSurroundingSpace": note(
        "ENCODING",
        "The text has white space before or after the integer. The format does not allow it.",
        "Parsers that trim, or that use an anchor which matches before a final line feed, accept text that "
        "others refuse. A line feed in a header value also allows header injection."),
    "HexInvalidCharacter": note(
        "ENCODING",
        "The text contains a character other than 0-9, a-f, A-F: a sign, an underscore, a fullwidth digit, "
        "a letter after f.",
        "General-purpose number parsers accept signs, separators and Unicode digits. Others stop at the first "
        "bad character and return the digits before it: the program then signs with a truncated key."),
    "HexNotDecimal": note(
        "ENCODING",
        "The value is written in decimal, as some SDKs print it.",
        "Decimal digits are also hex digits: read as hex they give a different number without an error."),
    "HexUpperCase": note(
        "ENCODING",
        "Upper-case hex digits are accepted on input and mean the same.",
        "A parser that accepts only lower-case digits refuses genuine keys and signatures that "
        "another tool printed in upper case."),
    "LeadingZeroOutput": note(
        "ENCODING",
        "The output begins with at least one zero byte, which must be printed: an integer has 64 digits.",
        "If zeros are dropped, one output in 256 is too short. In a signature text every later digit is then "
        "shifted, and the exchange answers 104005 (wrong signature), for some signatures only."),
}


def hex_notes(*names):
    return {name: HEX_NOTES[name] for name in names}


MALFORMED = ("HexMissingPrefix", "HexPrefixCase", "HexWrongLength", "HexSurroundingSpace",
             "HexInvalidCharacter", "HexNotDecimal")
