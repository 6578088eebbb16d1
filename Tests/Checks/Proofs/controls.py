# SPDX-License-Identifier: Apache-2.0
"""Planted errors. A proof that does not find them proves nothing.

Each error changes one place of one file, or one entry of the tables that the compiled code made. It names the
statement that must fail.
"""

import copy

from bounds import DOT, FAST
from formulas import EXTENDED, FORMULAS, PACKED, PRECOMPUTED
from montgomery import CHAINS
from source import CURVE, FIELD, GROUP_ORDER, PAIRING, PARAMETERS, TWIST
from verification import BATCH, EQUATION, HALF_SIZE, SUBSETS

CACHED = "add and subtract of a cached point are the affine law"
MIXED = "add and subtract of a precomputed point are the affine law"
DOUBLE = "double is the affine law, with and without T"
POINT_BOUNDS = "the bounds in the comments of the point formulas are right, and no value reaches 2^256"
HALF = "the half-size pair has v odd and invertible mod 8 l and u = v h, for every h"
SUBGROUP = "P is in the subgroup if and only if f(P)^((p-1)/8) = 1"
WINOGRAD = "Winograd's inner product: the sum that the code computes from pairs is the dot product"
DOT_BOUNDS = "a dot product of any length stays below 2^512 and ends below (2 + ε) p"
RECURRENCE = "Poseidon's recurrence equals the plain rounds, every instance"

# (the error, the statement that must fail, file, old text, new text). The old text occurs exactly once.
EDITS = [
    ("a sign in the addition of a cached point", CACHED, FORMULAS,
     "F.subtract(&D, &C)  // 3.38\n", "F.add(&D, &C)  // 3.38\n"),
    ("the members of a cached point exchanged", CACHED, FORMULAS,
     "A.multiply(&F, q.yPlusX)  // 1.95", "A.multiply(&F, q.yMinusX)  // 1.95"),
    ("a sign in the addition of a precomputed point", MIXED, FORMULAS,
     "F.subtract(&Z, &C)  // 4\n", "F.add(&Z, &C)  // 4\n"),
    ("the half left out of a precomputed point", MIXED, PRECOMPUTED,
     "(y - u) * PrecomputedPoint.half", "(y - u)"),
    ("a sign in the doubling", DOUBLE, FORMULAS, "G.subtract(&B, &A)  // 3.76\n", "G.add(&B, &A)  // 3.76\n"),
    ("2XY not doubled", DOUBLE, FORMULAS, "        E.double()  // 3.52\n", ""),
    ("E and F exchanged in the common end", CACHED, FORMULAS,
     "T.multiply(&E, &H) }  // 3.64", "T.multiply(F, &H) }  // 3.64"),
    ("a bound that is 0.2 too low", POINT_BOUNDS, FORMULAS, "H.add(&A, &B)  // 3.52", "H.add(&A, &B)  // 3.32"),
    ("a bound that is 0.2 too high", POINT_BOUNDS, FORMULAS, "Z.multiply(F, G)  // 3.80", "Z.multiply(F, G)  // 4.00"),
    ("a reduction left out", POINT_BOUNDS, FORMULAS, "        F.reduce()\n", ""),
    ("a difference that can be negative", POINT_BOUNDS, FORMULAS,
     "E.subtract(B, A)  // 3.76", "E.subtract(F, G)  // 3.76"),
    ("seven pairs in a sum", DOT_BOUNDS, DOT, "static let fitting = 5", "static let fitting = 7"),
    ("three pairs more in a sum", DOT_BOUNDS, DOT, "static let following = 2", "static let following = 3"),
    ("a pair with itself crossed", WINOGRAD, DOT, "limbs4_add(left, (a + 2 * k).limbs, (b + 2 * k + 1).limbs)",
     "limbs4_add(left, (a + 2 * k).limbs, (b + 2 * k).limbs)"),
    ("the products of a pair not taken away", WINOGRAD, DOT,
     "                _ = limbs8_subtract(sum, (sums + end).limbs)\n", ""),
    ("the root of -a off by one", "(x, y) -> (r x, y) is an isomorphism to the curve with a = -1",
     TWIST, "774a5f6ca321ea1176c7be2c1d8b2d768", "774a5f6ca321ea1176c7be2c1d8b2d769"),
    ("d a square", "a and -1 are squares mod p, d and -d/a are not", PARAMETERS,
     ": FieldElement = 168_696", ": FieldElement = 168_700"),
    ("a digit of l", "p and l are prime", GROUP_ORDER, "0x677297dc392126f1", "0x677297dc392126f3"),
    ("an even v", HALF, HALF_SIZE, "t.words.0 & 1 == 1 && ", ""),
    ("v not reduced into w", "v R + u A + w B = O if and only if S B = R + h A, on the whole group", EQUATION,
     "WideInteger(product: multiplier.v, s, plus: .zero)", "WideInteger(product: multiplier.u, s, plus: .zero)"),
    ("multipliers of 64 bits", "an invalid signature passes a sum of a batch with probability at most 2^-128", BATCH,
     "Limb(generator.next()), Limb(generator.next()), 0, 0", "Limb(generator.next()), 0, 0, 0"),
    ("commitments combined untested", "an invalid signature passes a sum of a batch with probability at most 2^-128",
     "Sources/EdDSA/Fast/BatchVerification.swift", "} else if rIsMember[i] {", "} else {"),
    ("a sign in the first tangent", SUBGROUP, PAIRING, "let tangent = .one + y + r -", "let tangent = .one + y - r -"),
    ("half the number of subsets", "a batch with points outside the subgroup passes with probability at most 2^-128", SUBSETS,
     "static let count = 128", "static let count = 64"),
    ("the members of a precomputed point exchanged when it is expanded", "a precomputed point, when it is expanded, is the same point",
     EXTENDED, "X.subtract(&plus, &minus)", "X.subtract(&minus, &plus)"),
    ("a denominator exchanged in the affine law",
     "Point.+ is the affine law, and a point converted to ExtendedPoint and back is the same point", CURVE + "Point.swift",
     "numeratorX * inverse * (.one - k)", "numeratorX * inverse * (.one + k)"),
    ("a bound that no proof checks", "every bound in a trailing comment is checked", CURVE + "Fast/SumOfProducts.swift",
     "partial.add(&addend)\n", "partial.add(&addend)  // 2\n"),
    ("a power in the value of the pairing", SUBGROUP, PAIRING,
     "return g.squared() * (.one - y.squared())", "return g * (.one - y.squared())"),
    ("the sign bit admitted at x = 0", "every packed form has one point, and every point one packed form",
     PACKED, "!(root == .zero && isNegative)", "!(root == .zero)"),
    ("a carry left out of the reduction", "a step of the reduction is (a + x p)/2^64", CHAINS,
     "m->p[2] + a[2] + (mp_limb_t)(t >> 64)", "m->p[2] + a[2]"),
    ("a limb of the reduction exchanged", "a step of the reduction is (a + x p)/2^64", CHAINS,
     "a[1] = (mp_limb_t)t;\n    t = (two_limbs)x * m->p[3]", "a[2] = (mp_limb_t)t;\n    t = (two_limbs)x * m->p[3]"),
    ("three steps of reduction instead of four",
     "the reduction of t is t/R mod p, below t/R + p + p/2^64 + 1, and carries only from R on", CHAINS,
     "    montgomery_step(a, &m);\n    return", "    return"),
    ("2^-64 mod p off by one", "an early step of the reduction is a' + a0/2^64 mod p", FIELD + "FieldModulus.swift",
     "0x2d3e_8053_e396_ee4d", "0x2d3e_8053_e396_ee4e"),
    ("an early step too many",
     "the reduction of t is t/R mod p, below t/R + p + p/2^64 + 1, and carries only from R on", CHAINS,
     "    montgomery_early_step(a, &m);\n    montgomery_step(a, &m);",
     "    montgomery_early_step(a, &m);\n    montgomery_early_step(a, &m);"),
    ("a limb left out of a sum", "sums and differences carry through every limb in order", CHAINS,
     "    r[7] = __builtin_subcl(r[7], b[7], c, &c);\n", ""),
    ("the offset of a difference", "the constants of the modulus are those of p", FIELD + "FieldModulus.swift",
     "0xcba5_e0bb_d000_0003", "0xcba5_e0bb_d000_0002"),
    ("one constant of a round", "the constants of Poseidon are the chain of BLAKE2b",
     "Sources/Poseidon/RoundConstants.swift", "0x1fd4a35e68f0946f", "0x1fd4a35e68f0946e"),
    ("a computed value under the condition of the tiny curve",
     "the code for the tiny curve differs from the code only in constants", GROUP_ORDER,
     "static let middle = Limbs(16, 0, 0, 0)", "static var middle: Limbs { Limbs(16, 0, 0, 0) }"),
    ("the d of the tiny curve", "the tiny curve has the shape of Baby Jubjub, with q = 5", PARAMETERS,
     ": FieldElement = 51", ": FieldElement = 52"),
    ("the entry added one round too long", "FastPermutation.hash applies its tables in the order of the proof", FAST,
     "if n < width {", "if n <= width {"),
]


def _raised(text):
    return f"0x{int(text, 16) + 1:064x}"


def _recurrence(tables):
    coefficients = tables["permutations"][4]["recurrence"]
    coefficients[3] = _raised(coefficients[3])


def _round_constant(tables):
    constants = tables["permutations"][4]["recurrenceConstants"]
    constants[20] = _raised(constants[20])


def _exit(tables):
    layer = tables["permutations"][-1]["exit"]
    layer["constants"][1] = _raised(layer["constants"][1])


def _window(tables):
    tables["windows"][500] = tables["windows"][501]


def _verification_window(tables):
    tables["verificationWindows"][7000] = tables["verificationWindows"][6999]


def _odd_multiple(tables):
    tables["shiftedOddMultiples"][7], tables["oddMultiples"][7] = (
        tables["oddMultiples"][7], tables["shiftedOddMultiples"][7])


# (the error, the statement that must fail, the change of the tables)
TABLES = [
    ("one coefficient of the recurrence", RECURRENCE, _recurrence),
    ("one constant of a partial round", RECURRENCE, _round_constant),
    ("one constant of the way out of the recurrence", RECURRENCE, _exit),
    ("one entry of a window", "every entry of the fixed-base windows is its multiple of B", _window),
    ("one entry of a window for verification", "every entry of the windows for verification is its multiple of B",
     _verification_window),
    ("one odd multiple of 2^128 B", "every entry of the odd multiples of B and of 2^128 B is the right multiple", _odd_multiple),
]


def planted(tables):
    """Each control as (the error, the statement that must fail, edits of the sources, tables)."""
    for what, statement, path, old, new in EDITS:
        yield what, statement, {path: [(old, new)]}, tables
    for what, statement, change in TABLES:
        changed = copy.deepcopy(tables)
        change(changed)
        yield what, statement, {}, changed
