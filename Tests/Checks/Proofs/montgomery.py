# SPDX-License-Identifier: Apache-2.0
"""The Montgomery reduction and the carry chains compute what their comments state, for all limbs.

Covers Sources/CGMP/carry_chains.h and the constants of Sources/PrimeField/FieldModulus.swift. B is 2^64, R is
B^4.
"""

import re
from fractions import Fraction

import sympy

from proof import proves, require
from source import FIELD

CHAINS = "Sources/CGMP/carry_chains.h"
B = sympy.Symbol("B")


def lines(facts, declaration):
    """The statements of a C function."""
    body = facts.source.function(CHAINS, declaration)
    return [line.strip().rstrip(";") for line in body.splitlines() if line.strip()]


def limb_sums(body):
    """The sums t of a step, and the places where it stores their limbs: {k: t}, {place: limb}. They are forms
    in the limbs of a, in the limbs of the multiplied constant, in x and in the carries. A sum is at most (B -
    1)^2 + 2 (B - 1) = B^2 - 1, so it fits in two limbs: t = low + B carry' with carry' < B."""
    require((2**64 - 1) ** 2 + 2 * (2**64 - 1) == 2**128 - 1, "a sum does not fit in two limbs")
    a, m, sums, stored = sympy.symbols("a0:5"), sympy.symbols("m0:4"), {}, {}
    k = -1
    for line in body:
        product = re.fullmatch(r"(?:two_limbs )?t = \(two_limbs\)x \* m->[pq]\[(\d)\] \+ a\[(\d)\]"
                               r"( \+ \(mp_limb_t\)\(t >> 64\))?", line)
        low = re.fullmatch(r"a\[(\d)\] = \(mp_limb_t\)t", line)
        high = re.fullmatch(r"a\[(\d)\] = \(mp_limb_t\)\(t >> 64\)( \+ a\[4\])?", line)
        if product:
            k += 1
            require(bool(product[3]) == (k > 0), f"{CHAINS}: every sum except the first must add a carry")
            require(int(product[2]) not in stored, f"{CHAINS}: a[{product[2]}] is read after it was overwritten")
            sums[k] = X * m[int(product[1])] + a[int(product[2])] + (CARRIES[k] if k else 0)
        elif low:
            stored[int(low[1])] = LOWS[k]
        elif high:
            stored[int(high[1])] = CARRIES[k + 1] + (a[4] if high[2] else 0)
        else:
            require(line == "a[4] = 0", f"{CHAINS}: {line!r} does not have the expected form")
            stored[4] = 0
    require(sorted(sums) == [0, 1, 2, 3] and sorted(stored) == [0, 1, 2, 3, 4], f"{CHAINS}: a sum or a limb is missing")
    return sums, stored


X, LOWS, CARRIES = sympy.Symbol("x"), sympy.symbols("low0:4"), sympy.symbols("c0:5")


def is_sum(sums, stored, multiple, offset):
    """Whether the stored limbs, by t_k = low_k + B c_(k+1), are the operand from limb `offset` on plus x
    times the constant. If low_0 is cleared, they are this value less low_0, divided by B."""
    a, m = sympy.symbols("a0:5"), sympy.symbols("m0:4")
    equations = sum(B**k * (sums[k] - LOWS[k] - B * CARRIES[k + 1]) for k in range(4))
    result = sum(B**k * limb for k, limb in stored.items())
    operand = sum(B**k * limb for k, limb in enumerate(a[offset:])) + X * sum(B**k * m[k] for k in range(4))
    return sympy.expand(multiple * result + (LOWS[0] if multiple == B else 0) - operand + equations) == 0


@proves("a step of the reduction is (a + x p)/2^64", "the carries as unknowns of linear equations")
def montgomery_step(facts):
    body = lines(facts, "void montgomery_step(mp_limb_t a[5], const montgomery_modulus *m)")
    require(body[0] == "mp_limb_t x = a[0] * m->n" and "m->q" not in "".join(body), f"{CHAINS}: x is another")
    require(is_sum(*limb_sums(body[1:]), B, 0), "the step is not (a + x p)/2^64")
    # x p = -a mod B makes low_0 zero.
    require(facts.p * negative_inverse(facts) % 2**64 == 2**64 - 1, "negativeInverse is not -1/p mod 2^64")


@proves("an early step of the reduction is a' + a0/2^64 mod p", "the carries as unknowns of linear equations")
def montgomery_early_step(facts):
    """If q 2^64 = 1 mod p, then 2^64 (a' + a0 q) = a' 2^64 + a0 mod p."""
    body = lines(facts, "void montgomery_early_step(mp_limb_t a[5], const montgomery_modulus *m)")
    require(body[0] == "mp_limb_t x = a[0]" and "m->p" not in "".join(body), f"{CHAINS}: x is another")
    require(is_sum(*limb_sums(body[1:]), 1, 1), "the early step is not a' + a0 q")
    q = facts.source.limbs(FIELD + "FieldModulus.swift", "inverseOfTwoTo64")
    require(q < facts.p and (q << 64) % facts.p == 1, "inverseOfTwoTo64 is not 2^-64 mod p")


def negative_inverse(facts):
    return int(facts.source.find(FIELD + "FieldModulus.swift", r"negativeInverse: Limb \{ (0x[0-9a-f_]+) \}")[1]
               .replace("_", ""), 16)


@proves("the reduction of t is t/R mod p, below t/R + p + p/2^64 + 1, and carries only from R on", "bounds of four steps")
def montgomery_reduction(facts):
    """Each step divides by 2^64 modulo p, so four steps divide the lower half by R. The upper half is then
    added."""
    body = lines(facts, "mp_limb_t montgomery_reduce(mp_limb_t *r, const mp_limb_t *t, montgomery_modulus m)")
    require(body == ["mp_limb_t a[5] = {t[0], t[1], t[2], t[3], 0}"] + ["montgomery_early_step(a, &m)"] * 2
            + ["montgomery_step(a, &m)"] * 2 + ["return limbs4_add(r, a, t + 4)"],
            f"{CHAINS}: montgomery_reduce does not have the expected form")
    limb, p, low = 2**64, facts.p, 2**256 - 1
    for _ in range(2):
        low = low // limb + (limb - 1) * (p - 1)
        require(low < 2**320 and low < 2 * limb * p, "an early step has more than five limbs")
    for _ in range(2):
        low = (low + (limb - 1) * p) // limb
        require(low < 2**256, "a step has more than four limbs")
    # The term low/R < 1 is omitted.
    require(low < p + Fraction(p, limb) + 1, "the bound is another")
    require(2 * p + limb < 2**256 and p < 2**254, "p does not have the size that the steps require")
    for name, product in (("multiply", "mpn_sec_mul(t, a, 4, b, 4, t)"), ("square", "mpn_sec_sqr(t, a, 4, t)")):
        body = facts.source.function(CHAINS, f"mp_limb_t montgomery_{name}(")
        require(product in body and "return montgomery_reduce(r, t, m);" in body,
                f"{CHAINS}: montgomery_{name} does not have the expected form")


@proves("sums and differences carry through every limb in order", "the form of the source")
def chains(facts):
    for name, count, function, first in (("limbs4_add", 4, "addcl", "a"), ("limbs4_sub", 4, "subcl", "a"),
                                         ("limbs8_accumulate", 8, "addcl", "r"),
                                         ("limbs8_subtract", 8, "subcl", "r")):
        body = lines(facts, f"mp_limb_t {name}(")
        expected = ["unsigned long c = 0"] + [
            f"r[{i}] = __builtin_{function}({first}[{i}], b[{i}], c, &c)" for i in range(count)] + ["return c"]
        require(body == expected, f"{CHAINS}: {name} does not have the expected form")
    require(lines(facts, "void limbs8_accumulate_all(") == [
        "mp_limb_t sum[8] = {r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]}", "for (long i = 0; i < n; i++) {",
        "limbs8_accumulate(sum, b + 8 * i)", "}", "__builtin_memcpy(r, sum, sizeof sum)"],
        f"{CHAINS}: limbs8_accumulate_all does not have the expected form")


@proves("the constants of the modulus are those of p", "recomputed")
def constants(facts):
    modulus, p = FIELD + "FieldModulus.swift", facts.p
    for name, value in (("twoP", 2 * p), ("threeP", 3 * p), ("fourP", 4 * p), ("r", 2**256 % p),
                        ("rSquared", 2**512 % p), ("half", (p - 1) // 2)):
        require(facts.source.limbs(modulus, name) == value, f"{name} is not the constant of p")
