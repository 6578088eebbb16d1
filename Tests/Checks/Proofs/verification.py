# SPDX-License-Identifier: Apache-2.0
"""The equation at half size and the subgroup test are exact for every input.

Covers GroupOrder.swift and Fast/HalfSizeMultiplier.swift of Sources/PrimeField, Point.swift,
Fast/VerificationEquation.swift, Fast/TatePairing.swift and Fast/SubsetProducts.swift of Sources/BabyJubjub,
and Fast/BatchEquation.swift of Sources/EdDSA.
"""

import re
from collections import Counter

import sympy

from proof import proves, require
from source import CURVE, FIELD, GROUP_ORDER, PAIRING, has_form

HALF_SIZE = FIELD + "Fast/HalfSizeMultiplier.swift"
EQUATION = CURVE + "Fast/VerificationEquation.swift"
BATCH = "Sources/EdDSA/Fast/BatchEquation.swift"
MEMBERSHIP = CURVE + "Point.swift"
SUBSETS = CURVE + "Fast/SubsetProducts.swift"


@proves("the half-size pair has v odd and invertible mod 8 l and u = v h, for every h", "invariants of Euclid's rows")
def half_size(facts):
    """Rows (r, t, sign) with r = sign t h + c N and N = 8 l. The first rows and one step are checked as
    polynomial identities; the rest follows by induction.

    1. r = sign t h (mod N), and the signs alternate.
    2. r t' + r' t = N for neighbors. So t' <= N/r, and t never exceeds N.
    3. Neighbors t, t' are coprime, because t'' = t + q t'.

    If h >= N, the first step has q = 0, and the next rows are (N, 0) and (h mod N, 1). The loop stops at the
    first r' below the middle, 2^127. So the r before it is at least 2^127, and t <= t' <= N/2^127 < l by 2.
    By 3, one of t, t' is odd, so a usable row exists. The chosen row has t odd and 0 < t < l, so gcd(t, 8 l)
    = 1, and u = r < N.
    """
    has_form(
        facts, HALF_SIZE,
        "var previous = Row(r: Scalar.groupOrder, t: .zero, tIsNegative: true)",
        "var current = Row(r: h.limbs, t: Limbs(1, 0, 0, 0), tIsNegative: false)",
        "while current.r.isBelow(HalfSizeMultiplier.middle) == 0 { (previous, current) = (current, previous.next(after: current)) }",
        "var candidates = [previous, current]",
        "if !Limbs.areEqual(current.r, .zero) { candidates.append(previous.next(after: current)) }",
        "candidates.filter(\\.isUsable).min(by: { $0.size < $1.size })",
        "u = Integer256(limbs: row.r) v = Integer256(limbs: row.t)", "uIsNegative = row.tIsNegative",
        "var isUsable: Bool { t.words.0 & 1 == 1 && t.isBelow(Scalar.order) == 1 }",
        "let (quotient, remainder) = r.divided(by: current.r) return Row( r: remainder, "
        "t: t.adding(quotient, times: current.t), tIsNegative: !current.tIsNegative)")
    h, n, q, r, t, s, c, r1, t1, c1 = sympy.symbols("h n q r t s c r1 t1 c1")
    row = {r: s * t * h + c * n, r1: -s * t1 * h + c1 * n}
    # The step: r2 = r - q r1, t2 = t + q t1, with the same sign as t.
    r2, t2, c2 = r - q * r1, t + q * t1, c - q * c1
    require(sympy.expand((r2 - (s * t2 * h + c2 * n)).subs(row)) == 0, "a step does not preserve 1")
    require(sympy.expand((r1 * t2 + r2 * t1) - (r * t1 + r1 * t)) == 0, "a step does not preserve 2")
    # The start: (N, 0, negative) and (h, 1, positive).
    start = {r: n, t: 0, s: -1, c: 1, r1: h, t1: 1, c1: 0}
    require((r - (s * t * h + c * n)).subs(start) == 0 and (r1 - (-s * t1 * h + c1 * n)).subs(start) == 0,
            "1 does not hold for the first rows")
    require((r * t1 + r1 * t).subs(start) == n, "2 does not hold for the first rows")
    middle, order = facts.source.limbs(GROUP_ORDER, "middle"), 8 * facts.l
    require(facts.source.limbs(GROUP_ORDER, "groupOrder") == order, "the group order is not 8 l")
    require(order // middle < facts.l and order // middle < middle, "t' is not below l and the middle")
    require(middle <= order < 2**256, "u or v do not fit 256 bits")


@proves("v R + u A + w B = O if and only if S B = R + h A, on the whole group", "v is invertible mod 8 l")
def half_size_equation(facts):
    """v (R + h A - S B) = v R + u A + w B, because the coefficients of A are equal mod 8 l and those of B mod
    l, and 8 l A = O and l B = O. v is invertible modulo the order of every point, so one side is O if and
    only if the other is O."""
    has_form(
        facts, EQUATION, "let multiplier = HalfSizeMultiplier(of: h.integer)",
        "let w = -Scalar(reducing: WideInteger(product: multiplier.v, s, plus: .zero))",
        "multiplier.uIsNegative ? -a : a")
    v, h, s, k, m, n, l, R, A, B = sympy.symbols("v h S k m n l R A B")
    u, w = v * h + k * n, -v * s + m * l  # for some integers k and m
    difference = v * (R + h * A - s * B) - (v * R + u * A + w * B)
    require(sympy.expand(difference + k * n * A + m * l * B) == 0, "the two sides differ by more than multiples of 8 l A and l B")
    require(facts.curve.multiply(facts.l, facts.base) == (0, 1), "B does not have order l")


@proves("an invalid signature passes a sum of a batch with probability at most 2^-128", "one multiplier at most in 2^128")
def batch_equation(facts):
    """In the subgroup of prime order l, let e_i = R_i + h_i A - S_i B, and let e_j not be O for some j of a
    sum. If all other multipliers are fixed, Σ z_i e_i = O holds for exactly one residue of z_j mod l. z_j is
    one of 2^128 integers below l, so it holds for at most one z_j. The coefficients of A and B are the sums
    of z h and z S, reduced mod l, which is the order of A and B."""
    has_form(
        facts, BATCH, "Integer256(limbs: Limbs(Limb(generator.next()), Limb(generator.next()), 0, 0))",
        "ofBase = Scalar(product: z, entry.signed.signature.s, plus: ofBase)",
        "product: z, entry.challenge.integer, plus: ofKey[last].coefficient)",
        "long: long + [SumOfProducts.Term((-ofBase).integer, BatchEquation.base)]")
    require(2**128 < facts.l, "two multipliers can be equal mod l")
    z, h, s, R, A, B = sympy.symbols("z h S R A B")
    require(sympy.expand(z * (R + h * A - s * B) - (z * R + (z * h) * A + (-(z * s)) * B)) == 0,
            "the coefficients are not the sums of z h and z S")
    # Only points of the subgroup are combined.
    has_form(
        facts, "Sources/EdDSA/Fast/BatchVerification.swift",
        "if !keyIsMember[keys.indices[i]] { holds[i] = signed[i].satisfiesEquation(challenges[i]) } "
        "else if rIsMember[i] { combined.append(i) }")


def miller_divisor():
    """The divisor of f = l1^4 l2^2 / ((u - 1)^4 u) from those of its lines. The keys are multiples of T; 8 is
    O."""
    tangent_at_t = Counter({1: 2, 6: 1, 0: -3})  # the third point is -2T
    tangent_at_2t = Counter({2: 2, 4: 1, 0: -3})  # the third point is -4T = 4T
    vertical_at_2t = Counter({2: 1, 6: 1, 0: -2})
    vertical_at_4t = Counter({4: 2, 0: -2})
    divisor = Counter()
    for line, exponent in ((tangent_at_t, 4), (tangent_at_2t, 2), (vertical_at_2t, -4), (vertical_at_4t, -1)):
        for point, order in line.items():
            divisor[point] += exponent * order
    return {point: order for point, order in divisor.items() if order}


@proves("P is in the subgroup if and only if f(P)^((p-1)/8) = 1", "reduced Tate pairing of order 8")
def subgroup_test(facts):
    """By the intersections of the lines with the curve, f has the divisor 8 (T) - 8 (O). So f^((p-1)/8) is a
    homomorphism to the eighth roots of unity (Weil reciprocity; Frey and Rueck). The group is cyclic of order
    8 l, and the image of a generator has order 8, so the kernel has l elements. The value that the code
    computes is f times an eighth power."""
    p, curve, t8 = facts.p, facts.curve, facts.order_eight
    require(p % 8 == 1 and pow(2, (p - 1) // 2, p) == 1, "p is not 1 mod 8, or 2 is not a square")
    coefficient = (facts.a + facts.d) * pow(2, -1, p) % p
    require(facts.a - facts.d == 4, "the coefficient of v^2 in the Montgomery form is not 1")
    x, y, u, root, beta = sympy.symbols("x y u r beta")

    # (x, y) -> (u, v) maps the curve to v^2 = u^3 + A u^2 + u.
    a, d = sympy.symbols("a d")
    numerator = sympy.numer(sympy.together(
        (((1 + y) / (1 - y) / x) ** 2 - ((1 + y) / (1 - y)) ** 3 - (a + d) / 2 * ((1 + y) / (1 - y)) ** 2
         - (1 + y) / (1 - y)).subs(a, d + 4)))
    on_curve = ((d + 4) * x**2 + y**2 - 1 - d * x**2 * y**2)
    require(sympy.rem(sympy.expand(numerator), sympy.expand(on_curve), x) == 0, "the map does not lead to the Montgomery form")

    def montgomery(point):
        px, py = point
        pu = (1 + py) * pow(1 - py, -1, p) % p
        return pu, pu * pow(px, -1, p) % p

    def tangent(point):
        pu, pv = montgomery(point)
        slope = (3 * pu * pu + 2 * coefficient * pu + 1) * pow(2 * pv, -1, p) % p
        return slope, (pv - slope * pu) % p

    t16, (u1, _) = curve.add(t8, t8), montgomery(t8)
    u2 = montgomery(t16)[0]
    require(u2 == 1 and curve.add(t16, t16) == (0, p - 1), "2T does not have u = 1, or 4T is not (0, -1)")
    for name, point, third in (("T", t8, u2), ("2T", t16, 0)):
        slope, constant = tangent(point)
        at = montgomery(point)[0]
        cubic = sympy.Poly(u**3 + coefficient * u**2 + u - (slope * u + constant) ** 2, u, modulus=p)
        require(cubic == sympy.Poly((u - at) ** 2 * (u - third), u, modulus=p), f"the line at {name} is not the tangent")
    require(miller_divisor() == {1: 8, 0: -8}, "the divisor of f is not 8 (T) - 8 (O)")

    # The lines in the form of the code: l1 x (1 - y) = 1 + y + r - beta x y and l2 x (1 - y) = (1 + y)(1 -
    # r).
    root_of_a = facts.source.literal(PAIRING, "squareRootOfA")
    beta_value = facts.source.literal(PAIRING, "beta")
    require(root_of_a * root_of_a % p == facts.a, "squareRootOfA is not a root of a")
    (slope1, constant1), (slope2, constant2) = tangent(t8), tangent(t16)
    require((-slope1 - constant1 - root_of_a) % p == 0 and (slope1 - constant1 - beta_value) % p == 0,
            "the first line is not that of the code")
    require((slope2 - root_of_a) % p == 0 and constant2 == 0, "the second line is not that of the code")

    # The value of the code divided by f is an eighth power.
    body = facts.source.function(PAIRING, "var pairingValue: FieldElement")
    value = evaluate(body, {"x": x, "y": y, "squareRootOfA": root / x, "beta": beta})
    line1, line2 = (1 + y + root - beta * x * y) / (x * (1 - y)), (1 + y) * (1 - root) / (x * (1 - y))
    f = line1**4 * line2**2 / ((2 * y / (1 - y)) ** 4 * ((1 + y) / (1 - y)))
    require(sympy.simplify(value / f - 2**4 * (x * y * (1 - y)) ** 8) == 0, "the value is not f times an eighth power")

    # Onto: the image of a generator has order 8.
    gx, gy = curve.add(facts.base, t8)
    image = evaluate(body, {"x": gx, "y": gy, "squareRootOfA": root_of_a, "beta": beta_value}) % p
    require(pow(image, (p - 1) // 2, p) == p - 1, "the image of a generator does not have order 8")
    exponent = int("".join(reversed([w.replace("_", "").removeprefix("0x").zfill(16) for w in re.findall(
        r"0x[0-9a-f_]+", facts.source.find(PAIRING, r"static let exponent = \w+\((.*?)\)\)")[1])])), 16)
    require(8 * exponent == p - 1, "the exponent is not (p - 1)/8")
    # If a line vanishes, the value is 0, which is not an eighth power. Of these points, only O is a member.
    has_form(facts, MEMBERSHIP, "self == .identity || LazyFieldElement(pairingValue).isEighthPower")


@proves("a batch with points outside the subgroup passes with probability at most 2^-128", "a subset with the point or without")
def subset_products(facts):
    """A subset contains each point with probability 1/2, independently of the others: for each four elements,
    each of the 128 subsets uses four new random bits, a digit, and bit j of the digit says whether part
    `digit` has factor j. Consider a point outside the subgroup. For any choice of the other points, the
    products with and without it differ by its value, which is not an eighth power, so at most one of them is
    an eighth power. If the value is 0, the product is 0, which does not count as an eighth power."""
    has_form(
        facts, SUBSETS,
        "let values = points.map { $0 == .identity ? FieldElement.one : $0.pairingValue } "
        "if SubsetProducts(of: values, using: &generator).areEighthPowers { "
        "return [Bool](repeating: true, count: points.count) }",
        "return points.map(\\.isInSubgroup)",
        "for start in stride(from: 0, to: elements.count, by: 4) { "
        "let four = elements[start..<min(start + 4, elements.count)] var parts = [LazyFieldElement.one]",
        "parts += parts.map { part in var (part, product) = (part, LazyFieldElement.zero) "
        "product.multiply(&part, &factor) return product }",
        "for i in 0..<SubsetProducts.count { random = i % 16 == 0 ? generator.next() : random >> 4 "
        "multiply(i, by: parts[Int(random & UInt64(parts.count - 1))]) }",
        "products[i].multiply(&product, &part)", "products.allSatisfy(\\.isEighthPower)")
    subsets = int(facts.source.find(SUBSETS, r"static let count = (\d+)")[1])
    require(subsets >= 128, f"{subsets} subsets")
    require(16 * 4 == 64 and subsets % 16 == 0, "a random number does not have 16 digits")
    parts = [frozenset()]
    for j in range(4):
        parts += [part | {j} for part in parts]
    require(all(part == {j for j in range(4) if digit >> j & 1} for digit, part in enumerate(parts)),
            "the parts are not in the order of the bits of a digit")


def evaluate(body, names):
    """The value of `let` lines and a `return`, which a few replacements turn into Python."""
    names = dict(names)
    for line in body.strip().splitlines():
        match = re.fullmatch(r"\s*(?:let (\w+)|return)(?: =)? (.+)", line)
        require(match, f"{PAIRING}: {line.strip()!r} does not have the expected form")
        expression = match[2].replace("FieldElement.one", "1").replace("TatePairing.", "")
        expression = re.sub(r"(?<![\w)])\.one\b", "1", expression).replace(".squared()", "**2")
        require(re.fullmatch(r"[\w\s()*+-]+", expression), f"{PAIRING}: {expression!r}")
        result = eval(expression, {"__builtins__": {}}, names)  # noqa: S307: of the form above
        if match[1]:
            names[match[1]] = result
    return result
