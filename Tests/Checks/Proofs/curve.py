# SPDX-License-Identifier: Apache-2.0
"""Affine arithmetic on a twisted Edwards curve over a prime field, by its definition."""


class Curve:
    """a x^2 + y^2 = 1 + d x^2 y^2 over the integers mod p."""

    def __init__(self, p, a, d):
        self.p, self.a, self.d = p, a, d

    def contains(self, point):
        x, y = point
        return (self.a * x * x + y * y - 1 - self.d * x * x * y * y) % self.p == 0

    def add(self, first, second):
        (x1, y1), (x2, y2) = first, second
        product = self.d * x1 * x2 * y1 * y2 % self.p
        return ((x1 * y2 + y1 * x2) * pow(1 + product, -1, self.p) % self.p,
                (y1 * y2 - self.a * x1 * x2) * pow(1 - product, -1, self.p) % self.p)

    def negate(self, point):
        return -point[0] % self.p, point[1]

    def multiply(self, k, point):
        result = (0, 1)
        while k:
            if k & 1:
                result = self.add(result, point)
            point, k = self.add(point, point), k >> 1
        return result

    def multiples(self, point, count):
        """The multiples 0 P, 1 P, …, (count - 1) P of the point."""
        result = [(0, 1)]
        while len(result) < count:
            result.append(self.add(result[-1], point))
        return result
