# SPDX-License-Identifier: Apache-2.0
"""Notes on the texts of integers, which several files test."""

from .build import note

HEX_NOTES = {
    "HexMissingPrefix": note(
        "ENCODING",
        "Integers are \"0x\" and exactly 64 hex digits. The test drops the prefix.",
        "Code that also takes bare digits must guess between hex and decimal: \"10\" is then sixteen "
        "to one program and ten to another, and the two sign different messages."),
    "HexPrefixCase": note(
        "ENCODING",
        "The prefix is written \"0X\". Only the digits may be in either case.",
        "A second spelling of every value; text that is compared, cached or used as a key stops "
        "being unique."),
    "HexWrongLength": note(
        "ENCODING",
        "The text has fewer or more than 64 digits, for example because leading zeros were dropped.",
        "A parser that pads or trims accepts many spellings of one value, and splits a signature "
        "text at the wrong digit once one of its parts is short."),
    "HexSurroundingSpace": note(
        "ENCODING",
        "White space stands before or after the integer. It is not part of the format.",
        "Parsers that trim (or that use an anchor which matches before a final line feed) accept "
        "text that others refuse; a header value with a line feed is also how header injection starts."),
    "HexInvalidCharacter": note(
        "ENCODING",
        "The text contains something that is not one of 0-9, a-f, A-F: a sign, an underscore, a "
        "fullwidth digit, a letter beyond f.",
        "General-purpose number parsers accept signs, separators and Unicode digits, or stop at the "
        "first bad character and return what they have so far, which signs with a truncated key."),
    "HexNotDecimal": note(
        "ENCODING",
        "The value is written in decimal, as some SDKs print it.",
        "Decimal digits are hex digits too: read as hex they give another number, with no error."),
    "HexUpperCase": note(
        "ENCODING",
        "Upper-case hex digits are accepted on input; they mean the same.",
        "A parser that only knows lower-case digits refuses genuine keys and signatures that "
        "another tool printed in upper case."),
    "LeadingZeroOutput": note(
        "ENCODING",
        "The output begins with at least one zero byte, which must be printed: always 64 digits.",
        "One output in 256 comes out short where zeros are dropped. Joined into a signature text, "
        "every later digit shifts and the exchange answers 104005 (wrong signature), rarely and "
        "irreproducibly."),
}


def hex_notes(*names):
    return {name: HEX_NOTES[name] for name in names}


MALFORMED = ("HexMissingPrefix", "HexPrefixCase", "HexWrongLength", "HexSurroundingSpace",
             "HexInvalidCharacter", "HexNotDecimal")
