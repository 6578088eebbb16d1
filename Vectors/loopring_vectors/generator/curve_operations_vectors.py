# SPDX-License-Identifier: Apache-2.0
"""curve_operations.json: the group of Baby Jubjub, low-order points included."""

from ..checks import require
from ..reference.curve import A, BASE, D, IDENTITY, SIGN_BIT
from ..reference.field import HALF, P
from ..reference.scalar import ELL, GROUP_ORDER
from ..reference.scheme import REFERENCE
from . import error_precedence
from .build import VectorFile, note
from .points import LOW_ORDER, ORDERS, SQRT_MINUS_1, base_multiple, point
from .shared_notes import MALFORMED, hex_notes
from .values import draw, integer, malformed_integers, search, zero_high_bytes, zero_low_bytes

curve, field = REFERENCE.curve, REFERENCE.field

EFD = "https://hyperelliptic.org/EFD/g1p/auto-twisted-extended.html"
NOTES = {
    "Ordinary": note(
        "BASIC", "Pseudorandom points and scalars.",
        "If these fail, the curve coefficients, the coordinates or the addition formula are wrong."),
    "BasePoint": note(
        "WRONG_CONSTANT",
        "Multiples of the base point. EIP-2494 and circomlib use other points on the same curve: "
        "another base point of the same subgroup, and a generator of the whole group.",
        "Keys and signatures are consistent with each other but do not verify elsewhere. With a generator of the "
        "whole group, the low-order part of a public key also reveals three bits of the secret key.",
        "https://eips.ethereum.org/EIPS/eip-2494"),
    "DoublingByAddition": note(
        "INCOMPLETE_FORMULA",
        "Both summands are the same point. The addition law of this curve is complete and doubles.",
        "A formula for distinct points gives 0/0 here. If the inversion maps 0 to 0, the result is (0, 0), which "
        "is not on the curve. An attacker can choose a key or nonce for which this happens.",
        EFD),
    "AdditionIdentity": note(
        "EDGE_CASE", "One summand, or the sum, is the identity (0, 1).",
        "If the identity is treated as a special point, or the formula is incomplete, multiplication fails for "
        "scalars with leading zero bits and for multiples of the order."),
    "IdentityCoordinates": note(
        "WRONG_CONSTANT", "The identity is the affine point (0, 1). This curve does not have a point at infinity.",
        "Code that was written for Weierstrass curves prints (0, 0) or refuses. The sum of a point and its "
        "negative is then not on the curve."),
    "LowOrderAddition": note(
        "INCOMPLETE_FORMULA", "A summand has order 2, 4 or 8.",
        "Incomplete formulas divide by zero on exactly these pairs. An attacker uses these points to test whether "
        "a verifier is exact."),
    "PointOnCurve": note(
        "BASIC", "The point satisfies a*x^2 + y^2 = 1 + d*x^2*y^2.",
        "If the point is rejected, a coefficient is wrong."),
    "PointNotOnCurve": note(
        "MISSING_CHECK",
        "The coordinates do not satisfy the curve equation. Points with x = 0 or y = 0 are among them.",
        "The addition formulas also compute with these pairs, in groups that an attacker selects. If x = 0, they "
        "multiply the values of y in the field, in which logarithms are easy to compute. A service that "
        "multiplies the pair by its key reveals the key.",
        "https://eprint.iacr.org/2015/1233"),
    "IsomorphicForm": note(
        "WRONG_FORM",
        "The pair is a point of an isomorphic curve (the a = -1 twist used for speed, or the "
        "Montgomery form), written in that curve's own coordinates.",
        "Internal coordinates are used outside: keys look plausible, but signatures do not verify elsewhere."),
    "SwappedCoordinates": note(
        "WRONG_ORDER", "x and y of a point are exchanged. The equation is not symmetric: a is not 1.",
        "A check that treats x and y alike accepts a pair that is not a point."),
    "PointNotCanonical": note(
        "MISSING_RANGE_CHECK", "A coordinate is x + p or y + p, which fits in 256 bits.",
        "Each coordinate has five or six spellings. They circumvent blocklists, caches and duplicate checks that "
        "use the text of a public key."),
    "SubgroupMember": note(
        "BASIC", "The point is a multiple of the base point.", "A genuine public key is refused."),
    "IdentityInSubgroup": note(
        "EDGE_CASE", "The identity is a member of every subgroup. Whether it may be a public key is a separate question.",
        "If the two questions are mixed up, the strict profile refuses signatures whose R is the identity."),
    "LowOrderPoint": note(
        "MISSING_CHECK",
        "The point is one of the eight points whose order divides 8. Of these, only the identity is in the subgroup.",
        "If it is a public key, anyone can sign any message for it under the relayer profile."),
    "MixedOrderPoint": note(
        "MISSING_CHECK",
        "The sum of a multiple of the base point and a point of order 2, 4 or 8. Eight times this point is not "
        "the identity, so that a test for low order does not find it.",
        "Only multiplication by ell shows that the point is not a member. Verifiers that differ on these points "
        "disagree about the same signature."),
    "ScalarZero": note(
        "EDGE_CASE", "The scalar is 0, so the multiple is the identity.",
        "Loops that start at the top set bit read past the end or return the point itself."),
    "ScalarAboveEll": note(
        "WRONG_REDUCTION",
        "The scalar is ell or more and the point has a low-order part. The scalar must not be reduced "
        "modulo ell: only 8*ell is a multiple of every point's order.",
        "Reducing the scalar adds a low-order point to the result. In verification this reverses the verdict for "
        "keys of mixed order: one verifier accepts a signature that another refuses."),
    "ScalarAboveP": note(
        "WRONG_REDUCTION", "The scalar lies between p and 2^256.",
        "A scalar that is stored as a field element is reduced modulo p. p is not a multiple of any point's order, "
        "so the result is an unrelated point."),
    "ScalarHighBits": note(
        "TRUNCATION", "Bits 251 to 255 of the scalar are set.",
        "Loops of 251, 253 or 254 steps, which suffice for reduced scalars, ignore these bits silently."),
    "ScalarLowBits": note(
        "CLAMPING", "The scalar is not a multiple of 8.",
        "Ed25519 and X25519 clear the three low bits (clamping). This scheme does not. With clamping, seven keys in "
        "eight get a different public key."),
    "ScalarZeroBytes": note(
        "EDGE_CASE", "The scalar has zero bytes at its low or its high end.",
        "Number types that trim bytes, and windows that mishandle a zero digit, multiply by a different number."),
    "PackSign": note(
        "WRONG_CHOICE",
        "Bit 255 of the packed form is set if x > (p - 1)/2. In this test, the parity of x differs from that bit.",
        "Ed25519 stores the parity. If the rules are mixed up, about half of all keys are negated."),
    "PackByteOrder": note(
        "WRONG_BYTE_ORDER", "The packed form is printed as one big-endian integer.",
        "ethsnarks packs little-endian bytes. The sign bit is then in the last byte, and the text unpacks to a "
        "different point or not at all."),
    "PackZeroX": note(
        "EDGE_CASE", "x is 0, so the sign bit is clear.", "The points (0, 1) and (0, -1) do not round-trip."),
    "PackLowOrder": note(
        "EDGE_CASE", "Points of order 4 and 8 pack and unpack like any other. Neither operation tests the subgroup.",
        "An implementation that refuses these points here cannot report them as weak keys."),
    "UnpackSign": note(
        "MISSING_CHECK", "The sign bit selects one of two points with the same y. Both are tested.",
        "If the bit is ignored, half of all keys are negated, and no signature verifies under them."),
    "UnpackSignOfZero": note(
        "MISSING_CHECK", "The sign bit is set, but x is 0, which is its own negative.",
        "If it is accepted, (0, 1) and (0, -1) have a second encoding."),
    "UnpackNotCanonical": note(
        "MISSING_RANGE_CHECK", "The y of the packed form is p or more.",
        "If y is reduced, a point has several packed forms."),
    "UnpackNoPoint": note(
        "MISSING_CHECK", "No point has this y: (1 - y^2)/(a - d*y^2) is not a square.",
        "This holds for half of all texts. Without the check, unpacking returns a pair that is not on the curve, "
        "which allows invalid-curve attacks."),
    **hex_notes(*MALFORMED, "HexUpperCase", "LeadingZeroOutput"),
}


def sample(label):
    """A pseudorandom point of the whole group."""
    return curve.add(base_multiple(draw(label, ELL)), LOW_ORDER[draw(label + " torsion", 8)])


def build():
    file = VectorFile(
        "curve_operations", "Baby Jubjub, a = 168700, d = 168696",
        ["Affine points of the twisted Edwards curve a*x^2 + y^2 = 1 + d*x^2*y^2 over F_p.",
         "The group has 8*ell points; the base point has order ell."], NOTES)
    group = file.group("CurveOperation")
    membership(group)
    subgroup(group)
    additions(group)
    multiples(group)
    packing(group)
    unpacking(group)
    texts(group)
    return error_precedence.append_to(file)


def is_on_curve(group, p, expected, comment, *flags):
    group.verdict("curve.isOnCurve", {"p": point(p)}, expected, comment, *flags)


def off_curve_points():
    for i in range(4):
        p = search(f"off {i}", P * P, lambda v: not curve.is_on_curve(divmod(v, P)))
        yield divmod(p, P), "pseudorandom pair"
    x, y = base_multiple(7)
    yield (x + 1, y), "x of a point plus 1"
    yield (x, y - 1), "y of a point minus 1"
    yield (0, 0), "(0, 0)"
    yield (1, 0), "(1, 0)"
    yield (0, 2), "(0, 2)"
    yield (0, SQRT_MINUS_1), "(0, i) with i^2 = -1, where addition is multiplication of the y"
    yield (1, 1), "(1, 1)"


def isomorphic_points():
    root = field.square_root(-A % P)
    for k in (1, 5, 0x1234):
        x, y = base_multiple(k)
        require((-(root * x) ** 2 + y * y - 1 + D * pow(A, -1, P) * (root * x * y) ** 2) % P == 0)
        yield (root * x % P, y), f"{k} times the base point on the a = -1 twist"
        u = (1 + y) * pow(1 - y, -1, P) % P
        yield (u, u * pow(x, -1, P) % P), f"{k} times the base point in Montgomery form"


def membership(group):
    for p, n in zip(LOW_ORDER, ORDERS):
        is_on_curve(group, p, True, f"point of order {n}", "PointOnCurve")
    for k in (1, 2, 5, 0x1234, ELL - 1):
        is_on_curve(group, base_multiple(k), True, f"{k} times the base point", "PointOnCurve")
    for i in range(4):
        is_on_curve(group, sample(f"member {i}"), True, "pseudorandom point of the whole group", "PointOnCurve")
    for p, what in off_curve_points():
        require(not curve.is_on_curve(p))
        is_on_curve(group, p, False, what, "PointNotOnCurve")
        q = {"p": point(p), "q": point(BASE)}
        group.rejected("curve.add", q, "point-not-on-curve", "p: " + what, "PointNotOnCurve")
        group.rejected("curve.add", {"p": q["q"], "q": q["p"]}, "point-not-on-curve", "q: " + what, "PointNotOnCurve")
        group.rejected("curve.multiply", {"scalar": integer(5), "p": point(p)}, "point-not-on-curve", what,
                       "PointNotOnCurve")
        group.rejected("curve.pack", {"p": point(p)}, "point-not-on-curve", what, "PointNotOnCurve")
        group.rejected("curve.isInSubgroup", {"p": point(p)}, "point-not-on-curve", what, "PointNotOnCurve")
    for p, what in isomorphic_points():
        require(not curve.is_on_curve(p))
        is_on_curve(group, p, False, what, "IsomorphicForm")
    for k in (1, 5, 0x1234):
        x, y = base_multiple(k)
        require(not curve.is_on_curve((y, x)))
        is_on_curve(group, (y, x), False, f"{k} times the base point, coordinates swapped", "SwappedCoordinates")
    x, y = base_multiple(9)
    for pair, what in (((x + P, y), "x + p"), ((x, y + P), "y + p"), ((x + 4 * P, y), "x + 4p"), ((P, 1), "(p, 1)"),
                       ((0, P + 1), "(0, p + 1)")):
        require(max(pair) < 1 << 256 and curve.is_on_curve((pair[0] % P, pair[1] % P)))
        for op in ("curve.isOnCurve", "curve.isInSubgroup", "curve.pack"):
            group.rejected(op, {"p": point(pair)}, "field-element-out-of-range", what, "PointNotCanonical")
        group.rejected("curve.add", {"p": point(pair), "q": point(BASE)}, "field-element-out-of-range",
                       "p has " + what, "PointNotCanonical")
        group.rejected("curve.multiply", {"scalar": integer(3), "p": point(pair)}, "field-element-out-of-range",
                       what, "PointNotCanonical")


def in_subgroup(group, p, expected, comment, *flags):
    group.verdict("curve.isInSubgroup", {"p": point(p)}, expected, comment, *flags)


def subgroup(group):
    for k in (1, 2, 8, 0x1234, ELL - 1, draw("subgroup", ELL)):
        in_subgroup(group, base_multiple(k), True, f"{k} times the base point", "SubgroupMember")
    in_subgroup(group, IDENTITY, True, "the identity", "IdentityInSubgroup")
    for p, n in zip(LOW_ORDER[1:], ORDERS[1:]):
        in_subgroup(group, p, False, f"point of order {n}", "LowOrderPoint")
        for i in range(2):
            mixed = curve.add(base_multiple(draw(f"mixed {n} {i} {p[0]}", ELL)), p)
            require(curve.multiply(8, mixed) != IDENTITY)
            in_subgroup(group, mixed, False, f"point of order {n}*ell", "MixedOrderPoint")


def add(group, p, q, comment, *flags, check=None):
    return group.valid("curve.add", {"p": point(p), "q": point(q)}, comment, *flags,
                       check=lambda out: check is None or out == point(check))


def additions(group):
    for i in range(12):
        add(group, sample(f"add p {i}"), sample(f"add q {i}"), "pseudorandom points of the whole group", "Ordinary")
    for i in range(4):
        j, k = draw(f"j {i}", ELL), draw(f"k {i}", ELL)
        add(group, base_multiple(j), base_multiple(k), "multiples of the base point", "Ordinary",
            check=base_multiple((j + k) % ELL))
    for i in range(6):
        p = sample(f"double {i}")
        add(group, p, p, "a point and itself", "DoublingByAddition", check=curve.multiply(2, p))
        add(group, p, IDENTITY, "a point and the identity", "AdditionIdentity", check=p)
        add(group, IDENTITY, p, "the identity and a point", "AdditionIdentity", check=p)
        add(group, p, curve.negate(p), "a point and its negative", "AdditionIdentity", "IdentityCoordinates",
            check=IDENTITY)
    add(group, BASE, BASE, "the base point and itself", "DoublingByAddition")
    add(group, IDENTITY, IDENTITY, "the identity and itself", "AdditionIdentity", "IdentityCoordinates",
        check=IDENTITY)
    p = base_multiple(draw("with low order", ELL))
    for i, (t, n) in enumerate(zip(LOW_ORDER, ORDERS)):
        if n > 1:
            add(group, p, t, f"with a point of order {n}", "LowOrderAddition")
            add(group, t, t, f"a point of order {n} and itself", "LowOrderAddition", check=LOW_ORDER[2 * i % 8])
        for j in range(i + 1, 8):
            if i and (i + j) % 8:
                add(group, t, LOW_ORDER[j], f"points of order {n} and {ORDERS[j]}", "LowOrderAddition",
                    check=LOW_ORDER[(i + j) % 8])
            elif i:
                add(group, t, LOW_ORDER[j], f"a point of order {n} and its negative", "LowOrderAddition",
                    "IdentityCoordinates", check=IDENTITY)


def multiply(group, scalar, p, comment, *flags, check=None):
    return group.valid("curve.multiply", {"scalar": integer(scalar), "p": point(p)}, comment, *flags,
                       check=lambda out: check is None or out == point(check))


def multiples(group):
    mixed = curve.add(base_multiple(3), LOW_ORDER[1])
    for i in range(8):
        multiply(group, draw(f"scalar {i}", 1 << 256), sample(f"multiply {i}"), "pseudorandom scalar and point",
                 "Ordinary")
    total = IDENTITY
    for k in range(1, 10):
        total = curve.add(total, BASE)
        multiply(group, k, BASE, f"{k} times the base point", "BasePoint", check=total)
    multiply(group, ELL, BASE, "ell times the base point", "BasePoint", "IdentityCoordinates",
             check=IDENTITY)
    multiply(group, ELL - 1, BASE, "(ell - 1) times the base point is its negative", "BasePoint",
             check=curve.negate(BASE))
    for p, what in ((BASE, "the base point"), (mixed, "a point of mixed order"), (LOW_ORDER[1], "a point of order 8"),
                    (IDENTITY, "the identity")):
        multiply(group, 0, p, "0 times " + what, "ScalarZero", check=IDENTITY)
    for name, scalar in (("ell", ELL), ("ell + 1", ELL + 1), ("2*ell", 2 * ELL), ("3*ell + 5", 3 * ELL + 5),
                         ("4*ell", 4 * ELL), ("7*ell", 7 * ELL), ("8*ell - 1", GROUP_ORDER - 1)):
        for i in (1, 3, 5):
            p = curve.add(base_multiple(draw(f"above {i}", ELL)), LOW_ORDER[i])
            require(curve.multiply(scalar, p) != curve.multiply(scalar % ELL, p))
            multiply(group, scalar, p, f"{name} times a point of order 8*ell", "ScalarAboveEll")
    for n, p in zip(ORDERS[1:], LOW_ORDER[1:]):
        multiply(group, ELL, p, f"ell times a point of order {n}", "ScalarAboveEll",
                 check=LOW_ORDER[LOW_ORDER.index(p) * ELL % 8])
        multiply(group, n, p, f"{n} times a point of that order", "IdentityCoordinates", check=IDENTITY)
    multiply(group, GROUP_ORDER, mixed, "8*ell times any point", "IdentityCoordinates", check=IDENTITY)
    for name, scalar in (("p", P), ("p + 1", P + 1), ("2p", 2 * P), ("2^255", 1 << 255), ("2^256 - 1", (1 << 256) - 1)):
        for what, p in (("the base point", BASE), ("a point of mixed order", mixed)):
            require(curve.multiply(scalar, p) != curve.multiply(scalar % P, p))
            multiply(group, scalar, p, f"{name} times {what}", "ScalarAboveP")
    for bit in range(251, 256):
        scalar = 1 << bit | 5
        require(scalar % ELL != 5)
        multiply(group, scalar, mixed, f"2^{bit} + 5", "ScalarHighBits")
        multiply(group, scalar, BASE, f"2^{bit} + 5", "ScalarHighBits")
    for low in range(1, 8):
        scalar = draw(f"low {low}", ELL) & ~7 | low
        multiply(group, scalar, BASE, f"the scalar is {low} mod 8", "ScalarLowBits")
    for count in (1, 2, 8, 16):
        scalar = draw(f"zero low {count}", ELL >> 8 * count) << 8 * count
        require(zero_low_bytes(scalar, count))
        multiply(group, scalar, BASE, f"{count} zero low bytes", "ScalarZeroBytes")
        scalar = draw(f"zero high {count}", 1 << (256 - 8 * count)) % (ELL >> 8 * (count - 1))
        require(zero_high_bytes(scalar, count))
        multiply(group, scalar, BASE, f"{count} zero high bytes", "ScalarZeroBytes")
    for coordinate in (0, 1):
        for i in range(2):
            k = search(f"short {coordinate} {i}", ELL, lambda k: zero_high_bytes(base_multiple(k)[coordinate]))
            multiply(group, k, BASE, f"{'xy'[coordinate]} of the result begins with a zero byte",
                     "LeadingZeroOutput")


def pack(group, p, comment, *flags, check=None):
    return group.valid("curve.pack", {"p": point(p)}, comment, *flags,
                       check=lambda out: check is None or check(int(out["packed"], 16)))


def packing(group):
    for positive in (True, False):
        for i in range(4):
            k = search(f"pack {positive} {i}", ELL, lambda k: (base_multiple(k)[0] <= HALF) == positive
                       and (base_multiple(k)[0] % 2 == 0) != positive)
            word = "at most" if positive else "greater than"
            pack(group, base_multiple(k), f"x is {word} (p - 1)/2 and its parity says the opposite", "PackSign",
                 check=lambda packed: (packed >> 255 == 0) == positive)
    for i in range(4):
        p = sample(f"pack order {i}")
        pack(group, p, "pseudorandom point", "PackByteOrder", check=lambda packed: packed % (1 << 255) == p[1])
    for i, (p, n) in enumerate(zip(LOW_ORDER, ORDERS)):
        flag = "PackZeroX" if p[0] == 0 else "PackLowOrder"
        pack(group, p, f"point of order {n}", flag, check=lambda packed: (packed >> 255 == 1) == (p[0] > HALF))
    k = search("pack short", ELL, lambda k: zero_high_bytes(base_multiple(k)[1]) and base_multiple(k)[0] <= HALF)
    pack(group, base_multiple(k), "y begins with a zero byte", "LeadingZeroOutput")


def unpack(group, packed, expected, comment, *flags):
    group.valid("curve.unpack", {"packed": integer(packed)}, comment, *flags,
                check=lambda out: out == point(expected))


def unpacking(group):
    for i in range(8):
        p = sample(f"unpack {i}")
        for q in (p, curve.negate(p)):
            unpack(group, curve.pack(q), q, "both points with the same y", "UnpackSign")
    unpack(group, 1, IDENTITY, "the identity", "PackZeroX", "IdentityCoordinates")
    unpack(group, P - 1, (0, P - 1), "the point of order 2", "PackZeroX")
    for p, n in zip(LOW_ORDER, ORDERS):
        if n > 2:
            unpack(group, curve.pack(p), p, f"point of order {n}", "PackLowOrder")
    sign = SIGN_BIT
    for y, what in ((1, "the identity"), (P - 1, "the point of order 2")):
        group.rejected("curve.unpack", {"packed": integer(y | sign)}, "packed-point-invalid",
                       what + " with the sign bit", "UnpackSignOfZero")
    _, y = base_multiple(11)
    for value, what in ((P, "p"), (P + 1, "p + 1, an alias of the identity"), (y + P, "an alias of a point"),
                        (y + P | sign, "an alias of a point, sign bit set"), ((1 << 255) - 1, "2^255 - 1"),
                        ((1 << 256) - 1, "2^256 - 1")):
        require(value % sign >= P)
        group.rejected("curve.unpack", {"packed": integer(value)}, "packed-point-invalid", "y is " + what,
                       "UnpackNotCanonical")
    for i in range(8):
        def has_no_point(y):
            return pow((1 - y * y) * (A - D * y * y), HALF, P) == P - 1
        y = search(f"no point {i}", P, has_no_point) | (sign if i % 2 else 0)
        group.rejected("curve.unpack", {"packed": integer(y)}, "packed-point-invalid", "no point has this y",
                       "UnpackNoPoint")
    for coordinate in (0, 1):
        k = search(f"unpack short {coordinate}", ELL, lambda k: zero_high_bytes(base_multiple(k)[coordinate]))
        unpack(group, curve.pack(base_multiple(k)), base_multiple(k),
               f"{'xy'[coordinate]} begins with a zero byte", "LeadingZeroOutput")


def texts(group):
    k = search("text", ELL, lambda k: zero_high_bytes(base_multiple(k)[0]) and zero_high_bytes(k))
    p = base_multiple(k)
    for text, flag, what in malformed_integers(p[0]):
        group.rejected("curve.isOnCurve", {"p": {"x": text, "y": integer(p[1])}}, "integer-malformed",
                       "x: " + what, flag)
    for text, flag, what in malformed_integers(k):
        group.rejected("curve.multiply", {"scalar": text, "p": point(BASE)}, "integer-malformed",
                       "scalar: " + what, flag)
    upper = {name: "0x" + text[2:].upper() for name, text in point(p).items()}
    group.verdict("curve.isOnCurve", {"p": upper}, True, "upper-case digits", "HexUpperCase")
    group.valid("curve.pack", {"p": upper}, "upper-case digits", "HexUpperCase")
    packed = "0x" + integer(curve.pack(p))[2:].upper()
    group.valid("curve.unpack", {"packed": packed}, "upper-case digits", "HexUpperCase")
