# SPDX-License-Identifier: Apache-2.0
"""JSON as RFC 8259 has it, with what that leaves open refused (SPEC.md, sections 2.4 and 11.2)."""

import json


class Literal:
    """A JSON number that is not an integer, with its characters: it has a point, an exponent or the form -0.
    """

    def __init__(self, text):
        self.text = text


def read_json(text):
    """The value of a JSON text. Raises ValueError if it is not JSON, if an object has a member twice, or if a text
    has an unpaired surrogate. An integer is a number without point and exponent; every other number is a Literal."""
    value = json.loads(text, object_pairs_hook=without_repetition, parse_constant=refuse, parse_float=Literal,
                       parse_int=lambda digits: Literal(digits) if digits == "-0" else int(digits))
    require_scalar_values(value)
    return value


def without_repetition(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has a member twice")
    return members


def refuse(constant):
    raise ValueError(constant + " is not JSON")


def require_scalar_values(value):
    """Every text must consist of Unicode scalar values; encoding an unpaired surrogate raises a ValueError.
    """
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, list):
        for element in value:
            require_scalar_values(element)
    elif isinstance(value, dict):
        for name, member in value.items():
            name.encode("utf-8")
            require_scalar_values(member)
