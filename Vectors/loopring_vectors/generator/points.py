# SPDX-License-Identifier: Apache-2.0
"""Points that several files share."""

from ..checks import require
from ..reference.curve import BASE, IDENTITY
from ..reference.field import P
from ..reference.scalar import ELL
from ..reference.scheme import REFERENCE
from .values import integer

curve = REFERENCE.curve

# A point of order 8. Its multiples are the eight points of low order.
ORDER_8 = (
    17545522957889784193459637215142187266023652151580582754000402781682644312291,
    4826523245007015323400664741523384119579596407052839571721035538011798951543,
)
LOW_ORDER = [curve.multiply(i, ORDER_8) for i in range(8)]
ORDERS = [1, 8, 4, 8, 2, 8, 4, 8]  # ORDERS[i] is the order of LOW_ORDER[i]
require(len(set(LOW_ORDER)) == 8)
require(all(curve.is_on_curve(p) for p in LOW_ORDER))
require(all(curve.multiply(n, p) == IDENTITY for n, p in zip(ORDERS, LOW_ORDER)))
require(all(curve.multiply(n // 2, p) != IDENTITY for n, p in zip(ORDERS, LOW_ORDER) if n > 1))

SQRT_MINUS_1 = pow(5, (P - 1) // 4, P)
require(SQRT_MINUS_1**2 % P == P - 1)


def base_multiple(k):
    return curve.multiply(k, BASE)


def torsion_index(p):
    """The i for which p - LOW_ORDER[i] is in the subgroup of order ell."""
    return LOW_ORDER.index(curve.multiply(ELL * pow(ELL, -1, 8), p))


def point(p):
    return {"x": integer(p[0]), "y": integer(p[1])}
