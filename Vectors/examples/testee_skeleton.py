"""A testee to start from: fill in the operations that your implementation has.

    .build/debug/loopsig conformance -- python3 Vectors/examples/testee_skeleton.py

One JSON object a line comes in, one goes out; see Vectors/README.md, "Testee protocol".
"""

import json
import re
import sys

P = 0x30644E72E131A029B85045B68181585D2833E84879B9709143E1F593F0000001


class Rejected(Exception):
    """Input that your implementation refuses. The code may be any text."""


def integer(text):
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


# Replace this by calls into your implementation. The keyword arguments of a function are the
# members of "in", and it returns the members of "out".
OPERATIONS = {
    "field.multiply": multiply,
}

for line in sys.stdin.buffer:
    answer = {"id": None, "error": "malformed-request"}
    try:
        request = json.loads(line.decode("utf-8"))
        identifier, op, arguments = request["id"], request["op"], request["in"]
        answer = {"id": identifier, "error": "malformed-request"}
        if op not in OPERATIONS:
            answer = {"id": identifier, "unsupported": True}
        else:
            answer = {"id": identifier, "out": OPERATIONS[op](**arguments)}
    except Rejected as rejection:
        answer["error"] = str(rejection)
    except (ValueError, KeyError, TypeError) as error:
        answer["detail"] = repr(error)
    print(json.dumps(answer), flush=True)
