"""The Montgomery reduction and the carry chains compute what they say, for all limbs.

About Sources/CGMP/carry_chains.h and the constants of Sources/PrimeField/FieldModulus.swift. B is 2^64, R is B^4.
"""

import re

import sympy

from proof import proves, require
from source import FIELD

CHAINS = "Sources/CGMP/carry_chains.h"
B = sympy.Symbol("B")


def lines(facts, declaration):
    """The statements of a C function."""
    body = facts.source.function(CHAINS, declaration)
    return [line.strip().rstrip(";") for line in body.splitlines() if line.strip()]


@proves("a step of the reduction is (a + x p)/2^64, within four limbs", "the carries as unknowns of linear equations")
def montgomery_step(facts):
    """Each sum t = x p[k] + a[k] + carry is at most (B - 1)^2 + 2 (B - 1) = B^2 - 1, so two limbs hold it: t = low +
    B carry', carry' < B. Lines that store a low limb or the last carry say which limb of the result it is."""
    body = lines(facts, "void montgomery_step(mp_limb_t a[4], const montgomery_modulus *m)")
    require(body[0] == "mp_limb_t x = a[0] * m->n", f"{CHAINS}: x is another")
    a, p = sympy.symbols("a0:4"), sympy.symbols("p0:4")
    x, lows, carries = sympy.Symbol("x"), sympy.symbols("low0:4"), sympy.symbols("c0:5")
    sums, stored, k = {}, {}, -1
    for line in body[1:]:
        first = re.fullmatch(r"two_limbs t = \(two_limbs\)x \* m->p\[0\] \+ a\[0\]", line)
        later = re.fullmatch(r"t = \(two_limbs\)x \* m->p\[(\d)\] \+ a\[(\d)\] \+ \(mp_limb_t\)\(t >> 64\)", line)
        low = re.fullmatch(r"a\[(\d)\] = \(mp_limb_t\)t", line)
        high = re.fullmatch(r"a\[(\d)\] = \(mp_limb_t\)\(t >> 64\)", line)
        if first:
            k = 0
            sums[0] = x * p[0] + a[0]
        elif later:
            k += 1
            require(int(later[2]) not in stored, f"{CHAINS}: a[{later[2]}] is read after it was overwritten")
            sums[k] = x * p[int(later[1])] + a[int(later[2])] + carries[k]
        elif low:
            stored[int(low[1])] = lows[k]
        elif high:
            stored[int(high[1])] = carries[k + 1]
        else:
            require(False, f"{CHAINS}: {line!r} is not of the known form")
    require(sorted(sums) == sorted(stored) == [0, 1, 2, 3], f"{CHAINS}: a sum or a limb is missing")
    # t_k = low_k + B c_(k+1), with low_0 = 0 by the choice of x.
    equations = [sums[k] - lows[k] - B * carries[k + 1] for k in range(4)]
    result = sum(B**k * stored[k] for k in range(4))
    operand = sum(B**k * (a[k] + x * p[k]) for k in range(4))
    difference = B * result + lows[0] - operand + sum(B**k * equations[k] for k in range(4))
    require(sympy.expand(difference) == 0, "the step is not (a + x p)/2^64")
    limb = 2**64
    require((limb - 1) ** 2 + 2 * (limb - 1) == limb**2 - 1, "two limbs do not hold a sum")
    # x p = -a mod B makes low_0 zero.
    require(facts.p * negative_inverse(facts) % limb == limb - 1, "negativeInverse is not -1/p mod 2^64")


def negative_inverse(facts):
    return int(facts.source.find(FIELD + "FieldModulus.swift", r"negativeInverse: Limb \{ (0x[0-9a-f_]+) \}")[1]
               .replace("_", ""), 16)


@proves("the reduction of t is t/R mod p, below t/R + p, and carries only from R on", "four exact steps")
def montgomery_reduction(facts):
    """Four steps make (low + m p)/R of the lower half, m = x0 + x1 B + x2 B^2 + x3 B^3 < R, which is below 1 + p and
    so at most p; the upper half is added. The sum is (t + m p)/R < t/R + p."""
    body = lines(facts, "mp_limb_t montgomery_reduce(mp_limb_t *r, const mp_limb_t *t, montgomery_modulus m)")
    require(body == ["mp_limb_t a[4] = {t[0], t[1], t[2], t[3]}"] + ["montgomery_step(a, &m)"] * 4
            + ["return limbs4_add(r, a, t + 4)"], f"{CHAINS}: montgomery_reduce has another form")
    low, p, r = sympy.symbols("low p R")
    xs = sympy.symbols("x0:4")
    value = low
    for x in xs:
        value = (value + x * p) / B
    m = sum(x * B**i for i, x in enumerate(xs))
    require(sympy.simplify(value - (low + m * p) / B**4) == 0, "four steps are not (low + m p)/R")
    # (R - 1 + (R - 1) p)/R < 1 + p.
    require(sympy.simplify((r - 1 + (r - 1) * p) / r - (1 + p) + (1 + p) / r) == 0, "the bound is another")
    for name, product in (("multiply", "mpn_sec_mul(t, a, 4, b, 4, t)"), ("square", "mpn_sec_sqr(t, a, 4, t)")):
        body = facts.source.function(CHAINS, f"mp_limb_t montgomery_{name}(")
        require(product in body and "return montgomery_reduce(r, t, m);" in body,
                f"{CHAINS}: montgomery_{name} has another form")


@proves("sums and differences carry through every limb in order", "the form of the source")
def chains(facts):
    for name, count, function, first in (("limbs4_add", 4, "addcl", "a"), ("limbs4_sub", 4, "subcl", "a"),
                                         ("limbs8_accumulate", 8, "addcl", "r"),
                                         ("limbs8_subtract", 8, "subcl", "r")):
        body = lines(facts, f"mp_limb_t {name}(")
        expected = ["unsigned long c = 0"] + [
            f"r[{i}] = __builtin_{function}({first}[{i}], b[{i}], c, &c)" for i in range(count)] + ["return c"]
        require(body == expected, f"{CHAINS}: {name} has another form")
    require(lines(facts, "void limbs8_accumulate_all(") == [
        "mp_limb_t sum[8] = {r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7]}", "for (long i = 0; i < n; i++) {",
        "limbs8_accumulate(sum, b + 8 * i)", "}", "__builtin_memcpy(r, sum, sizeof sum)"],
        f"{CHAINS}: limbs8_accumulate_all has another form")


@proves("the constants of the modulus are those of p", "recomputed")
def constants(facts):
    modulus, p = FIELD + "FieldModulus.swift", facts.p
    for name, value in (("twoP", 2 * p), ("threeP", 3 * p), ("fourP", 4 * p), ("r", 2**256 % p),
                        ("rSquared", 2**512 % p), ("half", (p - 1) // 2)):
        require(facts.source.limbs(modulus, name) == value, f"{name} is another")
