"""Mistakes in the group of the curve."""

import curve
import field
from catalogue import bug
from encoding import parse_integer
from failure import Failure
from field import HALF, P
from scalar import ELL

SIGN = curve.SIGN_BIT
TWIST_D = -curve.D * pow(curve.A, -1, P) % P
original_add = curve.add
original_multiply = curve.multiply
original_on_curve = curve.is_on_curve
original_unpack = curve.unpack
original_pack = curve.pack


def on_either_form(point):
    x, y = point
    return original_on_curve(point) or (y * y - x * x - 1 - TWIST_D * x * x * y * y) % P == 0


def on_curve_in_either_order(point):
    return original_on_curve(point) or original_on_curve(point[::-1])


def on_curve_unless_zero(point):
    return 0 in point or original_on_curve(point)


def reduced_coordinates(value):
    return parse_integer(value["x"]) % P, parse_integer(value["y"]) % P


def add_for_distinct_points(p, q):
    return (0, 0) if p == q else original_add(p, q)


def add_without_identity(p, q):
    """Treats (0, 0) as the identity, so that (0, 1) is added by a formula that fails for it."""
    return (0, 0) if curve.IDENTITY in (p, q) else original_add(p, q)


def identity_as_infinity(operation):
    def run(*arguments):
        result = operation(*arguments)
        return (0, 0) if result == curve.IDENTITY else result

    return run


def add_for_odd_order(p, q):
    """A formula that divides by the coordinates, as dedicated (not unified) ones do."""
    return (0, 0) if 0 in (q[0], q[1]) and q != curve.IDENTITY else original_add(p, q)


def multiply_of(change):
    return lambda scalar, p: original_multiply(change(scalar), p)


def multiply_by_zero(scalar, p):
    return original_multiply(scalar, p) if scalar else p


def strip_zero_bytes(scalar):
    while scalar and scalar % 256 == 0:
        scalar >>= 8
    return scalar


def small_order_test(p):
    return p == curve.IDENTITY or original_multiply(8, p) != curve.IDENTITY


def without_identity(p):
    return p != curve.IDENTITY and original_multiply(ELL, p) == curve.IDENTITY


def pack_reversed(p):
    return int.from_bytes(original_pack(p).to_bytes(32, "big"), "little")


def unpack_reversed(text):
    return int.from_bytes(parse_integer(text).to_bytes(32, "big"), "little")


def unpack_without_sign(packed):
    return original_unpack(packed & ~SIGN)


def unpack_sign_of_zero(packed):
    y = packed & ~SIGN
    return (0, y) if y in (1, P - 1) else original_unpack(packed)


def unpack_reduced(packed):
    y = (packed & ~SIGN) % P
    if y in (1, P - 1):
        return 0, y
    return original_unpack(packed & SIGN | y)


def unpack_without_low_order(packed):
    point = original_unpack(packed)
    if original_multiply(8, point) == curve.IDENTITY:
        raise Failure("packed-point-invalid")
    return point


def recover_unchecked(y):
    return field.smaller_root(field.tonelli_shanks((1 - y * y) * pow(curve.A - curve.D * y * y, -1, P) % P))


def recover_by_euler(y):
    x2 = (1 - y * y) * pow(curve.A - curve.D * y * y, -1, P) % P
    if pow(x2, HALF, P) != 1:
        raise Failure("packed-point-invalid")
    return field.square_root(x2)


def unpack_by_parity(packed):
    x, y = original_unpack(packed & ~SIGN)
    return (P - x, y) if x and x % 2 != packed >> 255 else (x, y)



bug("curve-point-unchecked", "PointNotOnCurve", "does not check that a point is on the curve",
    {"curve.require_on_curve": lambda point: None}, seen_in="ethsnarks, hello_loopring, go-loopring-sig, PoseidonSharp")
bug("curve-check-skips-zero-coordinates", "PointNotOnCurve", "takes every pair with a zero coordinate for a point",
    {"curve.is_on_curve": on_curve_unless_zero})
bug("curve-accepts-twist-coordinates", "IsomorphicForm", "accepts the coordinates of the a = -1 twist",
    {"curve.is_on_curve": on_either_form})
bug("curve-accepts-swapped-coordinates", "SwappedCoordinates", "accepts coordinates in either order",
    {"curve.is_on_curve": on_curve_in_either_order})
bug("curve-coordinates-reduced", "PointNotCanonical", "reduces coordinates mod p", {
    "curve.parse_coordinates": reduced_coordinates}, seen_in="ethsnarks, hello_loopring")
bug("curve-doubling-incomplete", "DoublingByAddition", "adds with a formula for distinct points",
    {"curve.add": add_for_distinct_points})
bug("curve-identity-not-added", "AdditionIdentity", "cannot add the identity", {"curve.add": add_without_identity})
bug("curve-identity-as-infinity", "IdentityCoordinates", "prints the identity as (0, 0)",
    {"curve.add": identity_as_infinity(original_add), "curve.multiply": identity_as_infinity(original_multiply)})
bug("curve-low-order-incomplete", "LowOrderAddition", "adds with a formula that fails where a coordinate is 0",
    {"curve.add": add_for_odd_order})
bug("curve-scalar-modulo-ell", "ScalarAboveEll", "reduces the scalar mod ell", {"curve.multiply": multiply_of(lambda s: s % ELL)})
bug("curve-scalar-modulo-p", "ScalarAboveP", "reduces the scalar mod p", {"curve.multiply": multiply_of(lambda s: s % P)})
bug("curve-scalar-251-bits", "ScalarHighBits", "uses the low 251 bits of the scalar",
    {"curve.multiply": multiply_of(lambda s: s % (1 << 251))})
bug("curve-scalar-254-bits", "ScalarHighBits", "uses the low 254 bits of the scalar",
    {"curve.multiply": multiply_of(lambda s: s % (1 << 254))})
bug("curve-scalar-clamped", "ScalarLowBits", "clears the low three bits of the scalar",
    {"curve.multiply": multiply_of(lambda s: s & ~7)})
bug("curve-scalar-low-zero-bytes", "ScalarZeroBytes", "drops zero low bytes of the scalar",
    {"curve.multiply": multiply_of(strip_zero_bytes)})
bug("curve-scalar-zero", "ScalarZero", "returns the point itself for the scalar 0", {"curve.multiply": multiply_by_zero})
bug("subgroup-always", "LowOrderPoint", "takes every point for a member of the subgroup",
    {"curve.is_in_subgroup": lambda p: True}, seen_in="ethsnarks, loopring_sdk, go-loopring-sig, PoseidonSharp")
bug("subgroup-by-small-order", "MixedOrderPoint", "tests that 8*P is not the identity", {"curve.is_in_subgroup": small_order_test})
bug("subgroup-without-identity", "IdentityInSubgroup", "does not count the identity as a member",
    {"curve.is_in_subgroup": without_identity})
bug("pack-sign-by-parity", "PackSign", "stores the parity of x", {"curve.x_is_negative": lambda x: x % 2 == 1})
bug("pack-little-endian", "PackByteOrder", "prints the packed form little-endian", {"curve.pack": pack_reversed},
    seen_in="ethsnarks")
bug("pack-sign-bit-254", "PackSign", "sets bit 254 instead of bit 255",
    {"curve.pack": lambda p: p[1] | 1 << 254 if p[0] > HALF else p[1]})
bug("unpack-little-endian", "UnpackSign", "reads the packed form little-endian", {"curve.parse_packed": unpack_reversed},
    seen_in="ethsnarks")
bug("unpack-sign-by-parity", "UnpackSign", "reads the sign bit as the parity of x", {"curve.unpack": unpack_by_parity})
bug("unpack-sign-ignored", "UnpackSign", "ignores the sign bit", {"curve.unpack": unpack_without_sign})
bug("unpack-sign-of-zero", "UnpackSignOfZero", "accepts the sign bit where x is 0", {"curve.unpack": unpack_sign_of_zero})
bug("unpack-y-reduced", "UnpackNotCanonical", "reduces y mod p", {"curve.unpack": unpack_reduced})
bug("unpack-root-unchecked", "UnpackNoPoint", "does not check that x is a root", {"curve.recover_x": recover_unchecked})
bug("unpack-low-order-refused", "PackLowOrder", "refuses points of low order while unpacking",
    {"curve.unpack": unpack_without_low_order})
bug("unpack-zero-refused", "PackZeroX", "refuses points with x = 0, by Euler's criterion", {"curve.recover_x": recover_by_euler})
