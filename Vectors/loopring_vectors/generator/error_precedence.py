# SPDX-License-Identifier: Apache-2.0
"""Inputs that are wrong in several ways, and which error counts (SPEC.md, [ERROR-2]). Several files have
these tests."""

from ..reference.curve import BASE
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from .build import note
from .points import point
from .requests import delete
from .values import integer

FLAG = "ErrorPrecedence"
NOTE = note(
    "WRONG_ORDER",
    "Several inputs are wrong, or one is wrong in several ways. Inputs are checked from left to right, each one completely "
    "before the next: its format, then its range, then its condition; of a point x, then y, then the equation. The first "
    "error counts.",
    "Two implementations refuse the same input for different reasons, so that their error codes differ.")

SHORT = "0x1"  # malformed
OFF_CURVE = {"x": integer(1), "y": integer(1)}
TOO_LARGE_THEN_SHORT = {"x": integer(P), "y": SHORT}
SHORT_THEN_TOO_LARGE = {"x": SHORT, "y": integer(P)}
B = point(BASE)


def signature(x=BASE[0], y=BASE[1], s=1):
    return "0x%064x%064x%064x" % (x, y, s)


def verify(key=B, message=integer(1), text=signature()):
    return "EddsaVerify", "eddsa.verify", {"publicKey": key, "message": message, "signature": text}


def sign(key, message):
    return "EddsaSign", "eddsa.sign", {"secretKey": key, "message": message, "form": "reduced"}


def poseidon(t, partial_rounds, *inputs):
    return "PoseidonHash", "poseidon.hash", {"t": t, "fullRounds": 6, "partialRounds": partial_rounds, "inputs": list(inputs)}


ONCE, TWICE = delete(("a", "1")), delete(("a", "1"), ("a", "2"))
# file -> (group type, op, members of in), error, what is wrong
CASES = {
    "field_arithmetic": [
        (("FieldArithmetic", "field.add", {"a": integer(P), "b": SHORT}), "field-element-out-of-range", "a = p, b malformed"),
        (("FieldArithmetic", "field.multiply", {"a": SHORT, "b": integer(P)}), "integer-malformed", "a malformed, b = p"),
    ],
    "scalar_arithmetic": [
        (("ScalarArithmetic", "scalar.add", {"a": integer(ELL), "b": SHORT}), "scalar-out-of-range", "a = ell, b malformed"),
        (("ScalarArithmetic", "scalar.multiply", {"a": SHORT, "b": integer(ELL)}), "integer-malformed", "a malformed, b = ell"),
    ],
    "curve_operations": [
        (("CurveOperation", "curve.isOnCurve", {"p": TOO_LARGE_THEN_SHORT}), "field-element-out-of-range", "x = p, y malformed"),
        (("CurveOperation", "curve.pack", {"p": SHORT_THEN_TOO_LARGE}), "integer-malformed", "x malformed, y = p"),
        (("CurveOperation", "curve.add", {"p": OFF_CURVE, "q": SHORT_THEN_TOO_LARGE}), "point-not-on-curve",
         "P not on the curve, Q malformed"),
        (("CurveOperation", "curve.multiply", {"scalar": SHORT, "p": OFF_CURVE}), "integer-malformed",
         "scalar malformed, P not on the curve"),
    ],
    "poseidon": [
        (poseidon(1, 52, SHORT), "poseidon-parameters-unsupported", "t = 1, an input malformed"),
        (poseidon(2, 52, integer(P), SHORT), "field-element-out-of-range", "the first input is p, the second malformed, and there is one too many"),
        (poseidon(2, 52, integer(1), SHORT), "integer-malformed", "the second input is malformed, and there is one too many"),
    ],
    "eddsa_sign": [
        (sign(integer(0), SHORT), "secret-key-out-of-range", "k = 0, m malformed"),
        (sign(SHORT, integer(P)), "integer-malformed", "k malformed, m = p"),
        (sign(integer(ELL), integer(P)), "secret-key-out-of-range", "k = ell, m = p"),
    ],
    "eddsa_verify": [
        (verify(key=TOO_LARGE_THEN_SHORT), "field-element-out-of-range", "A.x = p, A.y malformed"),
        (verify(key=SHORT_THEN_TOO_LARGE), "integer-malformed", "A.x malformed, A.y = p"),
        (verify(key=OFF_CURVE, message=SHORT), "point-not-on-curve", "A not on the curve, m malformed"),
        (verify(message=integer(P), text=SHORT), "message-out-of-range", "m = p, the signature malformed"),
        (verify(text=signature(x=P, s=GROUP_ORDER)), "field-element-out-of-range", "R.x = p, S = 8*ell"),
        (verify(text=signature(y=1, s=GROUP_ORDER)), "point-not-on-curve", "R not on the curve, S = 8*ell"),
        (verify(text=signature(x=P) + "0"), "signature-malformed", "R.x = p, and a digit too many"),
    ],
    "request_canonicalization": [
        (("RequestCanonicalize", "request.canonicalize", TWICE | {"method": "PATCH", "path": "order"}), "method-unsupported",
         "PATCH, a relative path, a repeated key"),
        (("RequestCanonicalize", "request.canonicalize", TWICE | {"path": "order"}), "url-invalid", "a relative path, a repeated key"),
        (("RequestSign", "request.sign", TWICE | {"secretKey": integer(0), "form": "reduced"}), "parameter-invalid",
         "a repeated key, k = 0"),
        (("RequestVerify", "request.verify", TWICE | {"publicKey": OFF_CURVE, "signature": SHORT}), "parameter-invalid",
         "a repeated key, A not on the curve"),
        (("RequestVerify", "request.verify", ONCE | {"publicKey": OFF_CURVE, "signature": SHORT}), "point-not-on-curve",
         "A not on the curve, the signature malformed"),
        (("RequestVerify", "request.verify", ONCE | {"publicKey": TOO_LARGE_THEN_SHORT, "signature": SHORT}),
         "field-element-out-of-range", "A.x = p, A.y and the signature malformed"),
    ],
}


def append_to(file):
    """Adds these tests at the end of a file, and their note."""
    file.notes[FLAG] = NOTE
    groups = {}
    for (kind, op, arguments), error, comment in CASES[file.name]:
        if kind not in groups:
            groups[kind] = file.group(kind)
        groups[kind].rejected(op, arguments, error, comment, FLAG)
    return file
