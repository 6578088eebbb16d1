# SPDX-License-Identifier: Apache-2.0
"""The operations of the testee protocol (Vectors/README.md), computed with a scheme."""

from .canonicalization import BODY_METHODS, QUERY_METHODS
from .eddsa import FORMS, PROFILES
from .failure import Failure
from .order_hash import FIELDS

MALFORMED = "malformed-request"


class Operations:
    """One method for each operation. Its keyword arguments are the members of "in"."""

    def __init__(self, scheme):
        self.scheme = scheme

    def integer(self, value):
        return self.scheme.encoding.format_integer(value)

    def value(self, value):
        return {"value": self.integer(value)}

    def point(self, p):
        return {"x": self.integer(p[0]), "y": self.integer(p[1])}

    def field_add(self, a, b):
        return self.field_binary(self.scheme.field.add, a, b)

    def field_subtract(self, a, b):
        return self.field_binary(self.scheme.field.subtract, a, b)

    def field_multiply(self, a, b):
        return self.field_binary(self.scheme.field.multiply, a, b)

    def field_negate(self, a):
        return self.value(self.scheme.field.negate(self.scheme.field.parse(a)))

    def field_square(self, a):
        return self.value(self.scheme.field.square(self.scheme.field.parse(a)))

    def field_invert(self, a):
        return self.value(self.scheme.field.invert(self.scheme.field.parse(a)))

    def field_square_root(self, a):
        return self.value(self.scheme.field.square_root(self.scheme.field.parse(a)))

    def field_binary(self, operation, a, b):
        return self.value(operation(self.scheme.field.parse(a), self.scheme.field.parse(b)))

    def scalar_add(self, a, b):
        return self.scalar_binary(self.scheme.scalar.add, a, b)

    def scalar_subtract(self, a, b):
        return self.scalar_binary(self.scheme.scalar.subtract, a, b)

    def scalar_multiply(self, a, b):
        return self.scalar_binary(self.scheme.scalar.multiply, a, b)

    def scalar_invert(self, a):
        return self.value(self.scheme.scalar.invert(self.scheme.scalar.parse(a)))

    def scalar_binary(self, operation, a, b):
        return self.value(operation(self.scheme.scalar.parse(a), self.scheme.scalar.parse(b)))

    def curve_is_on_curve(self, p):
        curve = self.scheme.curve
        return {"result": curve.is_on_curve(curve.parse_coordinates(p))}

    def curve_is_in_subgroup(self, p):
        curve = self.scheme.curve
        return {"result": curve.is_in_subgroup(curve.parse_point(p))}

    def curve_add(self, p, q):
        curve = self.scheme.curve
        p, q = curve.parse_point(p), curve.parse_point(q)
        return self.point(curve.add(p, q))

    def curve_multiply(self, scalar, p):
        scalar, p = self.scheme.encoding.parse_integer(scalar), self.scheme.curve.parse_point(p)
        return self.point(self.scheme.curve.multiply(scalar, p))

    def curve_pack(self, p):
        curve = self.scheme.curve
        return {"packed": self.integer(curve.pack(curve.parse_point(p)))}

    def curve_unpack(self, packed):
        return self.point(self.scheme.curve.unpack(self.scheme.encoding.parse_integer(packed)))

    def poseidon_hash(self, t, fullRounds, partialRounds, inputs):
        self.scheme.poseidon.check_parameters(t, fullRounds, partialRounds)
        inputs = [self.scheme.field.parse(value) for value in inputs]
        return {"output": self.integer(self.scheme.poseidon.hash_elements(t, fullRounds, partialRounds, inputs))}

    def eddsa_public_key(self, secretKey):
        eddsa = self.scheme.eddsa
        return {"publicKey": self.point(eddsa.public_key(eddsa.parse_secret_key(secretKey)))}

    def eddsa_sign(self, secretKey, message, form):
        eddsa = self.scheme.eddsa
        k, m = eddsa.parse_secret_key(secretKey), eddsa.parse_message(message)
        a, r, r_point, h, s = eddsa.sign(k, m, form)
        return {
            "publicKey": self.point(a),
            "nonce": self.integer(r),
            "R": self.point(r_point),
            "challenge": self.integer(h),
            "S": self.integer(s),
            "signature": eddsa.format_signature(r_point, s),
        }

    def eddsa_verify(self, publicKey, message, signature, profile):
        eddsa = self.scheme.eddsa
        a, m = eddsa.parse_public_key(publicKey), eddsa.parse_message(message)
        r_point, s = eddsa.parse_signature(signature)
        return {"valid": eddsa.verify(a, m, r_point, s, profile)}

    def key_derive(self, ethereumSignature):
        keys = self.scheme.key_derivation
        k = keys.derive(keys.parse_ethereum_signature(ethereumSignature))
        return {"secretKey": self.integer(k), "publicKey": self.point(self.scheme.eddsa.public_key(k))}

    def canonical(self, method, baseURL, path, params, body):
        """The parameter string, the signature base, its SHA-256, the message, and the request target."""
        canonicalization = self.scheme.canonicalization
        string, base = canonicalization.signature_base(method, baseURL, path, params, body)
        digest = canonicalization.digest(base)
        target = canonicalization.target(method, baseURL, path, string)
        return string, base, digest, canonicalization.message(digest), target

    def request_canonicalize(self, method, baseURL, path, params=None, body=None):
        string, base, digest, m, target = self.canonical(method, baseURL, path, params, body)
        return {
            "parameterString": string,
            "signatureBase": base,
            "sha256": "0x" + digest.hex(),
            "message": self.integer(m),
            "sentTarget": target,
        }

    def request_sign(self, method, baseURL, path, secretKey, form, params=None, body=None):
        eddsa = self.scheme.eddsa
        _, base, _, m, target = self.canonical(method, baseURL, path, params, body)
        _, _, r_point, _, s = eddsa.sign(eddsa.parse_secret_key(secretKey), m, form)
        return {
            "signatureBase": base,
            "message": self.integer(m),
            "signature": eddsa.format_signature(r_point, s),
            "sentTarget": target,
        }

    def request_verify(self, method, baseURL, path, publicKey, signature, profile, params=None, body=None):
        eddsa = self.scheme.eddsa
        _, _, _, m, _ = self.canonical(method, baseURL, path, params, body)
        a = eddsa.parse_public_key(publicKey)
        r_point, s = eddsa.parse_signature(signature)
        return {"valid": eddsa.verify(a, m, r_point, s, profile)}

    def order_hash(self, **order):
        orders = self.scheme.order_hash
        return {"hash": self.integer(orders.hash_inputs(orders.inputs(order)))}

    # Requests

    def answer(self, op, arguments):
        """The members of the answer other than "id"."""
        if op not in SHAPES:
            return {"unsupported": True}
        shape = members(op, arguments)
        if set(arguments) != set(shape):
            return {"error": MALFORMED}
        if not all(check(arguments[name]) for name, check in shape.items()):
            return {"error": MALFORMED}
        try:
            return {"out": getattr(self, method_name(op))(**arguments)}
        except Failure as failure:
            return {"error": failure.code}


# The shape of "in": a check for each member.


def is_text(value):
    return isinstance(value, str)


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
    return value in FORMS


def is_profile(value):
    return value in PROFILES


A = {"a": is_text}
AB = {"a": is_text, "b": is_text}
REQUEST = {"method": is_text, "baseURL": is_text, "path": is_text}
SHAPES = {
    "field.add": AB,
    "field.subtract": AB,
    "field.multiply": AB,
    "field.negate": A,
    "field.square": A,
    "field.invert": A,
    "field.squareRoot": A,
    "scalar.add": AB,
    "scalar.subtract": AB,
    "scalar.multiply": AB,
    "scalar.invert": A,
    "curve.isOnCurve": {"p": is_point},
    "curve.isInSubgroup": {"p": is_point},
    "curve.add": {"p": is_point, "q": is_point},
    "curve.multiply": {"scalar": is_text, "p": is_point},
    "curve.pack": {"p": is_point},
    "curve.unpack": {"packed": is_text},
    "poseidon.hash": {"t": is_number, "fullRounds": is_number, "partialRounds": is_number, "inputs": is_text_list},
    "eddsa.publicKey": {"secretKey": is_text},
    "eddsa.sign": {"secretKey": is_text, "message": is_text, "form": is_form},
    "eddsa.verify": {"publicKey": is_point, "message": is_text, "signature": is_text, "profile": is_profile},
    "key.derive": {"ethereumSignature": is_text},
    "request.canonicalize": REQUEST,
    "request.sign": REQUEST | {"secretKey": is_text, "form": is_form},
    "request.verify": REQUEST | {"publicKey": is_point, "signature": is_text, "profile": is_profile},
    "order.hash": {name: is_text for name in FIELDS} | {"fillAmountBOrS": is_boolean},
}
VERDICTS = {"eddsa.verify": "valid", "request.verify": "valid",
            "curve.isOnCurve": "result", "curve.isInSubgroup": "result"}
PROFILED = ("eddsa.verify", "request.verify")


def members(op, arguments):
    """The members that "in" must have. A request has either "params" or "body"."""
    shape = SHAPES[op]
    if not op.startswith("request."):
        return shape
    if arguments.get("method") in BODY_METHODS:
        return shape | {"body": is_text}
    if arguments.get("method") in QUERY_METHODS or "params" in arguments:
        return shape | {"params": is_parameters}
    return shape | {"body": is_text}


def method_name(op):
    """The name of the method: that of field.squareRoot is field_square_root."""
    return "".join("_" + c.lower() if c.isupper() else "_" if c == "." else c for c in op)
