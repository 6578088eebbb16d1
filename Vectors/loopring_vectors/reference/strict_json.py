# SPDX-License-Identifier: Apache-2.0
"""JSON according to RFC 8259. Text that RFC 8259 leaves open is refused (SPEC.md, sections 2.4 and 11.2)."""

import json


class Literal:
    """A JSON number with a decimal point or an exponent, or -0. It keeps its characters."""

    def __init__(self, text):
        self.text = text


def read_json(text):
    """The value of a JSON text. Raises ValueError if it is not JSON, if an object has two members of the same
    name, or if a string has an unpaired surrogate. A number without a decimal point and exponent is an int;
    any other is a Literal."""
    value = json.loads(text, object_pairs_hook=without_repetition, parse_constant=refuse, parse_float=Literal,
                       parse_int=lambda digits: Literal(digits) if digits == "-0" else int(digits))
    require_scalar_values(value)
    return value


def without_repetition(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has two members of the same name")
    return members


def refuse(constant):
    raise ValueError(constant + " is not JSON")


def require_scalar_values(value):
    """Checks that every string consists of Unicode scalar values. Encoding an unpaired surrogate raises a
    ValueError."""
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, list):
        for element in value:
            require_scalar_values(element)
    elif isinstance(value, dict):
        for name, member in value.items():
            name.encode("utf-8")
            require_scalar_values(member)
