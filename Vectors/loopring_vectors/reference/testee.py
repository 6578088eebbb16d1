# SPDX-License-Identifier: Apache-2.0
"""A testee: answers each JSON object, one per line, with one line."""

import json
import sys

from .operations import MALFORMED, is_number, is_text
from .strict_json import read_json


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
