# SPDX-License-Identifier: Apache-2.0
"""Every entry of the tables of multiples of B is the right multiple.

Covers FixedBaseTable, BaseOddMultiples and PrecomputedMultiples.ofBase, as the compiled code made them.
"""

from proof import proves, require
from source import TWIST


def prepared(facts, point):
    """((y - u)/2, (y + u)/2, d' u y) of an affine point, u = sqrt(-a) x."""
    p, (x, y) = facts.p, point
    u = facts.source.literal(TWIST, "squareRootOfMinusA") * x % p
    half, twist_d = (p + 1) // 2, -facts.d * pow(facts.a, -1, p)
    return [(y - u) * half % p, (y + u) * half % p, twist_d * u * y % p]


def compare(facts, entries, expected, name):
    require(len(entries) == len(expected), f"{name} has {len(entries)} entries")
    for i, (entry, point) in enumerate(zip(entries, expected, strict=True)):
        require([int(text, 16) for text in entry] == prepared(facts, point), f"entry {i} of {name} is not the right point")


def windows(facts, bits, count, size):
    """i·2^(bits·j)·B for each window j and 0 <= i < size."""
    require(bits * count > facts.l.bit_length() and size == 2 ** (bits - 1) + 1, "the windows have fewer bits than a scalar")
    curve, power = facts.curve, facts.base
    for _ in range(count):
        multiple = (0, 1)
        for _ in range(size):
            yield multiple
            multiple = curve.add(multiple, power)
        for _ in range(bits):
            power = curve.add(power, power)


@proves("every entry of the fixed-base windows is its multiple of B", "affine addition")
def fixed_base_windows(facts):
    tables = facts.tables
    expected = windows(facts, tables["windowBits"], tables["windowCount"], tables["entriesPerWindow"])
    compare(facts, tables["windows"], list(expected), "the windows")


@proves("every entry of the windows for verification is its multiple of B", "affine addition")
def windows_for_verification(facts):
    bits, count = facts.tables["verificationWindowBits"], facts.tables["verificationWindowCount"]
    expected = windows(facts, bits, count, 2 ** (bits - 1) + 1)
    compare(facts, facts.tables["verificationWindows"], list(expected), "the windows for verification")


@proves("every entry of the odd multiples of B and of 2^128 B is the right multiple", "affine addition")
def odd_multiples(facts):
    curve = facts.curve
    for name, start in (("oddMultiples", facts.base),
                        ("shiftedOddMultiples", curve.multiply(2**128, facts.base))):
        twice, multiple, expected = curve.add(start, start), start, []
        for _ in facts.tables[name]:
            expected.append(multiple)
            multiple = curve.add(multiple, twice)
        compare(facts, facts.tables[name], expected, name)
