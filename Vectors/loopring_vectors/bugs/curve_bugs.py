# SPDX-License-Identifier: Apache-2.0
"""Mistakes in the group of the curve."""

from ..reference.curve import IDENTITY, SIGN_BIT, A, Curve, D, x_squared
from ..reference.failure import Failure
from ..reference.field import HALF, P
from ..reference.scalar import ELL
from .catalog import bug
from .encoding_bugs import reversed_bytes

TWIST_D = -D * pow(A, -1, P) % P


def on_either_form(self, point):
    x, y = point
    return Curve.is_on_curve(self, point) or (y * y - x * x - 1 - TWIST_D * x * x * y * y) % P == 0


def on_curve_in_either_order(self, point):
    return Curve.is_on_curve(self, point) or Curve.is_on_curve(self, point[::-1])


def on_curve_unless_zero(self, point):
    return 0 in point or Curve.is_on_curve(self, point)


def reduced_coordinates(self, value):
    return tuple(self.field.encoding.parse_integer(value[name]) % P for name in "xy")


def add_for_distinct_points(self, p, q):
    return (0, 0) if p == q else Curve.add(self, p, q)


def add_without_identity(self, p, q):
    """Treats (0, 0) as the identity, and adds (0, 1) with a formula that fails for it."""
    return (0, 0) if IDENTITY in (p, q) else Curve.add(self, p, q)


def identity_as_infinity(operation):
    def run(self, *arguments):
        result = operation(self, *arguments)
        return (0, 0) if result == IDENTITY else result

    return run


def add_for_odd_order(self, p, q):
    """A formula that divides by the coordinates, like dedicated (not unified) formulas."""
    return (0, 0) if 0 in (q[0], q[1]) and q != IDENTITY else Curve.add(self, p, q)


def multiply_of(change):
    return lambda self, scalar, p: Curve.multiply(self, change(scalar), p)


def multiply_by_zero(self, scalar, p):
    return Curve.multiply(self, scalar, p) if scalar else p


def strip_zero_bytes(scalar):
    while scalar and scalar % 256 == 0:
        scalar >>= 8
    return scalar


def small_order_test(self, p):
    return p == IDENTITY or Curve.multiply(self, 8, p) != IDENTITY


def without_identity(self, p):
    return p != IDENTITY and Curve.multiply(self, ELL, p) == IDENTITY


def unpack_without_sign(self, packed):
    return Curve.unpack(self, packed & ~SIGN_BIT)


def unpack_sign_of_zero(self, packed):
    y = packed & ~SIGN_BIT
    return (0, y) if y in (1, P - 1) else Curve.unpack(self, packed)


def unpack_reduced(self, packed):
    y = (packed & ~SIGN_BIT) % P
    if y in (1, P - 1):
        return 0, y
    return Curve.unpack(self, packed & SIGN_BIT | y)


def unpack_without_low_order(self, packed):
    point = Curve.unpack(self, packed)
    if Curve.multiply(self, 8, point) == IDENTITY:
        raise Failure("packed-point-invalid")
    return point


def recover_unchecked(self, y):
    return self.field.smaller_root(self.field.tonelli_shanks(x_squared(y)))


def recover_by_euler(self, y):
    if pow(x_squared(y), HALF, P) != 1:
        raise Failure("packed-point-invalid")
    return self.field.square_root(x_squared(y))


def unpack_by_parity(self, packed):
    x, y = Curve.unpack(self, packed & ~SIGN_BIT)
    return (P - x, y) if x and x % 2 != packed >> 255 else (x, y)


def parse_public_key_checked(self, value):
    point = self.curve.parse_coordinates(value)
    self.curve.require_on_curve(point)
    return point


bug("curve-point-unchecked", "PointNotOnCurve", "does not check that a point is on the curve",
    {"curve.require_on_curve": lambda self, point: None}, seen_in="ethsnarks, hello_loopring, go-loopring-sig, PoseidonSharp")
bug("curve-check-skips-zero-coordinates", "PointNotOnCurve", "accepts every pair with a zero coordinate as a point",
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
    {"curve.add": identity_as_infinity(Curve.add), "curve.multiply": identity_as_infinity(Curve.multiply)})
bug("curve-low-order-incomplete", "LowOrderAddition", "adds with a formula that fails if a coordinate is 0",
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
bug("subgroup-always", "LowOrderPoint", "accepts every point as a member of the subgroup",
    {"curve.is_in_subgroup": lambda self, p: True}, seen_in="ethsnarks, loopring_sdk, go-loopring-sig, PoseidonSharp")
bug("subgroup-by-small-order", "MixedOrderPoint", "tests only that 8*P is not the identity", {"curve.is_in_subgroup": small_order_test})
bug("subgroup-without-identity", "IdentityInSubgroup", "does not count the identity as a member",
    {"curve.is_in_subgroup": without_identity})
bug("pack-sign-by-parity", "PackSign", "stores the parity of x as the sign bit", {"curve.pack": lambda self, p: p[1] | SIGN_BIT if p[0] % 2 else p[1]})
bug("pack-little-endian", "PackByteOrder", "prints the packed form little-endian", {"curve.pack": lambda self, p: reversed_bytes(Curve.pack(self, p))},
    seen_in="ethsnarks")
bug("pack-sign-bit-254", "PackSign", "sets bit 254 instead of bit 255",
    {"curve.pack": lambda self, p: p[1] | 1 << 254 if p[0] > HALF else p[1]})
bug("unpack-little-endian", "UnpackSign", "reads the packed form little-endian", {"curve.unpack": lambda self, packed: Curve.unpack(self, reversed_bytes(packed))},
    seen_in="ethsnarks")
bug("unpack-sign-by-parity", "UnpackSign", "reads the sign bit as the parity of x", {"curve.unpack": unpack_by_parity})
bug("unpack-sign-ignored", "UnpackSign", "ignores the sign bit", {"curve.unpack": unpack_without_sign})
bug("unpack-sign-of-zero", "UnpackSignOfZero", "accepts the sign bit if x is 0", {"curve.unpack": unpack_sign_of_zero})
bug("unpack-y-reduced", "UnpackNotCanonical", "reduces y mod p", {"curve.unpack": unpack_reduced})
bug("unpack-root-unchecked", "UnpackNoPoint", "does not check that x is a square root", {"curve.recover_x": recover_unchecked})
bug("unpack-low-order-refused", "PackLowOrder", "refuses points of low order while unpacking",
    {"curve.unpack": unpack_without_low_order})
bug("unpack-zero-refused", "PackZeroX", "refuses points with x = 0, by Euler's criterion", {"curve.recover_x": recover_by_euler})
bug("curve-operations-unchecked", "PointNotOnCurve", "adds, multiplies and packs points without checking that they are on the curve",
    {"curve.parse_point": Curve.parse_coordinates, "eddsa.parse_public_key": parse_public_key_checked}, seen_in="poseidon-java",
    any_value=True)


def unpack_y_kept(self, packed):
    """Computes x from y mod p, and returns y unreduced."""
    y = packed & ~SIGN_BIT
    if y < P:
        return Curve.unpack(self, packed)
    return Curve.unpack(self, packed & SIGN_BIT | y % P)[0], y


bug("unpack-y-kept", "UnpackNotCanonical", "accepts y that is p or more, and returns it unreduced", {"curve.unpack": unpack_y_kept},
    seen_in="loopring-mm-bot")
