"""Mistakes in reading and verifying a signature."""

import re

import curve
import eddsa
import field
from catalogue import bug
from encoding import little_endian_32, parse_integer
from failure import Failure
from field import P
from scalar import ELL, GROUP_ORDER

original_equation = eddsa.equation_holds
original_verify = eddsa.verify
original_strict = eddsa.meets_strict_profile
original_split = eddsa.split_signature
original_parse = eddsa.parse_signature
original_public_key = eddsa.parse_public_key
original_on_curve = curve.is_on_curve
eddsa_parse_response = eddsa.parse_response


def cofactored(a, h, r_point, s):
    left, right = eddsa.sides(a, h, r_point, s)
    return curve.multiply(8, left) == curve.multiply(8, right)


def compare(coordinates):
    def equation(a, h, r_point, s):
        left, right = eddsa.sides(a, h, r_point, s)
        return [left[i] for i in coordinates] == [right[i] for i in coordinates]

    return equation


def sign_of_nonce_point_ignored(a, h, r_point, s):
    return any(original_equation(a, h, p, s) for p in (r_point, curve.negate(r_point)))


def sign_of_key_ignored(a, h, r_point, s):
    return any(original_equation(p, h, r_point, s) for p in (a, curve.negate(a)))


def parse_reduced(value):
    return parse_integer(value["x"]) % P, parse_integer(value["y"]) % P


def parse_key_reduced(value):
    point = parse_reduced(value)
    curve.require_on_curve(point)
    return point


def parse_signature_reduced(text):
    x, y, s = eddsa.split_signature(text)
    point = parse_reduced({"x": x, "y": y})
    curve.require_on_curve(point)
    return point, eddsa.parse_response(s)


def response_modulo(modulus):
    return lambda text: parse_integer(text) % modulus


def response_below(bound):
    def parse(text):
        s = parse_integer(text)
        if s >= bound:
            raise Failure("scalar-out-of-range")
        return s

    return parse


def nonzero_response(text):
    s = parse_integer(text)
    if not 0 < s < GROUP_ORDER:
        raise Failure("scalar-out-of-range")
    return s


def either_byte_order(text):
    s = parse_integer(text)
    reversed_s = int.from_bytes(s.to_bytes(32, "big"), "little")
    return min(s, reversed_s) if max(s, reversed_s) >= GROUP_ORDER else s


def verify_either_byte_order(a, m, r_point, s, profile):
    reversed_s = int.from_bytes(little_endian_32(s), "big")
    return any(original_verify(a, m, r_point, v, profile) for v in (s, reversed_s))


def swapped_if_needed(point):
    return point if original_on_curve(point) or not original_on_curve(point[::-1]) else point[::-1]


def parse_key_swapped(value):
    point = swapped_if_needed(curve.parse_coordinates(value))
    curve.require_on_curve(point)
    return point


def parse_signature_swapped(text):
    x, y, s = eddsa.split_signature(text)
    point = swapped_if_needed((field.parse(x), field.parse(y)))
    curve.require_on_curve(point)
    return point, eddsa.parse_response(s)


def signature_reversed(text):
    parts = original_split(text)
    return ["0x" + bytes.fromhex(part[2:])[::-1].hex() for part in parts]


def signature_either_byte_order(text):
    try:
        return original_parse(text)
    except Failure:
        parts = signature_reversed(text)
        return original_parse("0x" + "".join(part[2:] for part in parts))


def split_lenient(repair):
    """Reads a malformed text after a repair."""
    return lambda text: original_split(repair(text))


def joined(text):
    return "0x" + "".join(part.strip().removeprefix("0x") for part in text.split(","))


def padded(text):
    return "0x" + text.removeprefix("0x").rjust(192, "0")


def truncated(text):
    return text[:194]


def lower_case_only(text):
    if not re.fullmatch(r"0x[0-9a-f]{192}", text):
        raise Failure("signature-malformed")
    return original_split(text)


def python_digits(text):
    try:
        return "0x%0192x" % int(text, 16)
    except ValueError:
        return text


def strict(response=True, identity=True, key=True, key_small_order=False, nonce_point=True, nonce_identity=True):
    """The strict profile with some of its conditions."""

    def meets(a, r_point, s):
        return (
            (not response or s < ELL)
            and (not identity or a != curve.IDENTITY)
            and (not key or curve.is_in_subgroup(a))
            and (not key_small_order or a == curve.IDENTITY or curve.multiply(8, a) != curve.IDENTITY)
            and (not nonce_point or curve.is_in_subgroup(r_point))
            and (nonce_identity or r_point != curve.IDENTITY)
        )

    return meets


def relayer_also(condition):
    return lambda a, m, r_point, s, profile: condition(a, r_point, s) and original_verify(a, m, r_point, s, profile)


bug("verify-always-true", "TamperedMessage", "returns true without looking",
    {"eddsa.verify": lambda a, m, r_point, s, profile: True}, seen_in="loopring_sdk")
bug("verify-only-decodes-response", "TamperedResponse", "accepts whenever R is not the identity",
    {"eddsa.verify": lambda a, m, r_point, s, profile: r_point != curve.IDENTITY})
bug("verify-key-not-used", "TamperedKey", "verifies under the key that would fit",
    {"eddsa.equation_holds": lambda a, h, r_point, s: True})
bug("verify-cofactored", "CofactoredEquation", "multiplies both sides of the equation by 8",
    {"eddsa.equation_holds": cofactored})
bug("verify-challenge-mod-ell", "ChallengeReductionAccepts", "reduces h mod ell before multiplying A",
    {"eddsa.equation_holds": lambda a, h, r_point, s: original_equation(a, h % ELL, r_point, s)})
bug("verify-challenge-mod-ell-refuses", "ChallengeReductionRejects",
    "demands the equation with h and with h mod ell, as a careless combination of two verifiers does",
    {"eddsa.equation_holds": lambda a, h, r_point, s: original_equation(a, h, r_point, s)
        and original_equation(a, h % ELL, r_point, s)})
bug("verify-compares-x", "EquationBothCoordinates", "compares only the x coordinates of the two sides",
    {"eddsa.equation_holds": compare([0])})
bug("verify-compares-y", "EquationBothCoordinates", "compares only the y coordinates of the two sides",
    {"eddsa.equation_holds": compare([1])})
bug("verify-ignores-sign-of-nonce-point", "NegatedNoncePoint", "accepts -R for R", {
    "eddsa.equation_holds": sign_of_nonce_point_ignored})
bug("verify-ignores-sign-of-key", "NegatedKey", "accepts -A for A", {"eddsa.equation_holds": sign_of_key_ignored})
bug("verify-key-curve-unchecked", "PublicKeyNotOnCurve", "does not check that A is on the curve",
    {"eddsa.parse_public_key": curve.parse_coordinates},
    seen_in="ethsnarks, hello_loopring, go-loopring-sig, PoseidonSharp; the settlement circuit checks R only")
bug("verify-nonce-point-curve-unchecked", "NoncePointNotOnCurve", "does not check that R is on the curve",
    {"eddsa.require_nonce_point_on_curve": lambda r_point: None},
    seen_in="ethsnarks, hello_loopring, go-loopring-sig, PoseidonSharp")
bug("verify-key-reduced", "PublicKeyNotCanonical", "reduces the coordinates of A mod p",
    {"eddsa.parse_public_key": parse_key_reduced}, seen_in="ethsnarks, hello_loopring")
bug("verify-nonce-point-reduced", "NoncePointNotCanonical", "reduces the coordinates of R mod p",
    {"eddsa.parse_signature": parse_signature_reduced}, seen_in="ethsnarks, hello_loopring")
bug("verify-response-unchecked", "ResponseOutOfRange", "does not check the range of S",
    {"eddsa.parse_response": parse_integer}, seen_in="PoseidonSharp, go-loopring-sig")
bug("verify-response-254-bits", "ResponseOutOfRange", "accepts every S of 254 bits",
    {"eddsa.parse_response": response_below(1 << 254)}, seen_in="Loopring's settlement circuit")
bug("verify-response-modulo-p", "ResponsePlusP", "holds S in the field, reduced mod p",
    {"eddsa.parse_response": response_modulo(P)}, seen_in="ethsnarks, hello_loopring")
bug("verify-response-modulo-ell", "ResponseAboveEll",
    "reduces S mod ell while parsing, so that its own test S >= ell can never fire",
    {"eddsa.parse_response": response_modulo(ELL)}, seen_in="poseidon-java")
bug("verify-relayer-demands-reduced", "ResponseAboveEll", "refuses S >= ell under the relayer profile",
    {"eddsa.verify": relayer_also(lambda a, r_point, s: s < ELL)})
bug("verify-relayer-range-up-to-p", "ResponseNearGroupOrder", "refuses S between p and 8*ell",
    {"eddsa.verify": relayer_also(lambda a, r_point, s: s < P)})
bug("verify-response-zero-refused", "ResponseZero", "refuses S = 0", {"eddsa.parse_response": nonzero_response})
bug("verify-response-up-to-group-order", "ResponseIsGroupOrder", "accepts S = 8*ell, by a comparison that is off by one",
    {"eddsa.parse_response": lambda text: GROUP_ORDER if parse_integer(text) == GROUP_ORDER else eddsa_parse_response(text)})
bug("verify-response-either-byte-order", "ResponseByteOrder", "also tries S little-endian",
    {"eddsa.parse_response": either_byte_order, "eddsa.verify": verify_either_byte_order})
bug("verify-signature-either-byte-order", "SignatureByteOrder", "also tries R and S little-endian",
    {"eddsa.parse_signature": signature_either_byte_order})
bug("verify-key-swapped", "SwappedCoordinates", "swaps the coordinates of A where that gives a point",
    {"eddsa.parse_public_key": parse_key_swapped})
bug("verify-nonce-point-swapped", "SwappedCoordinates", "swaps the coordinates of R where that gives a point",
    {"eddsa.parse_signature": parse_signature_swapped})
bug("verify-strict-accepts-unreduced", "ResponseAboveEll", "accepts S >= ell under the strict profile",
    {"eddsa.meets_strict_profile": strict(response=False)})
bug("verify-strict-accepts-identity-key", "IdentityKey", "accepts the identity as A under the strict profile",
    {"eddsa.meets_strict_profile": strict(identity=False)}, seen_in="ethsnarks, hello_loopring (no such profile)")
bug("verify-strict-accepts-low-order-key", "LowOrderKey",
    "checks under the strict profile neither the order of A nor that of R",
    {"eddsa.meets_strict_profile": strict(key=False, nonce_point=False)})
bug("verify-strict-checks-small-order-only", "MixedOrderKey",
    "tests under the strict profile that 8*A is not the identity, instead of that ell*A is",
    {"eddsa.meets_strict_profile": strict(key=False, nonce_point=False, key_small_order=True)})
bug("verify-strict-checks-nonce-point-only", "MixedOrderKeySubgroupNoncePoint",
    "tests under the strict profile the order of R and not that of A",
    {"eddsa.meets_strict_profile": strict(key=False, key_small_order=True)})
bug("verify-strict-refuses-identity-nonce-point", "IdentityNoncePoint", "refuses R = O under the strict profile",
    {"eddsa.meets_strict_profile": strict(nonce_identity=False)})
bug("verify-relayer-refuses-identity-nonce-point", "IdentityNoncePoint", "refuses R = O under every profile",
    {"eddsa.verify": relayer_also(lambda a, r_point, s: r_point != curve.IDENTITY)})
bug("verify-relayer-refuses-identity-key", "IdentityKey", "refuses A = O under the relayer profile",
    {"eddsa.verify": relayer_also(lambda a, r_point, s: a != curve.IDENTITY)})
bug("verify-relayer-refuses-low-order-key", "LowOrderKey", "refuses A of low order under the relayer profile",
    {"eddsa.verify": relayer_also(lambda a, r_point, s: curve.multiply(8, a) != curve.IDENTITY)})
bug("verify-relayer-refuses-mixed-order-key", "MixedOrderKey", "refuses A outside the subgroup under the relayer profile",
    {"eddsa.verify": relayer_also(lambda a, r_point, s: curve.multiply(8, a) == curve.IDENTITY or curve.is_in_subgroup(a))})
bug("verify-relayer-refuses-low-order-nonce-point", "LowOrderNoncePoint",
    "refuses R of order 2, 4 or 8 under the relayer profile",
    {"eddsa.verify": relayer_also(
        lambda a, r_point, s: r_point == curve.IDENTITY or curve.multiply(8, r_point) != curve.IDENTITY)})
bug("verify-relayer-refuses-mixed-order-nonce-point", "MixedOrderNoncePoint",
    "refuses R of mixed order under the relayer profile",
    {"eddsa.verify": relayer_also(
        lambda a, r_point, s: curve.multiply(8, r_point) == curve.IDENTITY or curve.is_in_subgroup(r_point))})
bug("signature-text-with-commas", "SignatureCommaJoined", "accepts three integers joined by commas",
    {"eddsa.split_signature": split_lenient(joined)}, seen_in="the documentation's algorithm")
bug("signature-text-without-prefix", "SignatureMissingPrefix", "accepts a signature text without 0x",
    {"eddsa.split_signature": split_lenient(lambda text: text if text[:2] in ("0x", "0X") else "0x" + text)})
bug("signature-text-padded", "SignatureWrongLength", "pads a short signature text with zeros",
    {"eddsa.split_signature": split_lenient(padded)})
bug("signature-text-truncated", "SignatureWrongLength", "ignores what follows the 192 digits",
    {"eddsa.split_signature": split_lenient(truncated)})
bug("signature-text-trimmed", "SignatureSurroundingSpace", "trims white space around a signature text",
    {"eddsa.split_signature": split_lenient(str.strip)})
bug("signature-text-upper-case-prefix", "SignaturePrefixCase", "accepts 0X",
    {"eddsa.split_signature": split_lenient(lambda text: re.sub("^0X", "0x", text))})
bug("signature-text-lower-case-only", "SignatureUpperCase", "refuses upper-case digits",
    {"eddsa.split_signature": lower_case_only})
bug("signature-text-general-number-parser", "SignatureInvalidCharacter",
    "reads a signature text with a number parser that accepts signs, underscores and Unicode digits",
    {"eddsa.split_signature": split_lenient(python_digits)})
