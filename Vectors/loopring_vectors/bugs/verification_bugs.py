# SPDX-License-Identifier: Apache-2.0
"""Mistakes in reading and verifying a signature."""

import re

from ..reference.curve import IDENTITY
from ..reference.eddsa import EdDSA
from ..reference.encoding import little_endian_32
from ..reference.failure import Failure
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from .catalog import STYLE, bug


def cofactored(self, a, h, r_point, s):
    left, right = self.sides(a, h, r_point, s)
    return self.curve.multiply(8, left) == self.curve.multiply(8, right)


def compare(coordinates):
    def equation(self, a, h, r_point, s):
        left, right = self.sides(a, h, r_point, s)
        return [left[i] for i in coordinates] == [right[i] for i in coordinates]

    return equation


def sign_of_nonce_point_ignored(self, a, h, r_point, s):
    return any(EdDSA.equation_holds(self, a, h, p, s) for p in (r_point, self.curve.negate(r_point)))


def sign_of_key_ignored(self, a, h, r_point, s):
    return any(EdDSA.equation_holds(self, p, h, r_point, s) for p in (a, self.curve.negate(a)))


def parse_reduced(self, value):
    return tuple(self.encoding.parse_integer(value[name]) % P for name in "xy")


def parse_key_reduced(self, value):
    point = parse_reduced(self, value)
    self.curve.require_on_curve(point)
    return point


def parse_signature_reduced(self, text):
    x, y, s = self.split_signature(text)
    point = parse_reduced(self, {"x": x, "y": y})
    self.curve.require_on_curve(point)
    return point, self.parse_response(s)


def parse_signature_unchecked(self, text):
    x, y, s = self.split_signature(text)
    return (self.field.parse(x), self.field.parse(y)), self.parse_response(s)


def response_modulo(modulus):
    return lambda self, text: self.encoding.parse_integer(text) % modulus


def response_below(bound):
    def parse(self, text):
        s = self.encoding.parse_integer(text)
        if s >= bound:
            raise Failure("scalar-out-of-range")
        return s

    return parse


def response_up_to_group_order(self, text):
    s = self.encoding.parse_integer(text)
    return s if s == GROUP_ORDER else EdDSA.parse_response(self, text)


def nonzero_response(self, text):
    s = self.encoding.parse_integer(text)
    if not 0 < s < GROUP_ORDER:
        raise Failure("scalar-out-of-range")
    return s


def either_byte_order(self, text):
    s = self.encoding.parse_integer(text)
    reversed_s = int.from_bytes(s.to_bytes(32, "big"), "little")
    return min(s, reversed_s) if max(s, reversed_s) >= GROUP_ORDER else s


def verify_either_byte_order(self, a, m, r_point, s, profile):
    reversed_s = int.from_bytes(little_endian_32(s), "big")
    return any(EdDSA.verify(self, a, m, r_point, v, profile) for v in (s, reversed_s))


def swapped_if_needed(self, point):
    return point if self.curve.is_on_curve(point) or not self.curve.is_on_curve(point[::-1]) else point[::-1]


def parse_key_swapped(self, value):
    point = swapped_if_needed(self, self.curve.parse_coordinates(value))
    self.curve.require_on_curve(point)
    return point


def parse_signature_swapped(self, text):
    x, y, s = self.split_signature(text)
    point = swapped_if_needed(self, (self.field.parse(x), self.field.parse(y)))
    self.curve.require_on_curve(point)
    return point, self.parse_response(s)


def signature_reversed(self, text):
    parts = EdDSA.split_signature(self, text)
    return ["0x" + bytes.fromhex(part[2:])[::-1].hex() for part in parts]


def signature_either_byte_order(self, text):
    try:
        return EdDSA.parse_signature(self, text)
    except Failure:
        parts = signature_reversed(self, text)
        return EdDSA.parse_signature(self, "0x" + "".join(part[2:] for part in parts))


def split_lenient(repair):
    """Repairs a malformed text, and reads it."""
    return lambda self, text: EdDSA.split_signature(self, repair(text))


def joined(text):
    return "0x" + "".join(part.strip().removeprefix("0x") for part in text.split(","))


def padded(text):
    return "0x" + text.removeprefix("0x").rjust(192, "0")


def truncated(text):
    return text[:194]


def lower_case_only(self, text):
    if not re.fullmatch(r"0x[0-9a-f]{192}", text):
        raise Failure("signature-malformed")
    return EdDSA.split_signature(self, text)


def python_digits(text):
    try:
        return "0x%0192x" % int(text, 16)
    except ValueError:
        return text


def strict(response=True, identity=True, key=True, key_small_order=False, nonce_point=True, nonce_identity=True):
    """The strict profile with only some of its conditions."""

    def meets(self, a, r_point, s):
        return (
            (not response or s < ELL)
            and (not identity or a != IDENTITY)
            and (not key or self.curve.is_in_subgroup(a))
            and (not key_small_order or a == IDENTITY or self.curve.multiply(8, a) != IDENTITY)
            and (not nonce_point or self.curve.is_in_subgroup(r_point))
            and (nonce_identity or r_point != IDENTITY)
        )

    return meets


def relayer_also(condition):
    return lambda self, a, m, r_point, s, profile: condition(self.curve, a, r_point, s) and EdDSA.verify(self, a, m, r_point, s, profile)


bug("verify-always-true", "TamperedMessage", "returns true without computing anything",
    {"eddsa.verify": lambda self, a, m, r_point, s, profile: True}, seen_in="loopring_sdk")
bug("verify-only-decodes-response", "TamperedResponse", "accepts every signature whose R is not the identity",
    {"eddsa.verify": lambda self, a, m, r_point, s, profile: r_point != IDENTITY})
bug("verify-key-not-used", "TamperedKey", "verifies with a key that it derives from the signature",
    {"eddsa.equation_holds": lambda self, a, h, r_point, s: True})
bug("verify-cofactored", "CofactoredEquation", "multiplies both sides of the equation by 8",
    {"eddsa.equation_holds": cofactored})
bug("verify-challenge-mod-ell", "ChallengeReductionAccepts", "reduces h mod ell before multiplying A",
    {"eddsa.equation_holds": lambda self, a, h, r_point, s: EdDSA.equation_holds(self, a, h % ELL, r_point, s)})
bug("verify-challenge-mod-ell-refuses", "ChallengeReductionRejects",
    "requires the equation with h and also with h mod ell, like a careless combination of two verifiers",
    {"eddsa.equation_holds": lambda self, a, h, r_point, s: EdDSA.equation_holds(self, a, h, r_point, s)
        and EdDSA.equation_holds(self, a, h % ELL, r_point, s)})
bug("verify-compares-x", "EquationBothCoordinates", "compares only the x coordinates of the two sides",
    {"eddsa.equation_holds": compare([0])})
bug("verify-compares-y", "EquationBothCoordinates", "compares only the y coordinates of the two sides",
    {"eddsa.equation_holds": compare([1])})
bug("verify-ignores-sign-of-nonce-point", "NegatedNoncePoint", "accepts -R for R", {
    "eddsa.equation_holds": sign_of_nonce_point_ignored})
bug("verify-ignores-sign-of-key", "NegatedKey", "accepts -A for A", {"eddsa.equation_holds": sign_of_key_ignored})
bug("verify-key-curve-unchecked", "PublicKeyNotOnCurve", "does not check that A is on the curve",
    {"eddsa.parse_public_key": lambda self, value: self.curve.parse_coordinates(value)},
    seen_in="ethsnarks, hello_loopring, go-loopring-sig, PoseidonSharp; the settlement circuit checks R only")
bug("verify-nonce-point-curve-unchecked", "NoncePointNotOnCurve", "does not check that R is on the curve",
    {"eddsa.parse_signature": parse_signature_unchecked},
    seen_in="ethsnarks, hello_loopring, go-loopring-sig, PoseidonSharp")
bug("verify-key-reduced", "PublicKeyNotCanonical", "reduces the coordinates of A mod p",
    {"eddsa.parse_public_key": parse_key_reduced}, seen_in="ethsnarks, hello_loopring")
bug("verify-nonce-point-reduced", "NoncePointNotCanonical", "reduces the coordinates of R mod p",
    {"eddsa.parse_signature": parse_signature_reduced}, seen_in="ethsnarks, hello_loopring")
bug("verify-response-unchecked", "ResponseOutOfRange", "does not check the range of S",
    {"eddsa.parse_response": lambda self, text: self.encoding.parse_integer(text)}, seen_in="PoseidonSharp, go-loopring-sig")
bug("verify-response-254-bits", "ResponseOutOfRange", "accepts every S of 254 bits",
    {"eddsa.parse_response": response_below(1 << 254)}, seen_in="Loopring's settlement circuit")
bug("verify-response-modulo-p", "ResponsePlusP", "stores S as a field element, reduced mod p",
    {"eddsa.parse_response": response_modulo(P)}, seen_in="ethsnarks, hello_loopring")
bug("verify-response-modulo-ell", "ResponseAboveEll",
    "reduces S mod ell while parsing, so that its test S >= ell is never true",
    {"eddsa.parse_response": response_modulo(ELL)}, seen_in="poseidon-java")
bug("verify-relayer-demands-reduced", "ResponseAboveEll", "refuses S >= ell under the relayer profile",
    {"eddsa.verify": relayer_also(lambda curve, a, r_point, s: s < ELL)})
bug("verify-relayer-range-up-to-p", "ResponseNearGroupOrder", "refuses S between p and 8*ell",
    {"eddsa.verify": relayer_also(lambda curve, a, r_point, s: s < P)})
bug("verify-response-zero-refused", "ResponseZero", "refuses S = 0", {"eddsa.parse_response": nonzero_response})
bug("verify-response-up-to-group-order", "ResponseIsGroupOrder", "accepts S = 8*ell, by a comparison that is off by one",
    {"eddsa.parse_response": response_up_to_group_order})
bug("verify-response-either-byte-order", "ResponseByteOrder", "also tries S little-endian",
    {"eddsa.parse_response": either_byte_order, "eddsa.verify": verify_either_byte_order})
bug("verify-signature-either-byte-order", "SignatureByteOrder", "also tries R and S little-endian",
    {"eddsa.parse_signature": signature_either_byte_order})
bug("verify-key-swapped", "SwappedCoordinates", "swaps the coordinates of A if that gives a point",
    {"eddsa.parse_public_key": parse_key_swapped})
bug("verify-nonce-point-swapped", "SwappedCoordinates", "swaps the coordinates of R if that gives a point",
    {"eddsa.parse_signature": parse_signature_swapped})
bug("verify-strict-accepts-unreduced", "ResponseAboveEll", "accepts S >= ell under the strict profile",
    {"eddsa.meets_strict_profile": strict(response=False)})
bug("verify-strict-accepts-identity-key", "IdentityKey", "accepts the identity as A under the strict profile",
    {"eddsa.meets_strict_profile": strict(identity=False)}, seen_in="ethsnarks, hello_loopring (no such profile)")
bug("verify-strict-accepts-low-order-key", "LowOrderKey",
    "does not check the orders of A and R under the strict profile",
    {"eddsa.meets_strict_profile": strict(key=False, nonce_point=False)})
bug("verify-strict-checks-small-order-only", "MixedOrderKey",
    "tests under the strict profile only that 8*A is not the identity, not that ell*A = O",
    {"eddsa.meets_strict_profile": strict(key=False, nonce_point=False, key_small_order=True)})
bug("verify-strict-checks-nonce-point-only", "MixedOrderKeySubgroupNoncePoint",
    "tests under the strict profile the order of R but not of A",
    {"eddsa.meets_strict_profile": strict(key=False, key_small_order=True)})
bug("verify-strict-refuses-identity-nonce-point", "IdentityNoncePoint", "refuses R = O under the strict profile",
    {"eddsa.meets_strict_profile": strict(nonce_identity=False)})
bug("verify-relayer-refuses-identity-nonce-point", "IdentityNoncePoint", "refuses R = O under every profile",
    {"eddsa.verify": relayer_also(lambda curve, a, r_point, s: r_point != IDENTITY)})
bug("verify-relayer-refuses-identity-key", "IdentityKey", "refuses A = O under the relayer profile",
    {"eddsa.verify": relayer_also(lambda curve, a, r_point, s: a != IDENTITY)})
bug("verify-relayer-refuses-low-order-key", "LowOrderKey", "refuses A of low order under the relayer profile",
    {"eddsa.verify": relayer_also(lambda curve, a, r_point, s: curve.multiply(8, a) != IDENTITY)})
bug("verify-relayer-refuses-mixed-order-key", "MixedOrderKey", "refuses A outside the subgroup under the relayer profile",
    {"eddsa.verify": relayer_also(lambda curve, a, r_point, s: curve.multiply(8, a) == IDENTITY or curve.is_in_subgroup(a))})
bug("verify-relayer-refuses-low-order-nonce-point", "LowOrderNoncePoint",
    "refuses R of order 2, 4 or 8 under the relayer profile",
    {"eddsa.verify": relayer_also(
        lambda curve, a, r_point, s: r_point == IDENTITY or curve.multiply(8, r_point) != IDENTITY)})
bug("verify-relayer-refuses-mixed-order-nonce-point", "MixedOrderNoncePoint",
    "refuses R of mixed order under the relayer profile",
    {"eddsa.verify": relayer_also(
        lambda curve, a, r_point, s: curve.multiply(8, r_point) == IDENTITY or curve.is_in_subgroup(r_point))})
bug("signature-text-with-commas", "SignatureCommaJoined", "accepts three integers joined by commas",
    {"eddsa.split_signature": split_lenient(joined)}, seen_in="the documentation's algorithm", consequence=STYLE)
bug("signature-text-without-prefix", "SignatureMissingPrefix", "accepts a signature text without 0x",
    {"eddsa.split_signature": split_lenient(lambda text: text if text[:2] in ("0x", "0X") else "0x" + text)}, consequence=STYLE)
bug("signature-text-padded", "SignatureWrongLength", "pads a short signature text with zeros",
    {"eddsa.split_signature": split_lenient(padded)}, consequence=STYLE)
bug("signature-text-truncated", "SignatureWrongLength", "ignores what follows the 192 digits",
    {"eddsa.split_signature": split_lenient(truncated)}, consequence=STYLE)
bug("signature-text-trimmed", "SignatureSurroundingSpace", "trims white space around a signature text",
    {"eddsa.split_signature": split_lenient(str.strip)}, consequence=STYLE)
bug("signature-text-upper-case-prefix", "SignaturePrefixCase", "accepts 0X",
    {"eddsa.split_signature": split_lenient(lambda text: re.sub("^0X", "0x", text))}, consequence=STYLE)
bug("signature-text-lower-case-only", "SignatureUpperCase", "refuses upper-case digits",
    {"eddsa.split_signature": lower_case_only})
bug("signature-text-general-number-parser", "SignatureInvalidCharacter",
    "reads a signature text with a number parser that accepts signs, underscores and Unicode digits",
    {"eddsa.split_signature": split_lenient(python_digits)}, consequence=STYLE)


def split_by_position(self, text):
    """Drops the first two characters, whatever they are, and reads each part with int(part, 16)."""
    if len(text) != 194:
        raise Failure("signature-malformed")
    try:
        return ["0x%064x" % int(text[i : i + 64], 16) for i in (2, 66, 130)]
    except ValueError:
        raise Failure("signature-malformed") from None


bug("verify-accepts-everything", "SignatureWrongLength", "accepts every signature, malformed ones included, under every key",
    {"operations.eddsa_verify": lambda self, **arguments: {"valid": True},
     "operations.request_verify": lambda self, **arguments: {"valid": True}}, seen_in="loopring_sdk")
bug("signature-text-split-by-position", "SignatureInvalidCharacter",
    "cuts the signature text at fixed positions, and reads each part with a number parser that accepts underscores and Unicode digits",
    {"eddsa.split_signature": split_by_position}, seen_in="hello_loopring", consequence=STYLE)
bug("verify-response-signed", "ResponseOutOfRange", "reads S as a signed number of 256 bits: every S below 2^255 is accepted",
    {"eddsa.parse_response": response_below(1 << 255)}, seen_in="PoseidonSharp")


def parse_signature_signed(self, text):
    """Coordinates of R as signed 256-bit numbers, reduced mod p. A signature with a negative one does not
    verify."""
    if any(self.encoding.parse_integer(part) >> 255 for part in self.split_signature(text)[:2]):
        raise Failure("field-element-out-of-range")
    return parse_signature_reduced(self, text)


bug("verify-nonce-point-signed", "NoncePointNotCanonical", "reads the coordinates of R as signed numbers, and reduces them mod p",
    {"eddsa.parse_signature": parse_signature_signed}, seen_in="PoseidonSharp")
