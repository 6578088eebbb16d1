# SPDX-License-Identifier: Apache-2.0
"""JSON Schemas (draft 2020-12) of the vector files, from the members of each operation."""

DRAFT = "https://json-schema.org/draft/2020-12/schema"

DEFINITIONS = {
    "text": {"type": "string"},
    "number": {"type": "integer", "minimum": 0},
    "boolean": {"type": "boolean"},
    "integer": {"description": "0x and 64 lower-case hex digits, big-endian", "type": "string", "pattern": "^0x[0-9a-f]{64}$"},
    "signature": {"description": "0x, then R.x, R.y and S, each 64 lower-case hex digits", "type": "string",
                  "pattern": "^0x[0-9a-f]{192}$"},
    "point": {"type": "object", "additionalProperties": False, "required": ["x", "y"],
              "properties": {"x": {"$ref": "#/$defs/integer"}, "y": {"$ref": "#/$defs/integer"}}},
    "pointText": {"description": "coordinates as given; they may be malformed", "type": "object",
                  "additionalProperties": False, "required": ["x", "y"],
                  "properties": {"x": {"type": "string"}, "y": {"type": "string"}}},
    "texts": {"type": "array", "items": {"type": "string"}},
    "integers": {"type": "array", "items": {"$ref": "#/$defs/integer"}},
    "matrix": {"type": "array", "items": {"$ref": "#/$defs/integers"}},
    "parameters": {"description": "pairs of key and value, unencoded", "type": "array",
                   "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "string"}}},
    "target": {"description": "path and query of the request as it is sent", "type": "string", "pattern": "^/[!-~]*$"},
    "form": {"enum": ["reduced", "unreduced"]},
    "verdict": {"enum": ["valid", "invalid"]},
    "profiles": {"type": "object", "additionalProperties": False, "required": ["relayer", "strict"],
                 "properties": {"relayer": {"$ref": "#/$defs/verdict"}, "strict": {"$ref": "#/$defs/verdict"}}},
    "httpRequest": {"type": "object", "additionalProperties": False, "required": ["method", "target", "headers"],
                    "properties": {
                        "method": {"const": "DELETE"}, "target": {"$ref": "#/$defs/target"},
                        "headers": {"type": "object", "additionalProperties": False, "required": ["X-API-KEY", "X-API-SIG"],
                                    "properties": {"X-API-KEY": {"type": "string"}, "X-API-SIG": {"$ref": "#/$defs/signature"}}}}},
    "httpResponse": {"type": "object", "additionalProperties": False, "required": ["status", "body"],
                     "properties": {"status": {"type": "integer", "minimum": 100}, "body": {"type": "string"}}},
    "exchangeCode": {"description": "a number, or text if the code is not a 64-bit integer",
                     "oneOf": [{"type": "integer"}, {"type": "string", "pattern": "^.+$"}]},
    "outcome": {"oneOf": [
        {"type": "object", "additionalProperties": False, "required": ["order"], "properties": {"order": {
            "type": "object", "additionalProperties": False, "required": ["hash", "status", "isIdempotent"],
            "properties": {"hash": {"type": "string", "pattern": "^.+$"}, "clientOrderId": {"type": "string"},
                           "status": {"type": "string", "pattern": "^.+$"},
                           "isIdempotent": {"type": "boolean"}}}}},
        {"type": "object", "additionalProperties": False, "required": ["exchangeError"], "properties": {"exchangeError": {
            "type": "object", "additionalProperties": False, "required": ["httpStatus", "code", "message"],
            "properties": {"httpStatus": {"type": "integer"}, "code": {"$ref": "#/$defs/exchangeCode"}, "message": {"type": "string"}}}}},
        {"type": "object", "additionalProperties": False, "required": ["unreadable"], "properties": {"unreadable": {
            "type": "object", "additionalProperties": False, "required": ["httpStatus"],
            "properties": {"httpStatus": {"type": "integer"}}}}},
    ]},
}

ERRORS = [
    "integer-malformed", "field-element-out-of-range", "scalar-out-of-range", "not-invertible", "not-a-square",
    "point-not-on-curve", "packed-point-invalid", "poseidon-parameters-unsupported", "poseidon-input-count",
    "secret-key-out-of-range", "message-out-of-range", "signature-malformed", "ethereum-signature-malformed",
    "method-unsupported", "url-invalid", "parameter-invalid", "order-invalid",
]

AB = {"a": "text", "b": "text"}
A = {"a": "text"}
VALUE = {"value": "integer"}
XY = {"x": "integer", "y": "integer"}
URL = {"method": "text", "baseURL": "text", "path": "text"}
CANONICAL = {"parameterString": "text", "signatureBase": "text", "sha256": "integer", "message": "integer"}
EQUATION = {"R": "point", "S": "integer", "challenge": "integer"}
TARGET = {"sentTarget": "target"}
SIGNATURES = {"signature": "signature", "unreducedS": "integer", "unreducedSignature": "signature"}
SIGNED = {"signatureBase": "text", "message": "integer", **SIGNATURES, **TARGET}
STAGES = {"parameterString": "text", "sha256": "integer", "publicKey": "point", "nonce": "integer", **EQUATION}
EXCHANGE = {"apiKey": "text", "request": "httpRequest", "response": "httpResponse", "outcome": "outcome"}
ORDER = {name: "text" for name in ("exchange", "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume",
                                   "buyVolume", "validUntil", "maxFeeBips", "taker")} | {"fillAmountBOrS": "boolean"}

# op -> (input members, output and intermediate members of a valid test); a verdict is not a member of the
# output
OPERATIONS = {
    **{f"field.{name}": (AB, VALUE) for name in ("add", "subtract", "multiply")},
    **{f"field.{name}": (A, VALUE) for name in ("negate", "square", "invert", "squareRoot")},
    **{f"scalar.{name}": (AB, VALUE) for name in ("add", "subtract", "multiply")},
    "scalar.invert": (A, VALUE),
    "curve.isOnCurve": ({"p": "pointText"}, {}),
    "curve.isInSubgroup": ({"p": "pointText"}, {}),
    "curve.add": ({"p": "pointText", "q": "pointText"}, XY),
    "curve.multiply": ({"scalar": "text", "p": "pointText"}, XY),
    "curve.pack": ({"p": "pointText"}, {"packed": "integer"}),
    "curve.unpack": ({"packed": "text"}, XY),
    "poseidon.hash": ({"t": "number", "fullRounds": "number", "partialRounds": "number", "inputs": "texts"},
                      {"output": "integer"}),
    "eddsa.publicKey": ({"secretKey": "text"}, {"publicKey": "point"}),
    "eddsa.sign": ({"secretKey": "text", "message": "text", "form": "form"},
                   {"publicKey": "point", "nonce": "integer", **EQUATION, **SIGNATURES}),
    "eddsa.verify": ({"publicKey": "pointText", "message": "text", "signature": "text"},
                     {**EQUATION, "leftSide": "point", "rightSide": "point"}),
    "key.derive": ({"ethereumSignature": "text"}, {"sha256": "integer", "secretKey": "integer", "publicKey": "point"}),
    "request.canonicalize": (URL, {**CANONICAL, **TARGET}),
    "request.sign": ({**URL, "secretKey": "text", "form": "form"}, {**STAGES, **SIGNED}),
    "request.verify": ({**URL, "publicKey": "pointText", "signature": "text"}, {**CANONICAL, **EQUATION}),
    "order.hash": (ORDER, {"inputs": "integers", "hash": "integer"}),
}
VERDICTS = ("eddsa.verify", "request.verify", "curve.isOnCurve", "curve.isInSubgroup")
PROFILED = ("eddsa.verify", "request.verify")


def reference(name):
    return {"$ref": "#/$defs/" + name}


def test_schema(members, outcomes, op=None):
    """A test with these members and no others."""
    properties = {
        "tcId": {"type": "integer", "minimum": 1},
        "comment": {"type": "string"},
        "flags": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}},
        **({"op": {"const": op}} if op else {}),
        **{name: reference(kind) if isinstance(kind, str) else kind for name, kind in members.items()},
        **outcomes,
    }
    return {"type": "object", "additionalProperties": False, "required": list(properties), "properties": properties}


def operation_schemas(op, exchange):
    """The schemas of a valid test and of a rejected test of this operation."""
    inputs, results = OPERATIONS[op]
    shapes = [inputs]
    if op.startswith("request."):
        shapes = [{**inputs, "params": "parameters"}, {**inputs, "body": "text"}]
    if exchange:
        return [test_schema({**shapes[0], **results, **EXCHANGE}, {"result": {"const": "valid"}}, op)]
    found = []
    for shape in shapes:
        if op in VERDICTS:
            found.append(test_schema({**shape, **results}, {"result": reference("verdict")}, op))
        else:
            found.append(test_schema({**shape, **results}, {"result": {"const": "valid"}}, op))
        if op in PROFILED:
            found.append(test_schema({**shape, **results}, {"profiles": reference("profiles")}, op))
        rejected = {"result": {"const": "invalid"}, "error": {"enum": ERRORS}}
        found.append(test_schema(shape, rejected, op))
    return found


def constant_schemas():
    valid = {"result": {"const": "valid"}}
    draws = {"kind": {"enum": ["roundConstant", "matrixSeed"]}, "index": "number", "chain": "integer", "value": "integer"}
    return [test_schema(draws, valid), test_schema({"kind": {"const": "matrix"}, "t": "number", "matrix": "matrix"}, valid)]


def group_schema(kind, operations):
    if kind == "PoseidonConstants":
        tests = constant_schemas()
    else:
        tests = [test for op in operations for test in operation_schemas(op, kind == "CancelOrder")]
    return {
        "type": "object", "additionalProperties": False, "required": ["type", "source", "tests"],
        "properties": {
            "type": {"const": kind},
            "source": {"type": "object", "additionalProperties": False, "required": ["name", "version"],
                       "properties": {"name": {"type": "string"}, "version": {"type": "string"}}},
            "tests": {"type": "array", "minItems": 1, "items": {"oneOf": tests}},
        },
    }


def used_definitions(value):
    """The definitions that a schema refers to, directly or indirectly."""
    names = set()
    pending = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, dict):
            name = current.get("$ref", "").removeprefix("#/$defs/")
            if name and name not in names:
                names.add(name)
                pending.append(DEFINITIONS[name])
            pending += current.values()
        elif isinstance(current, list):
            pending += current
    return {name: DEFINITIONS[name] for name in DEFINITIONS if name in names}


def schema(name, document):
    """The schema of a file: its group types, and for each type the operations that occur."""
    operations = {}
    for group in document["testGroups"]:
        operations.setdefault(group["type"], {}).update({test["op"]: None for test in group["tests"] if "op" in test})
    groups = {"oneOf": [group_schema(kind, ops) for kind, ops in operations.items()]}
    text = {"type": "string"}
    properties = {
        "algorithm": text,
        "schema": {"const": f"{name}_schema.json"},
        "header": {"type": "array", "items": text},
        "numberOfTests": {"type": "integer", "minimum": 1},
        "notes": {"type": "object", "additionalProperties": {
            "type": "object", "additionalProperties": False, "required": ["bugType", "description", "effect", "links"],
            "properties": {"bugType": text, "description": text, "effect": text, "links": {"type": "array", "items": text}}}},
        "testGroups": {"type": "array", "minItems": 1, "items": groups},
    }
    return {
        "$schema": DRAFT, "$id": f"{name}_schema.json", "title": f"Vector file {name}.json", "type": "object",
        "additionalProperties": False, "required": list(properties), "properties": properties,
        "$defs": used_definitions(groups),
    }
