"""Baby Jubjub, a*x^2 + y^2 = 1 + d*x^2*y^2 over F_p (SPEC.md, Curve).

A point is the pair (x, y). Sums run in extended coordinates (X : Y : Z : T) with
x = X/Z, y = Y/Z, T = X*Y/Z. Since a is a square and d is not, the one addition formula
is complete: it doubles, and it adds the identity, a negative and any low-order point.
"""

from functools import lru_cache

import field
from encoding import parse_integer
from failure import Failure
from field import P
from scalar import ELL

A = 168700
D = 168696
IDENTITY = (0, 1)
BASE = (
    16540640123574156134436876038791482806971768689494387082833631921987005038935,
    20819045374670962167435360035096875258406992893633759881276124905556507972311,
)
SIGN_BIT = 1 << 255


def parse_coordinates(value):
    return field.parse(value["x"]), field.parse(value["y"])


def parse_point(value):
    point = parse_coordinates(value)
    require_on_curve(point)
    return point


def require_on_curve(point):
    if not is_on_curve(point):
        raise Failure("point-not-on-curve")


def is_on_curve(point):
    x, y = point
    return (A * x * x + y * y - 1 - D * x * x * y * y) % P == 0


def add(p, q):
    return to_affine(add_extended(to_extended(p), to_extended(q)))


def negate(p):
    return -p[0] % P, p[1]


def multiply(scalar, p):
    """The multiple by any integer of 0 to 256 bits; the scalar is not reduced."""
    total = to_extended(IDENTITY)
    for bit, power in enumerate(doublings(p)):
        if scalar >> bit & 1:
            total = add_extended(total, power)
    return to_affine(total)


def is_in_subgroup(p):
    """Whether p is in the subgroup of order ell, which holds the identity too."""
    return multiply(ELL, p) == IDENTITY


@lru_cache(maxsize=64)
def doublings(p):
    """p, 2p, 4p, ... 2^255 p in extended coordinates."""
    powers = [to_extended(p)]
    while len(powers) < 256:
        powers.append(add_extended(powers[-1], powers[-1]))
    return powers


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


def pack(p):
    """y, with bit 255 set where x > (p - 1)/2."""
    x, y = p
    return y | SIGN_BIT if x_is_negative(x) else y


def x_is_negative(x):
    return x > field.HALF


def unpack(packed):
    """The point whose packed form this is. Every point has exactly one."""
    y = packed & ~SIGN_BIT
    if y >= P:
        raise Failure("packed-point-invalid")
    x = recover_x(y)
    if packed & SIGN_BIT:
        if x == 0:
            raise Failure("packed-point-invalid")
        x = P - x
    return x, y


def recover_x(y):
    """The root of x^2 = (1 - y^2)/(a - d*y^2) that is at most (p - 1)/2."""
    try:
        return field.square_root((1 - y * y) * pow(A - D * y * y, -1, P) % P)
    except Failure:
        raise Failure("packed-point-invalid") from None


def parse_packed(text):
    return parse_integer(text)
