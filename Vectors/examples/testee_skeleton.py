# SPDX-License-Identifier: Apache-2.0
"""A testee to start from: fill in the operations that your implementation has.

    loopsig conformance -- python3 Vectors/examples/testee_skeleton.py

It answers each JSON line with one line: Vectors/README.md, "Testee protocol". If your verifier has one
profile, run it with --profile relayer or strict. If your client lacks a method or a kind of body, answer
unsupported, not error. Traps of Python: quote_plus encodes a space as "+"; int() accepts underscores, white
space and the digits of other scripts; True is an int.
"""

import json
import re
import sys

P = 0x30644E72E131A029B85045B68181585D2833E84879B9709143E1F593F0000001


class Rejected(Exception):
    """Your implementation refuses the input. The code may be any text."""


def integer(text):
    if not isinstance(text, str):
        raise TypeError("an integer must be a string")
    if not re.fullmatch("0x[0-9A-Fa-f]{64}", text):
        raise Rejected("integer-malformed")
    return int(text, 16)


def field_element(text):
    value = integer(text)
    if value >= P:
        raise Rejected("field-element-out-of-range")
    return value


def multiply(a, b):
    return {"value": "0x%064x" % (field_element(a) * field_element(b) % P)}


# Replace this with calls to your implementation. The keyword arguments of a function are the members of
# "in". It returns the members of "out". Omit the operations that you do not have.
OPERATIONS = {
    "field.multiply": multiply,
    # Tests that this file reads and writes every kind of argument. The harness does not use it.
    "starter.echo": lambda **arguments: arguments,
}


def members(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a member occurs twice")
    return dict(pairs)


def refuse(word):
    raise ValueError(f"{word} is not JSON")


def answer(line):
    malformed = {"id": None, "error": "malformed-request"}
    try:
        request = json.loads(line.decode("utf-8"), object_pairs_hook=members, parse_constant=refuse)
        json.dumps(request, ensure_ascii=False).encode("utf-8")  # fails for half a surrogate pair
        identifier, op, arguments = request["id"], request["op"], request["in"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return malformed
    if len(request) != 3 or type(identifier) is not int or type(op) is not str or type(arguments) is not dict:
        return malformed
    if not -(2**63) <= identifier < 2**63:
        return malformed
    if op not in OPERATIONS:
        return {"id": identifier, "unsupported": True}
    try:
        return {"id": identifier, "out": OPERATIONS[op](**arguments)}
    except Rejected as rejection:
        return {"id": identifier, "error": str(rejection)}
    except TypeError as error:
        return {"id": identifier, "error": "malformed-request", "detail": repr(error)}


for line in sys.stdin.buffer:
    print(json.dumps(answer(line.rstrip(b"\n"))), flush=True)
