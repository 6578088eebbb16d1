# SPDX-License-Identifier: Apache-2.0
"""The field F_p, where p is the order of the BN254 scalar field (SPEC.md, section 4)."""

from .failure import Failure

P = 21888242871839275222246405745257275088548364400416034343698204186575808495617
HALF = (P - 1) // 2

# p - 1 = 2^28 * ODD, the shape that Tonelli-Shanks needs.
TWO_ADICITY = 28
ODD = (P - 1) >> TWO_ADICITY
NONRESIDUE = 5


class Field:
    def __init__(self, encoding):
        self.encoding = encoding

    def parse(self, text):
        value = self.encoding.parse_integer(text)
        if value >= P:
            raise Failure("field-element-out-of-range")
        return value

    def add(self, a, b):
        return (a + b) % P

    def subtract(self, a, b):
        return (a - b) % P

    def multiply(self, a, b):
        return a * b % P

    def negate(self, a):
        return -a % P

    def square(self, a):
        return a * a % P

    def invert(self, a):
        if a == 0:
            raise Failure("not-invertible")
        return pow(a, P - 2, P)

    def square_root(self, a):
        """The root that is at most (p - 1)/2, by Tonelli-Shanks."""
        root = self.tonelli_shanks(a)
        if root * root % P != a:
            raise Failure("not-a-square")
        return self.smaller_root(root)

    def smaller_root(self, root):
        return min(root, P - root) if root else 0

    def tonelli_shanks(self, a):
        """A square root of a if a is a square; otherwise any element."""
        if a == 0:
            return 0
        z = pow(NONRESIDUE, ODD, P)  # generates the subgroup of order 2^28
        root = pow(a, (ODD + 1) // 2, P)
        t = pow(a, ODD, P)  # invariant: root^2 = a * t
        m = TWO_ADICITY
        while t != 1:
            i, power = 0, t
            while power != 1 and i < m:
                i, power = i + 1, power * power % P
            if i == m:
                return root  # a is not a square
            b = pow(z, 1 << (m - i - 1), P)
            root, z = root * b % P, b * b % P
            t, m = t * z % P, i
        return root
