# SPDX-License-Identifier: Apache-2.0
"""What the vectors of the two rings have in common: F_p and the integers modulo ell."""

from .values import draw, integer

BINARY = ("add", "subtract", "multiply")


class Ring:
    """The integers modulo a number, whose operations have a prefix in the protocol."""

    def __init__(self, prefix, modulus):
        self.prefix, self.modulus = prefix, modulus

    def binary(self, group, name, a, b, comment, *flags, check=None):
        """A sum, difference or product, which Python's integers must agree with."""
        expected = {"add": a + b, "subtract": a - b, "multiply": a * b}[name] % self.modulus
        group.valid(f"{self.prefix}.{name}", {"a": integer(a), "b": integer(b)}, comment, *flags,
                    check=lambda out: int(out["value"], 16) == expected and (check is None or check(expected)))

    def results(self, group, a, value, comment, *flags):
        """A sum, a difference and a product with the first operand a that are this value."""
        self.binary(group, "add", a, (value - a) % self.modulus, comment, *flags)
        self.binary(group, "subtract", a, (a - value) % self.modulus, comment, *flags)
        self.binary(group, "multiply", a, value * pow(a, -1, self.modulus) % self.modulus, comment, *flags)

    def ordinary(self, group):
        for name in BINARY:
            for i in range(6):
                a, b = (draw(f"{self.prefix} {name} {operand} {i}", self.modulus) for operand in "ab")
                self.binary(group, name, a, b, "pseudorandom operands", "Ordinary")

    def edges(self, group, edges, without=()):
        """Each of these operands beside itself and beside another one of them, but for some pairs."""
        names = list(edges)
        for name in BINARY:
            for i, first in enumerate(names):
                for second in dict.fromkeys((first, names[(3 * i + 5) % len(names)])):
                    if (first, second) not in without:
                        self.binary(group, name, edges[first], edges[second], f"{first} and {second}", "EdgeOperands")

    def out_of_range(self, group, values, unary, error, flag):
        """Operands that are no elements, in each place of each operation."""
        def rejected(op, arguments, comment):
            group.rejected(f"{self.prefix}.{op}", arguments, error, comment, flag)

        for name, value in values.items():
            for op in BINARY:
                rejected(op, {"a": integer(value), "b": integer(1)}, f"a is {name}")
                rejected(op, {"a": integer(1), "b": integer(value)}, f"b is {name}")
            for op in unary:
                rejected(op, {"a": integer(value)}, f"a is {name}")
