# SPDX-License-Identifier: Apache-2.0
"""p and l are prime, a and -1 are squares, d and -d/a are not, and the curve has exactly 8 l points and is
cyclic.

Covers the constants of Sources/PrimeField/FieldModulus.swift, GroupOrder.swift and
Sources/BabyJubjub/CurveParameters.swift, which this file reads.
"""

from math import gcd, isqrt

from proof import proves, require

# For each prime n that is too large for the Miller-Rabin test: primes such that the product of their powers
# in n - 1 exceeds the square root of n.
CERTIFICATES = {
    21888242871839275222246405745257275088548364400416034343698204186575808495617: (
        2, 3, 13, 29, 983, 11003, 237073, 405928799, 1670836401704629),
    2736030358979909402780800718157159386076813972158567259200215660948447373041: (
        2, 32151195060611136810608359, 178259130663561045147472537592047227885001),
    32151195060611136810608359: (2, 3, 4139, 431548080059745198929),
    178259130663561045147472537592047227885001: (2, 3, 5, 6323, 336157, 1863691091902891838383581623),
    1863691091902891838383581623: (2, 33409, 27892051421815855583579),
}


def miller_rabin(n):
    """The Miller-Rabin test with the first thirteen primes as bases, which decides every n < 3.3 * 10^24
    (Sorenson and Webster, "Strong pseudoprimes to twelve prime bases", Math. Comp. 86, 2017)."""
    bases = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
    if n in bases:
        return True
    odd, exponent = n - 1, 0
    while odd % 2 == 0:
        odd, exponent = odd // 2, exponent + 1
    return all(pow(b, odd, n) == 1 or any(pow(b, odd << i, n) == n - 1 for i in range(exponent)) for b in bases)


def is_prime(n):
    """Pocklington's criterion. Let F divide n - 1, with F > sqrt(n) and all prime factors of F known. For
    every prime q that divides F, let some b have b^(n-1) = 1 mod n and gcd(b^((n-1)/q) - 1, n) = 1. Then
    every prime divisor of n is 1 mod F and therefore above sqrt(n), so n is prime."""
    if n < 3_317_044_064_679_887_385_961_981:
        return miller_rabin(n)
    factored = 1
    for q in CERTIFICATES[n]:
        if not is_prime(q) or (n - 1) % q:
            return False
        while (n - 1) % (factored * q) == 0:
            factored *= q
        if not any(pow(b, n - 1, n) == 1 and gcd(pow(b, (n - 1) // q, n) - 1, n) == 1 for b in range(2, 100)):
            return False
    return factored > isqrt(n)


@proves("p and l are prime", "Pocklington's criterion")
def primes(facts):
    require(is_prime(facts.p), "p is not prime")
    require(is_prime(facts.l), "l is not prime")


@proves("a and -1 are squares mod p, d and -d/a are not", "Euler's criterion; completeness depends on it")
def squares(facts):
    for name, value, expected in (("a", facts.a, 1), ("-1", -1, 1), ("d", facts.d, -1),
                                  ("-d/a", -facts.d * pow(facts.a, -1, facts.p), -1)):
        require(pow(value, (facts.p - 1) // 2, facts.p) == expected % facts.p,
                f"{name} has the wrong quadratic character")


@proves("the curve group has exactly 8 l elements and is cyclic", "Hasse's bound")
def order(facts):
    """B has the prime order l and T8 has order 8, so B + T8 has order 8 l, which divides the order of the
    group. Hasse's interval [p + 1 - 2 sqrt(p), p + 1 + 2 sqrt(p)] contains exactly one multiple of 8 l, which
    is 8 l. So the group has 8 l elements and B + T8 generates it."""
    curve, identity = facts.curve, (0, 1)
    require(facts.base != identity and curve.multiply(facts.l, facts.base) == identity, "B does not have order l")
    t8 = facts.order_eight
    require(curve.contains(t8) and curve.contains(facts.base), "a constant point is not on the curve")
    require(curve.multiply(4, t8) != identity and curve.multiply(8, t8) == identity, "T8 does not have order 8")
    radius = isqrt(4 * facts.p) + 1
    multiples = [k for k in range(6, 11) if facts.p + 1 - radius <= k * facts.l <= facts.p + 1 + radius]
    require(multiples == [8], "8 l is not the only multiple of l in Hasse's interval")
