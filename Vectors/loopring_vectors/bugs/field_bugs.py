# SPDX-License-Identifier: Apache-2.0
"""Mistakes in arithmetic modulo p and modulo ell."""

from ..reference.failure import Failure
from ..reference.field import HALF, ODD, P, Field
from ..reference.scalar import ELL, GROUP_ORDER, Scalar
from .catalog import STYLE, bug

MU = (1 << 508) // P


def barrett_without_correction(self, a, b):
    product = a * b
    return product - (((product >> 253) * MU) >> 255) * P


def product_through_limbs(self, a, b):
    """Schoolbook multiplication that loses the carry out of the third limb."""
    mask = (1 << 64) - 1
    product = a * b
    lost = 1 << 256 if all(limb == mask for limb in ((a >> 64 * i) & mask for i in range(3))) else 0
    return (product - lost) % P


def sum_through_limbs(self, a, b):
    """Addition that loses the carry from the lowest limb."""
    mask = (1 << 64) - 1
    return (a + b - ((1 << 64) if (a & mask) + (b & mask) > mask else 0)) % P


def root_for_p_3_mod_4(self, a):
    return pow(a, (P + 1) // 4, P)


def root_without_two_part(self, a):
    return pow(a, (ODD + 1) // 2, P)


def root_with_short_loop(self, a):
    """Tonelli-Shanks that stops one step early."""
    return Field.tonelli_shanks(self, a) if a == 0 or pow(a, ODD << 26, P) == 1 else 1


def unchecked_root(self, a):
    return self.smaller_root(self.tonelli_shanks(a))


def root_by_euler(self, a):
    if pow(a, HALF, P) != 1:
        raise Failure("not-a-square")
    return self.smaller_root(self.tonelli_shanks(a))


def scalars_below_p(self, text):
    value = self.encoding.parse_integer(text)
    return value % ELL if value < P else Scalar.parse(self, text)


def first_root(self, a):
    field = self.scheme.field
    field.square_root(field.parse(a))  # fails if there is no root
    return self.value(field.tonelli_shanks(field.parse(a)))


bug("field-sum-not-reduced", "AdditionWraps", "does not reduce a sum", {"field.add": lambda self, a, b: a + b})
bug("field-sum-of-p", "AdditionWraps", "reduces a sum only if it is greater than p",
    {"field.add": lambda self, a, b: a + b - P if a + b > P else a + b})
bug("field-difference-wraps", "SubtractionBorrows", "takes a negative difference modulo 2^256",
    {"field.subtract": lambda self, a, b: (a - b) % (1 << 256)})
bug("field-difference-absolute", "SubtractionBorrows", "subtracts the smaller operand from the larger",
    {"field.subtract": lambda self, a, b: abs(a - b)})
bug("field-carry-lost-in-sum", "EdgeOperands", "loses the carry out of the lowest limb of a sum",
    {"field.add": sum_through_limbs})
bug("field-carry-lost-in-product", "EdgeOperands", "loses a carry when the limbs of an operand are all ones",
    {"field.multiply": product_through_limbs})
bug("field-product-barrett", "ProductReduction", "omits the last subtraction of Barrett reduction",
    {"field.multiply": barrett_without_correction})
bug("field-negative-of-zero", "NegateZero", "negates 0 to p", {"field.negate": lambda self, a: P - a})
bug("field-inverse-of-zero", "InvertZero", "inverts 0 to 0", {"field.invert": lambda self, a: pow(a, P - 2, P)})
bug("field-root-unchecked", "SquareRootOfNonresidue", "does not check that the result is a square root",
    {"field.square_root": unchecked_root})
bug("field-root-larger", "SquareRootSign", "returns the larger root",
    {"field.smaller_root": lambda self, root: max(root, P - root) if root else 0})
bug("field-root-even", "SquareRootSign", "returns the even root",
    {"field.smaller_root": lambda self, root: root if root % 2 == 0 else P - root})
bug("field-root-first", "SquareRootSign", "returns the root that it finds first", {"field.smaller_root": lambda self, root: root})
bug("field-root-p-3-mod-4", "SquareRootTwoAdic", "uses the shortcut for p = 3 mod 4",
    {"field.tonelli_shanks": root_for_p_3_mod_4})
bug("field-root-without-two-part", "SquareRootTwoAdic", "omits the loop of Tonelli-Shanks",
    {"field.tonelli_shanks": root_without_two_part})
bug("field-root-short-loop", "SquareRootTwoAdic", "runs the loop of Tonelli-Shanks one time too few",
    {"field.tonelli_shanks": root_with_short_loop})
bug("field-root-of-zero-refused", "SquareRootOfZero", "tests with Euler's criterion, which refuses 0",
    {"field.square_root": root_by_euler})
bug("field-elements-reduced", "FieldElementNotCanonical", "reduces operands mod p while reading them",
    {"field.parse": lambda self, text: self.encoding.parse_integer(text) % P}, seen_in="ethsnarks, hello_loopring")
bug("field-elements-up-to-p", "FieldElementNotCanonical", "accepts p, by a comparison that is off by one",
    {"field.parse": lambda self, text: 0 if self.encoding.parse_integer(text) == P else Field.parse(self, text)})

bug("scalar-modulo-p", "ScalarModulus", "computes mod p",
    {f"scalar.{name}": operation for name, operation in (
        ("add", lambda self, a, b: (a + b) % P), ("subtract", lambda self, a, b: (a - b) % P), ("multiply", lambda self, a, b: a * b % P))})
bug("scalar-modulo-8ell", "ScalarModulus", "computes mod 8*ell",
    {f"scalar.{name}": operation for name, operation in (
        ("add", lambda self, a, b: (a + b) % GROUP_ORDER), ("subtract", lambda self, a, b: (a - b) % GROUP_ORDER),
        ("multiply", lambda self, a, b: a * b % GROUP_ORDER))})
bug("scalar-sum-of-ell", "ScalarWraps", "reduces a sum only if it is greater than ell",
    {"scalar.add": lambda self, a, b: a + b - ELL if a + b > ELL else a + b})
bug("scalar-difference-wraps", "ScalarBorrows", "takes a negative difference modulo 2^256",
    {"scalar.subtract": lambda self, a, b: (a - b) % (1 << 256)})
bug("scalar-carry-lost", "EdgeOperands", "loses the carry out of the lowest limb of a sum",
    {"scalar.add": lambda self, a, b: (a + b - ((1 << 64) if a % 2**64 + b % 2**64 >= 2**64 else 0)) % ELL})
bug("scalar-inverse-of-zero", "ScalarInvertZero", "inverts 0 to 0", {"scalar.invert": lambda self, a: pow(a, ELL - 2, ELL)})
bug("scalars-reduced", "ScalarNotCanonical", "reduces operands mod ell while reading them",
    {"scalar.parse": lambda self, text: self.encoding.parse_integer(text) % ELL})
bug("scalars-below-p", "ScalarNotCanonical", "accepts operands below p",
    {"scalar.parse": scalars_below_p})
bug("field-root-not-normalized", "SquareRootSign", "returns the root that it finds first, and selects the sign only when it unpacks points",
    {"operations.field_square_root": first_root}, seen_in="poseidon-java, go-iden3-crypto", consequence=STYLE)


def inverse_of_multiple_of_p(self, a):
    """Checks for 0 before it reduces, so the power of p and of 2p is 0."""
    a = self.scheme.encoding.parse_integer(a)
    if a == 0:
        raise Failure("not-invertible")
    return self.value(pow(a, P - 2, P))


bug("field-inverse-of-p", "FieldElementNotCanonical", "inverts p and 2p to 0, and reduces other operands",
    {"operations.field_invert": inverse_of_multiple_of_p}, seen_in="hello_loopring")


def lehmer_root(self, a):
    """The method of Cipolla and Lehmer: ((h + sqrt(h^2 - 4a))/2)^((p + 1)/2), with the smallest h >= 2 such
    that h^2 - 4a is not a square."""
    a = self.scheme.field.parse(a)
    self.scheme.field.square_root(a)  # fails if there is no root
    h = 2
    while pow(h * h - 4 * a, HALF, P) != P - 1 and a != 0:
        h += 1
    result, power, exponent = (1, 0), (h * pow(2, -1, P), pow(2, -1, P)), (P + 1) // 2
    while exponent and a != 0:
        result = multiplied(result, power, h * h - 4 * a) if exponent & 1 else result
        power, exponent = multiplied(power, power, h * h - 4 * a), exponent >> 1
    return self.value(result[0] if a else 0)


def multiplied(x, y, square):
    """The product in F_p extended by the root of a non-square."""
    return (x[0] * y[0] + x[1] * y[1] * square) % P, (x[0] * y[1] + x[1] * y[0]) % P


bug("field-root-of-cipolla-lehmer", "SquareRootSign", "returns the root that the method of Cipolla and Lehmer finds first",
    {"operations.field_square_root": lehmer_root}, seen_in="ethsnarks, hello_loopring, LoopringAPI", consequence=STYLE)


def inverse_of_multiple_of_ell(self, a):
    a = self.scheme.encoding.parse_integer(a)
    if a == 0:
        raise Failure("not-invertible")
    return self.value(pow(a, ELL - 2, ELL))


bug("scalar-inverse-of-ell", "ScalarNotCanonical", "inverts ell and its multiples to 0, and reduces other operands",
    {"operations.scalar_invert": inverse_of_multiple_of_ell}, seen_in="hello_loopring")
