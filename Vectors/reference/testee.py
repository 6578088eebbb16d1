"""The reference behind the testee protocol: one JSON object a line in, one a line out.

    python3 Vectors/reference/testee.py
    python3 Vectors/reference/testee.py --bug NAME   with one known bug of Vectors/bugs
"""

import json
import sys

import canonicalization
import curve
import eddsa
import field
import key_derivation
import order_hash
import poseidon
import scalar
from encoding import format_integer, parse_integer
from failure import Failure

MALFORMED = "malformed-request"


def point_out(p):
    return {"x": format_integer(p[0]), "y": format_integer(p[1])}


def value_out(value):
    return {"value": format_integer(value)}


# The shape of "in": a JSON type, or a check by name.


def is_text(value):
    try:
        return isinstance(value, str) and value.encode("utf-8") is not None
    except UnicodeEncodeError:  # a lone surrogate is not Unicode text
        return False


def is_number(value):
    return type(value) is int


def is_boolean(value):
    return type(value) is bool


def is_point(value):
    return isinstance(value, dict) and set(value) == {"x", "y"} and all(map(is_text, value.values()))


def is_text_list(value):
    return isinstance(value, list) and all(map(is_text, value))


def is_parameters(value):
    return isinstance(value, list) and all(is_text_list(pair) and len(pair) == 2 for pair in value)


def is_form(value):
    return value in eddsa.FORMS


def is_profile(value):
    return value in eddsa.PROFILES


# One function an operation; its keyword arguments are the members of "in".


def field_binary(operation):
    def run(a, b):
        a, b = field.parse(a), field.parse(b)
        return value_out(getattr(field, operation)(a, b))

    return run


def field_unary(operation):
    def run(a):
        return value_out(getattr(field, operation)(field.parse(a)))

    return run


def scalar_binary(operation):
    def run(a, b):
        a, b = scalar.parse(a), scalar.parse(b)
        return value_out(getattr(scalar, operation)(a, b))

    return run


def scalar_invert(a):
    return value_out(scalar.invert(scalar.parse(a)))


def curve_is_on_curve(p):
    return {"result": curve.is_on_curve(curve.parse_coordinates(p))}


def curve_is_in_subgroup(p):
    return {"result": curve.is_in_subgroup(curve.parse_point(p))}


def curve_add(p, q):
    p, q = curve.parse_point(p), curve.parse_point(q)
    return point_out(curve.add(p, q))


def curve_multiply(scalar, p):
    scalar, p = parse_integer(scalar), curve.parse_point(p)
    return point_out(curve.multiply(scalar, p))


def curve_pack(p):
    return {"packed": format_integer(curve.pack(curve.parse_point(p)))}


def curve_unpack(packed):
    return point_out(curve.unpack(curve.parse_packed(packed)))


def poseidon_hash(t, fullRounds, partialRounds, inputs):
    poseidon.check_parameters(t, fullRounds, partialRounds)
    inputs = [field.parse(value) for value in inputs]
    return {"output": format_integer(poseidon.hash_elements(t, fullRounds, partialRounds, inputs))}


def eddsa_public_key(secretKey):
    return {"publicKey": point_out(eddsa.public_key(eddsa.parse_secret_key(secretKey)))}


def eddsa_sign(secretKey, message, form):
    k, m = eddsa.parse_secret_key(secretKey), eddsa.parse_message(message)
    a, r, r_point, h, s = eddsa.sign(k, m, form)
    return {
        "publicKey": point_out(a),
        "nonce": format_integer(r),
        "R": point_out(r_point),
        "challenge": format_integer(h),
        "S": format_integer(s),
        "signature": eddsa.format_signature(r_point, s),
    }


def eddsa_verify(publicKey, message, signature, profile):
    a, m = eddsa.parse_public_key(publicKey), eddsa.parse_message(message)
    r_point, s = eddsa.parse_signature(signature)
    return {"valid": eddsa.verify(a, m, r_point, s, profile)}


def key_derive(ethereumSignature):
    k = key_derivation.derive(key_derivation.parse_ethereum_signature(ethereumSignature))
    return {"secretKey": format_integer(k), "publicKey": point_out(eddsa.public_key(k))}


def canonical(method, baseURL, path, params, body):
    """The parameter string, the signature base, its SHA-256 and the message."""
    string, base = canonicalization.signature_base(method, baseURL, path, params, body)
    digest = canonicalization.digest(base)
    return string, base, digest, canonicalization.message(digest)


def request_canonicalize(method, baseURL, path, params=None, body=None):
    string, base, digest, m = canonical(method, baseURL, path, params, body)
    return {
        "parameterString": string,
        "signatureBase": base,
        "sha256": "0x" + digest.hex(),
        "message": format_integer(m),
    }


def request_sign(method, baseURL, path, secretKey, form, params=None, body=None):
    _, base, _, m = canonical(method, baseURL, path, params, body)
    _, _, r_point, _, s = eddsa.sign(eddsa.parse_secret_key(secretKey), m, form)
    return {
        "signatureBase": base,
        "message": format_integer(m),
        "signature": eddsa.format_signature(r_point, s),
    }


def request_verify(method, baseURL, path, publicKey, signature, profile, params=None, body=None):
    _, _, _, m = canonical(method, baseURL, path, params, body)
    a = eddsa.parse_public_key(publicKey)
    r_point, s = eddsa.parse_signature(signature)
    return {"valid": eddsa.verify(a, m, r_point, s, profile)}


def order_hash_hash(**order):
    return {"hash": format_integer(order_hash.hash_inputs(order_hash.inputs(order)))}


AB = {"a": is_text, "b": is_text}
REQUEST = {"method": is_text, "baseURL": is_text, "path": is_text}
ORDER = {name: is_text for name in order_hash.FIELDS} | {"fillAmountBOrS": is_boolean}

OPERATIONS = {
    "field.add": (field_binary("add"), AB),
    "field.subtract": (field_binary("subtract"), AB),
    "field.multiply": (field_binary("multiply"), AB),
    "field.negate": (field_unary("negate"), {"a": is_text}),
    "field.square": (field_unary("square"), {"a": is_text}),
    "field.invert": (field_unary("invert"), {"a": is_text}),
    "field.squareRoot": (field_unary("square_root"), {"a": is_text}),
    "scalar.add": (scalar_binary("add"), AB),
    "scalar.subtract": (scalar_binary("subtract"), AB),
    "scalar.multiply": (scalar_binary("multiply"), AB),
    "scalar.invert": (scalar_invert, {"a": is_text}),
    "curve.isOnCurve": (curve_is_on_curve, {"p": is_point}),
    "curve.isInSubgroup": (curve_is_in_subgroup, {"p": is_point}),
    "curve.add": (curve_add, {"p": is_point, "q": is_point}),
    "curve.multiply": (curve_multiply, {"scalar": is_text, "p": is_point}),
    "curve.pack": (curve_pack, {"p": is_point}),
    "curve.unpack": (curve_unpack, {"packed": is_text}),
    "poseidon.hash": (poseidon_hash, {"t": is_number, "fullRounds": is_number,
                                      "partialRounds": is_number, "inputs": is_text_list}),
    "eddsa.publicKey": (eddsa_public_key, {"secretKey": is_text}),
    "eddsa.sign": (eddsa_sign, {"secretKey": is_text, "message": is_text, "form": is_form}),
    "eddsa.verify": (eddsa_verify, {"publicKey": is_point, "message": is_text,
                                    "signature": is_text, "profile": is_profile}),
    "key.derive": (key_derive, {"ethereumSignature": is_text}),
    "request.canonicalize": (request_canonicalize, REQUEST),
    "request.sign": (request_sign, REQUEST | {"secretKey": is_text, "form": is_form}),
    "request.verify": (request_verify, REQUEST | {"publicKey": is_point, "signature": is_text,
                                                  "profile": is_profile}),
    "order.hash": (order_hash_hash, ORDER),
}


def members(op, arguments):
    """The members that "in" must have; a request has either "params" or "body"."""
    _, shape = OPERATIONS[op]
    if not op.startswith("request."):
        return shape
    if arguments.get("method") in canonicalization.BODY_METHODS:
        return shape | {"body": is_text}
    if arguments.get("method") in canonicalization.QUERY_METHODS or "params" in arguments:
        return shape | {"params": is_parameters}
    return shape | {"body": is_text}


def answer(op, arguments):
    """The members that the answer has beside "id"."""
    if op not in OPERATIONS:
        return {"unsupported": True}
    run, _ = OPERATIONS[op]
    shape = members(op, arguments)
    if set(arguments) != set(shape):
        return {"error": MALFORMED}
    if not all(check(arguments[name]) for name, check in shape.items()):
        return {"error": MALFORMED}
    try:
        return {"out": run(**arguments)}
    except Failure as failure:
        return {"error": failure.code}


def is_request(value):
    return (
        isinstance(value, dict)
        and set(value) == {"id", "op", "in"}
        and is_number(value["id"])
        and is_text(value["op"])
        and isinstance(value["in"], dict)
    )


def respond(line):
    try:
        request = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        request = None
    if not is_request(request):
        return {"id": None, "error": MALFORMED}
    return {"id": request["id"], **answer(request["op"], request["in"])}


def main(arguments):
    if arguments:
        if len(arguments) != 2 or arguments[0] != "--bug":
            sys.exit("usage: testee.py [--bug NAME]")
        install_bug(arguments[1])
    for line in sys.stdin.buffer:
        sys.stdout.write(json.dumps(respond(line)) + "\n")
        sys.stdout.flush()


def install_bug(name):
    """Patches this process with one entry of the catalogue, to see what a wrong testee's report says."""
    from pathlib import Path

    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "bugs"))
    import catalogue

    if name not in catalogue.BUGS:
        sys.exit("unknown bug; Scripts/bug-matrix --list prints those that are known")
    catalogue.install(name)


if __name__ == "__main__":
    main(sys.argv[1:])
