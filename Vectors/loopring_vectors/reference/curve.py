# SPDX-License-Identifier: Apache-2.0
"""Baby Jubjub, a*x^2 + y^2 = 1 + d*x^2*y^2 over F_p (SPEC.md, Curve).

A point is the pair (x, y). Sums are computed in extended coordinates (X : Y : Z : T) with x = X/Z, y = Y/Z
and T = X*Y/Z. Because a is a square and d is not, the addition formula is complete: it also doubles, and adds
the identity, a negative and any low-order point.
"""

from functools import lru_cache

from .failure import Failure
from .field import HALF, P
from .scalar import ELL

A = 168700
D = 168696
IDENTITY = (0, 1)
BASE = (
    16540640123574156134436876038791482806971768689494387082833631921987005038935,
    20819045374670962167435360035096875258406992893633759881276124905556507972311,
)
SIGN_BIT = 1 << 255


class Curve:
    def __init__(self, field):
        self.field = field
        self.doublings = lru_cache(maxsize=64)(self.doublings)

    def parse_coordinates(self, value):
        return self.field.parse(value["x"]), self.field.parse(value["y"])

    def parse_point(self, value):
        point = self.parse_coordinates(value)
        self.require_on_curve(point)
        return point

    def require_on_curve(self, point):
        if not self.is_on_curve(point):
            raise Failure("point-not-on-curve")

    def is_on_curve(self, point):
        x, y = point
        return (A * x * x + y * y - 1 - D * x * x * y * y) % P == 0

    def add(self, p, q):
        return to_affine(add_extended(to_extended(p), to_extended(q)))

    def negate(self, p):
        return -p[0] % P, p[1]

    def multiply(self, scalar, p):
        """The multiple by an integer of up to 256 bits, which is not reduced."""
        total = to_extended(IDENTITY)
        for bit, power in enumerate(self.doublings(p)):
            if scalar >> bit & 1:
                total = add_extended(total, power)
        return to_affine(total)

    def is_in_subgroup(self, p):
        """Whether p is in the subgroup of order ell. The identity is."""
        return self.multiply(ELL, p) == IDENTITY

    def doublings(self, p):
        """p, 2p, 4p, ... 2^255 p in extended coordinates."""
        powers = [to_extended(p)]
        while len(powers) < 256:
            powers.append(add_extended(powers[-1], powers[-1]))
        return powers

    def pack(self, p):
        """y, with bit 255 set if x > (p - 1)/2."""
        x, y = p
        return y | SIGN_BIT if x > HALF else y

    def unpack(self, packed):
        """The point with this packed form. Every point has exactly one packed form."""
        y = packed & ~SIGN_BIT
        if y >= P:
            raise Failure("packed-point-invalid")
        x = self.recover_x(y)
        if packed & SIGN_BIT:
            if x == 0:
                raise Failure("packed-point-invalid")
            x = P - x
        return x, y

    def recover_x(self, y):
        """The root of x^2 = (1 - y^2)/(a - d*y^2) that is at most (p - 1)/2."""
        try:
            return self.field.square_root(x_squared(y))
        except Failure:
            raise Failure("packed-point-invalid") from None


def x_squared(y):
    """(1 - y^2)/(a - d*y^2), which is x^2 if a point has this y."""
    return (1 - y * y) * pow(A - D * y * y, -1, P) % P


def add_extended(p, q):
    """add-2008-hwcd of the Explicit-Formulas Database."""
    x1, y1, z1, t1 = p
    x2, y2, z2, t2 = q
    a = x1 * x2
    b = y1 * y2
    c = D * t1 * t2 % P
    d = z1 * z2
    e = ((x1 + y1) * (x2 + y2) - a - b) % P
    f = (d - c) % P
    g = (d + c) % P
    h = (b - A * a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P


def to_extended(p):
    x, y = p
    return x, y, 1, x * y % P


def to_affine(p):
    x, y, z, _ = p
    inverse = pow(z, -1, P)
    return x * inverse % P, y * inverse % P
