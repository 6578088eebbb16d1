# SPDX-License-Identifier: Apache-2.0
"""scalar_arithmetic.json: integers modulo ell, the order of the base point."""

from ..checks import require
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from . import error_precedence
from .build import VectorFile, note
from .rings import Ring
from .shared_notes import MALFORMED, hex_notes
from .values import draw, integer, malformed_integers, search, zero_high_bytes

ring = Ring("scalar", ELL)
binary = ring.binary

NOTES = {
    "Ordinary": note(
        "BASIC", "The operands are pseudorandom integers below ell.",
        "If these fail, the modulus, the byte order or the operation itself is wrong."),
    "ScalarModulus": note(
        "WRONG_MODULUS",
        "The sum or product exceeds ell, and its residues modulo ell, modulo the group order 8*ell "
        "and modulo the field's p all differ.",
        "ell, 8*ell and p are easily confused (8*ell exceeds p by a 126-bit number). Modulo 8*ell "
        "the response S of a signature leaks three bits of the key. Modulo p, the signature does not verify."),
    "EdgeOperands": note(
        "CARRY_PROPAGATION", "Operands at limb boundaries, 0, 1, 2, ell - 1, ell - 2, (ell - 1)/2.",
        "A lost carry between limbs shows here and almost nowhere else."),
    "ScalarWraps": note(
        "MISSING_REDUCTION", "The sum is exactly ell, so that the result is 0, or just above it.",
        "With an off-by-one comparison the result is ell itself, a second zero. As a secret key it has the "
        "identity as its public key."),
    "ScalarBorrows": note(
        "MISSING_REDUCTION", "The first operand is the smaller one, so ell must be added.",
        "Without the addition, the result is the difference modulo 2^256, which is wrong modulo ell."),
    "ScalarInvertZero": note(
        "EDGE_CASE", "Zero has no inverse; the operation must fail.",
        "If the inverse of 0 is 0, the error stays hidden and later products are 0."),
    "ScalarNotCanonical": note(
        "MISSING_RANGE_CHECK", "An operand is ell or more: ell, ell + 1, 8*ell, p, 2^256 - 1.",
        "If the operand is reduced silently, each scalar has several texts. A key or an S that is out of range is "
        "used as a different one instead of being refused."),
    **hex_notes(*MALFORMED, "HexUpperCase", "LeadingZeroOutput"),
}

EDGES = {
    "0": 0, "1": 1, "2": 2, "2^64 - 1": 2**64 - 1, "2^64": 2**64, "2^128": 2**128, "2^192 - 1": 2**192 - 1,
    "2^250 - 1": 2**250 - 1, "2^250": 2**250, "(ell - 1)/2": ELL // 2, "(ell + 1)/2": ELL // 2 + 1,
    "ell - 2": ELL - 2, "ell - 1": ELL - 1,
}


def build():
    file = VectorFile(
        "scalar_arithmetic", "Integers modulo ell, ell = 0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1",
        ["Integers modulo ell, the prime order of the base point of Baby Jubjub.",
         "Every integer is \"0x\" and 64 hex digits, big-endian."], NOTES)
    require(integer(ELL) == file.algorithm.split()[-1])
    group = file.group("ScalarArithmetic")
    ring.ordinary(group)
    for i in range(6):
        invert(group, draw(f"scalar invert {i}", ELL), "pseudorandom operand", "Ordinary")
    moduli(group)
    edges(group)
    wraps(group)
    leading_zeros(group)
    rejections(group)
    return error_precedence.append_to(file)


def invert(group, a, comment, *flags):
    group.valid("scalar.invert", {"a": integer(a)}, comment, *flags,
                check=lambda out: int(out["value"], 16) * a % ELL == 1)


def moduli(group):
    def residues_differ(value):
        return len({value % ELL, value % GROUP_ORDER, value % P}) == 3

    for i in range(16):
        a = draw(f"modulus {i}", ELL)
        b = search(f"modulus of {i}", ELL, lambda b: residues_differ(a * b))
        binary(group, "multiply", a, b, "the product differs modulo ell, 8*ell and p", "ScalarModulus")
    for i in range(8):
        a = ELL - 1 - draw(f"large {i}", ELL // 4)
        b = ELL - 1 - draw(f"also large {i}", ELL // 4)
        require(ELL <= a + b < P)
        binary(group, "add", a, b, "the sum lies between ell and p", "ScalarModulus")


def edges(group):
    ring.edges(group, EDGES)
    for name, value in EDGES.items():
        if value:
            invert(group, value, name, "EdgeOperands")


def wraps(group):
    for i in range(6):
        a = draw(f"scalar wrap {i}", ELL)
        binary(group, "add", a, ELL - a, "the sum is exactly ell", "ScalarWraps", check=lambda v: v == 0)
        binary(group, "add", a, ELL - a + 1, "the sum is ell + 1", "ScalarWraps")
        b = a + 1 + draw(f"scalar borrow {i}", ELL - a - 1)
        binary(group, "subtract", a, b, "the first operand is the smaller", "ScalarBorrows")


def leading_zeros(group):
    for count in (1, 2, 4, 16, 31):
        value = draw(f"short scalar {count}", 1 << (256 - 8 * count)) % ELL
        while not (count > 1 or zero_high_bytes(value)):
            value //= 2
        require(zero_high_bytes(value, count))
        a = draw(f"whole scalar {count}", ELL)
        what = f"the result begins with {count} zero bytes"
        ring.results(group, a, value, what, "LeadingZeroOutput")
        invert(group, pow(value, -1, ELL), what, "LeadingZeroOutput")


def rejections(group):
    group.rejected("scalar.invert", {"a": integer(0)}, "not-invertible", "0 has no inverse", "ScalarInvertZero")
    outside = {"ell": ELL, "ell + 1": ELL + 1, "8*ell": GROUP_ORDER, "p": P, "2^256 - 1": (1 << 256) - 1}
    ring.out_of_range(group, outside, ("invert",), "scalar-out-of-range", "ScalarNotCanonical")
    value = 0x00ABCDEF123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567
    for text, flag, what in malformed_integers(value):
        group.rejected("scalar.invert", {"a": text}, "integer-malformed", what, flag)
    upper = "0x" + integer(value)[2:].upper()
    group.valid("scalar.invert", {"a": upper}, "upper-case digits", "HexUpperCase")
    group.valid("scalar.multiply", {"a": upper, "b": integer(value)}, "upper-case and lower-case digits",
                "HexUpperCase")
