# SPDX-License-Identifier: Apache-2.0
"""The parts that the vectors of F_p and of the integers modulo ell have in common."""

from .values import draw, integer

BINARY = ("add", "subtract", "multiply")


class Ring:
    """The integers modulo a number. Their operations have a common prefix in the protocol."""

    def __init__(self, prefix, modulus):
        self.prefix, self.modulus = prefix, modulus

    def binary(self, group, name, a, b, comment, *flags, check=None):
        """Adds a test of a sum, difference or product. The result must agree with Python's integers."""
        expected = {"add": a + b, "subtract": a - b, "multiply": a * b}[name] % self.modulus
        group.valid(f"{self.prefix}.{name}", {"a": integer(a), "b": integer(b)}, comment, *flags,
                    check=lambda out: int(out["value"], 16) == expected and (check is None or check(expected)))

    def results(self, group, a, value, comment, *flags):
        """Adds tests of a sum, a difference and a product whose result is this value, with the first operand
        a."""
        self.binary(group, "add", a, (value - a) % self.modulus, comment, *flags)
        self.binary(group, "subtract", a, (a - value) % self.modulus, comment, *flags)
        self.binary(group, "multiply", a, value * pow(a, -1, self.modulus) % self.modulus, comment, *flags)

    def ordinary(self, group):
        for name in BINARY:
            for i in range(6):
                a, b = (draw(f"{self.prefix} {name} {operand} {i}", self.modulus) for operand in "ab")
                self.binary(group, name, a, b, "pseudorandom operands", "Ordinary")

    def edges(self, group, edges, without=()):
        """Adds tests in which each of these operands meets itself and others of them, except for some
        pairs."""
        names = list(edges)
        for name in BINARY:
            for i, first in enumerate(names):
                for second in dict.fromkeys((first, names[(3 * i + 5) % len(names)])):
                    if (first, second) not in without:
                        self.binary(group, name, edges[first], edges[second], f"{first} and {second}", "EdgeOperands")

    def out_of_range(self, group, values, unary, error, flag):
        """Adds tests with an operand that is out of range, in each place of each operation."""
        def rejected(op, arguments, comment):
            group.rejected(f"{self.prefix}.{op}", arguments, error, comment, flag)

        for name, value in values.items():
            for op in BINARY:
                rejected(op, {"a": integer(value), "b": integer(1)}, f"a is {name}")
                rejected(op, {"a": integer(1), "b": integer(value)}, f"b is {name}")
            for op in unary:
                rejected(op, {"a": integer(value)}, f"a is {name}")
