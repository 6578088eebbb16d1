# SPDX-License-Identifier: Apache-2.0
"""Integers modulo the prime order of the base point (SPEC.md, Field)."""

from .failure import Failure

ELL = 2736030358979909402780800718157159386076813972158567259200215660948447373041
COFACTOR = 8
GROUP_ORDER = COFACTOR * ELL  # the number of points on the curve; greater than p


class Scalar:
    def __init__(self, encoding):
        self.encoding = encoding

    def parse(self, text):
        value = self.encoding.parse_integer(text)
        if value >= ELL:
            raise Failure("scalar-out-of-range")
        return value

    def add(self, a, b):
        return (a + b) % ELL

    def subtract(self, a, b):
        return (a - b) % ELL

    def multiply(self, a, b):
        return a * b % ELL

    def invert(self, a):
        if a == 0:
            raise Failure("not-invertible")
        return pow(a, ELL - 2, ELL)
