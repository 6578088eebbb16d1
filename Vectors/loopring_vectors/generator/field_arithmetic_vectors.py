# SPDX-License-Identifier: Apache-2.0
"""field_arithmetic.json: integers modulo p."""

from ..checks import require
from ..reference.field import HALF, NONRESIDUE, ODD, P
from ..reference.scheme import REFERENCE
from . import error_precedence
from .build import VectorFile, note
from .rings import BINARY, Ring
from .shared_notes import MALFORMED, hex_notes
from .values import draw, integer, malformed_integers, search, zero_high_bytes

field = REFERENCE.field
ring = Ring("field", P)
binary = ring.binary

NOTES = {
    "Ordinary": note(
        "BASIC", "The operands are pseudorandom elements of the whole field.",
        "If these fail, the modulus, the byte order or the operation itself is wrong."),
    "ByteOrder": note(
        "WRONG_BYTE_ORDER",
        "Integers as text are big-endian: the last digit counts ones. The operands here are small or have low "
        "bytes that are zero, so that reading them little-endian gives a different sum or product.",
        "A library that reads and prints little-endian is consistent with itself, but its signatures do not "
        "verify anywhere else."),
    "EdgeOperands": note(
        "CARRY_PROPAGATION",
        "Operands at limb boundaries (2^64, 2^128, 2^192, 2^253), all-ones limbs, 0, 1, 2, p - 1, "
        "p - 2 and the neighbors of (p - 1)/2.",
        "A lost carry between limbs shows here and almost nowhere else: one result in billions is wrong. A random "
        "test does not find it, but an attacker can search for it."),
    "AdditionWraps": note(
        "MISSING_REDUCTION",
        "The sum of the operands is p or more, so p must be subtracted once. If the sum is exactly p, the "
        "result is 0.",
        "An unreduced sum is a second representation of a value. Comparisons fail, for example if zero "
        "appears as p."),
    "SubtractionBorrows": note(
        "MISSING_REDUCTION",
        "The first operand is the smaller one, so p must be added.",
        "Without the addition, the result is the difference modulo 2^256, which is wrong modulo p."),
    "ProductReduction": note(
        "MISSING_REDUCTION",
        "Barrett's estimate of the quotient is one too small, so that a final subtraction must correct the "
        "remainder.",
        "Without the correction, some results are in [p, 2p). They are not canonical when printed, and some "
        "signatures made with them fail."),
    "NegateZero": note(
        "EDGE_CASE", "The negative of zero is zero, not p.",
        "If the result is p, it does not equal zero, and strict decoders refuse it."),
    "InvertZero": note(
        "EDGE_CASE", "Zero has no inverse; the operation must fail.",
        "Raising 0 to the power p - 2 gives 0 without an error. In a conversion from projective coordinates this "
        "turns an exceptional point into (0, 0), which is not on the curve."),
    "SquareRootOfNonresidue": note(
        "MISSING_CHECK",
        "Half of the non-zero elements have no square root. The candidate must be squared and "
        "compared.",
        "Without the check, unpacking returns a point that is not on the curve for every second text. This "
        "allows invalid-curve attacks."),
    "SquareRootSign": note(
        "WRONG_CHOICE",
        "Of the two roots, the result is the one that is at most (p - 1)/2. It is not always the even one, nor "
        "the one that an algorithm finds first. The tests have roots of both parities.",
        "The other root is the x coordinate of the negative point: a public key unpacks to -A, and no "
        "signature verifies under it."),
    "SquareRootTwoAdic": note(
        "WRONG_ALGORITHM",
        "p - 1 = 2^28 * odd. These squares are at each depth of the 2-Sylow subgroup, so that Tonelli-Shanks "
        "needs every number of steps from 0 to 27.",
        "Shortcuts for p = 3 mod 4 or p = 5 mod 8, or a loop bound that is one too small, find roots "
        "for some squares and refuse others: some public keys cannot be unpacked."),
    "SquareRootOfZero": note(
        "EDGE_CASE", "The square root of zero is zero.",
        "A test by Euler's criterion, a^((p-1)/2) = 1, refuses 0. The points with x = 0 then cannot be "
        "unpacked."),
    "FieldElementNotCanonical": note(
        "MISSING_RANGE_CHECK",
        "An operand is p or more: p itself, p + 1, 2p, 2^255, 2^256 - 1.",
        "If the operand is reduced silently, each element has several texts. A message, coordinate or key then has "
        "more than one spelling, and a signature can be changed without becoming invalid."),
    "LowerCaseOutput": note(
        "ENCODING", "The result has all six hex letters, which are printed in lower case.",
        "Texts are compared and hashed byte by byte: a signature in upper case is a different header value."),
    **hex_notes(*MALFORMED, "HexUpperCase", "LeadingZeroOutput"),
}

UNARY = ("negate", "square", "invert")
EDGES = {
    "0": 0, "1": 1, "2": 2, "2^64 - 1": 2**64 - 1, "2^64": 2**64, "2^128 - 1": 2**128 - 1, "2^128": 2**128,
    "2^192 - 1": 2**192 - 1, "2^192": 2**192, "2^253 - 1": 2**253 - 1, "2^253": 2**253,
    "(p - 1)/2": HALF, "(p + 1)/2": HALF + 1, "p - 2^64": P - 2**64, "p - 2": P - 2, "p - 1": P - 1,
}


def build():
    file = VectorFile(
        "field_arithmetic", "F_p, p = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
        ["Integers modulo p, the order of the BN254 scalar field.",
         "Every integer is \"0x\" and 64 hex digits, big-endian."], NOTES)
    group = file.group("FieldArithmetic")
    ordinary(group)
    byte_order(group)
    lower_case(group)
    edges(group)
    wraps(group)
    products(group)
    inverses(group)
    square_roots(group)
    leading_zeros(group)
    not_canonical(group)
    texts(group)
    return error_precedence.append_to(file)


def unary(group, name, a, comment, *flags, check=None):
    laws = {
        "negate": lambda v: (v + a) % P == 0,
        "square": lambda v: v == a * a % P,
        "invert": lambda v: v * a % P == 1,
        "squareRoot": lambda v: v * v % P == a and v <= HALF,
    }
    group.valid(f"field.{name}", {"a": integer(a)}, comment, *flags,
                check=lambda out: laws[name](int(out["value"], 16))
                and (check is None or check(int(out["value"], 16))))


def ordinary(group):
    ring.ordinary(group)
    for name in UNARY:
        for i in range(6):
            unary(group, name, draw(f"field {name} {i}", P), "pseudorandom operand", "Ordinary")
    for i in range(6):
        a = pow(agreed_root(f"field root {i}"), 2, P)
        unary(group, "squareRoot", a, "square of a pseudorandom element", "Ordinary")


def byte_order(group):
    for a, b in ((1, 2), (256, 255), (1 << 248, 1), (3 << 240, 1 << 8)):
        for name in BINARY:
            binary(group, name, a, b, f"{a:#x} and {b:#x}", "ByteOrder")
    unary(group, "squareRoot", 4, "the square root of 4 is 2", "ByteOrder", "SquareRootSign")
    unary(group, "square", 0x0102, "0x0102 squared", "ByteOrder")


def edges(group):
    ring.edges(group, EDGES, without=[("1", "2")])  # this is a test of byte_order
    for name in UNARY:
        for first, value in EDGES.items():
            if value:
                unary(group, name, value, first, "EdgeOperands")
    unary(group, "square", 0, "0", "EdgeOperands")
    unary(group, "negate", 0, "0", "NegateZero", check=lambda v: v == 0)


def lower_case(group):
    for i in range(3):
        a = draw(f"letters {i}", P)
        b = search(f"letters of {i}", P, lambda b: set("abcdef") <= set(integer(a * b % P)))
        binary(group, "multiply", a, b, "the result holds all six letters", "LowerCaseOutput")


def wraps(group):
    for i in range(8):
        a = draw(f"wrap {i}", P)
        binary(group, "add", a, P - a, "the sum is exactly p", "AdditionWraps", check=lambda v: v == 0)
        b = P - a + draw(f"excess {i}", a)
        require(a + b >= P and b < P)
        binary(group, "add", a, b, "the sum exceeds p", "AdditionWraps")
        c = a + 1 + draw(f"borrow {i}", P - a - 1)
        require(c > a)
        binary(group, "subtract", a, c, "the first operand is the smaller", "SubtractionBorrows")
    binary(group, "subtract", 0, P - 1, "0 - (p - 1)", "SubtractionBorrows", check=lambda v: v == 1)


def barrett_needs_correction(a, b):
    """Whether Barrett's quotient of a*b with a 254-bit modulus is one too small."""
    product = a * b
    quotient = ((product >> 253) * ((1 << 508) // P)) >> 255
    return product - quotient * P >= P


def products(group):
    for i in range(24):
        a = draw(f"product {i}", P)
        b = search(f"cofactor {i}", P, lambda b: barrett_needs_correction(a, b))
        binary(group, "multiply", a, b, "Barrett's estimate needs a correction", "ProductReduction")


def inverses(group):
    group.rejected("field.invert", {"a": integer(0)}, "not-invertible", "0 has no inverse", "InvertZero")


GENERATOR = pow(NONRESIDUE, ODD, P)  # of order 2^28


def square_of_depth(seed, depth):
    """The square of an element whose order is odd times 2^(28 - depth)."""
    return pow(pow(seed, 1 << 28, P) * pow(GENERATOR, (seed | 1) << depth, P), 2, P)


def is_agreed(root):
    """Whether the smaller root, the even root and the root that Tonelli-Shanks finds are the same. A test
    that is not about the sign has a root of this kind, so that it does not fail because of the sign."""
    return root <= HALF and root % 2 == 0 and field.tonelli_shanks(root * root % P) == root


def agreed_root(label, bound=HALF + 1):
    return search(label, bound, is_agreed)


def square_roots(group):
    require(pow(NONRESIDUE, HALF, P) == P - 1)
    for depth in range(28):
        seed = search(f"depth {depth}", P, lambda seed: is_agreed(field.tonelli_shanks(square_of_depth(seed, depth))))
        a = square_of_depth(seed, depth)
        require(pow(a, ODD << (27 - depth), P) == 1)
        require(depth == 27 or pow(a, ODD << (26 - depth), P) != 1)
        unary(group, "squareRoot", a, f"a square whose order has the factor 2^{27 - depth}", "SquareRootTwoAdic")
    for parity in (0, 1):
        for i in range(6):
            root = search(f"sign {parity} {i}", HALF + 1, lambda r: r % 2 == parity)
            word = "odd" if parity else "even"
            unary(group, "squareRoot", root * root % P, f"the root that is at most (p - 1)/2 is {word}",
                  "SquareRootSign", check=lambda v: v % 2 == parity)
    unary(group, "squareRoot", HALF * HALF % P, "the root is (p - 1)/2 itself", "SquareRootSign",
          check=lambda v: v == HALF)
    unary(group, "squareRoot", 1, "the root of 1 is 1, not p - 1", "SquareRootSign", check=lambda v: v == 1)
    unary(group, "squareRoot", P - 1, "-1 is a square", "SquareRootSign")
    unary(group, "squareRoot", 0, "0", "SquareRootOfZero", check=lambda v: v == 0)
    for a in (5, GENERATOR, *(search(f"nonresidue {i}", P, lambda a: pow(a, HALF, P) == P - 1) for i in range(8))):
        require(pow(a, HALF, P) == P - 1)
        group.rejected("field.squareRoot", {"a": integer(a)}, "not-a-square", "not a square",
                       "SquareRootOfNonresidue")


def leading_zeros(group):
    for count in (1, 2, 4, 16, 31):
        value = draw(f"short {count}", 1 << (256 - 8 * count))
        require(zero_high_bytes(value, count))
        a = draw(f"whole {count}", P)
        what = f"the result begins with {count} zero bytes"
        ring.results(group, a, value, what, "LeadingZeroOutput")
        unary(group, "negate", P - value, what, "LeadingZeroOutput")
        unary(group, "invert", pow(value, -1, P), what, "LeadingZeroOutput")
        root = agreed_root(f"short root {count}", 1 << (256 - 8 * count))
        unary(group, "squareRoot", root * root % P, what, "LeadingZeroOutput", check=lambda v: zero_high_bytes(v, count))


NOT_CANONICAL = {"p": P, "p + 1": P + 1, "2p": 2 * P, "2^255": 1 << 255, "2^256 - 1": (1 << 256) - 1}


def not_canonical(group):
    ring.out_of_range(group, NOT_CANONICAL, (*UNARY, "squareRoot"), "field-element-out-of-range", "FieldElementNotCanonical")


def texts(group):
    value = 0x00ABCDEF123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567
    for text, flag, what in malformed_integers(value):
        group.rejected("field.square", {"a": text}, "integer-malformed", what, flag)
        group.rejected("field.add", {"a": integer(1), "b": text}, "integer-malformed", "b: " + what, flag)
    upper = "0x" + integer(value)[2:].upper()
    for op in UNARY:
        group.valid(f"field.{op}", {"a": upper}, "upper-case digits", "HexUpperCase")
    group.valid("field.add", {"a": upper, "b": integer(value)}, "upper-case and lower-case digits", "HexUpperCase")
