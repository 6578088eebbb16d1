"""A scheme behind the testee protocol: one JSON object a line in, one a line out."""

import json
import sys

from .operations import MALFORMED, is_number, is_text


def serve(operations):
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps(respond(operations, line)) + "\n")
        sys.stdout.flush()


def respond(operations, line):
    try:
        request = read_json(line.decode("utf-8"))
    except (ValueError, RecursionError):
        request = None
    if not is_request(request):
        return {"id": None, "error": MALFORMED}
    return {"id": request["id"], **operations.answer(request["op"], request["in"])}


def is_request(value):
    return (
        isinstance(value, dict)
        and set(value) == {"id", "op", "in"}
        and is_number(value["id"]) and -(1 << 63) <= value["id"] < 1 << 63
        and is_text(value["op"])
        and isinstance(value["in"], dict)
    )


def read_json(text):
    """RFC 8259, where no object has a member twice and no text an unpaired surrogate. An integer is a literal
    without "." and exponent."""
    value = json.loads(text, object_pairs_hook=without_repetition, parse_constant=refuse)
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # fails for an unpaired surrogate
    return value


def without_repetition(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object has a member twice")
    return members


def refuse(constant):
    raise ValueError(constant + " is not JSON")
