# SPDX-License-Identifier: Apache-2.0
"""eddsa_verify.json: signatures that must verify, and signatures that must not."""

from ..checks import require
from ..files import KNOWN, source_of
from ..reference.curve import A, BASE, D, IDENTITY
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from ..reference.scheme import REFERENCE
from . import error_precedence, evidence
from .build import VectorFile, note
from .points import LOW_ORDER, ORDERS, SQRT_MINUS_1, base_multiple, point, torsion_index
from .shared_notes import MALFORMED, hex_notes
from .values import draw, integer, malformed_integers, search, zero_high_bytes

curve, eddsa, field = REFERENCE.curve, REFERENCE.eddsa, REFERENCE.field

COFACTOR = "https://eprint.iacr.org/2020/1244"
NOTES = {
    "KnownAnswer": note("BASIC", "A signature that another implementation published or printed.",
                        "If it does not verify, the challenge or the equation is wrong."),
    "Ordinary": note("BASIC", "A signature in the reduced form under a pseudorandom key.",
                     "Compare challenge, leftSide and rightSide in this order."),
    "DocumentedSample": note(
        "MISSING_RANGE_CHECK", "The X-API-SIG sample of the documentation's cancel-order page. Both coordinates of R are "
        "p or more, so it is not a signature under any key.",
        "A parser that accepts it reduces silently, or does not check the range."),
    "ResponseAboveEll": note(
        "WRONG_RANGE_CHECK",
        "S = s + j*ell < 8*ell, and the equation holds for s. Valid under the relayer profile, not under the strict one.",
        "About seven in eight signatures of the exchange's SDKs have S >= ell. A verifier that requires S < ell refuses "
        "them. The strict profile must refuse them: each is a second spelling of a signature, and S >= ell shows that "
        "the signer leaks its key."),
    "ResponseNearGroupOrder": note(
        "WRONG_RANGE_CHECK", "S lies between p and 8*ell, an interval of some 2^126 values, and is in range.",
        "p and 8*ell are equal in their first 16 bytes. Code that keeps S as a field element refuses or changes it."),
    "ResponseOutOfRange": note(
        "MISSING_RANGE_CHECK", "S = s + 8*ell or more, and the equation holds for s. Refused under every profile.",
        "Every signature has further spellings. They circumvent duplicate detection and transaction identifiers that use "
        "the text."),
    "ResponseIsGroupOrder": note(
        "MISSING_RANGE_CHECK", "S = 8*ell, and the equation holds for S = 0.", "The comparison is off by one."),
    "ResponsePlusP": note(
        "MISSING_RANGE_CHECK",
        "S = s + p, and the equation holds for s. If s + p is below 8*ell, the equation does not hold; otherwise S is out "
        "of range.",
        "ethsnarks and hello_loopring keep S as a field element and accept it: every signature has a second spelling."),
    "ResponseZero": note(
        "EDGE_CASE", "S = 0 is in range. The equation decides.",
        "If an implementation treats 0 as a special case, it disagrees with others, or accepts S = 0 without the equation."),
    "ResponseByteOrder": note(
        "WRONG_BYTE_ORDER", "S is written little-endian in an otherwise valid text.",
        "A verifier that tries both orders accepts two texts for one signature."),
    "SignatureByteOrder": note(
        "WRONG_BYTE_ORDER", "R.x, R.y and S are written little-endian.",
        "A verifier that tries both orders accepts two texts for one signature."),
    "PublicKeyByteOrder": note(
        "WRONG_BYTE_ORDER", "The coordinates of A are written little-endian.",
        "With a verifier that tries both orders, an account can be registered under two texts."),
    "SwappedCoordinates": note(
        "WRONG_ORDER", "The coordinates of A or of R are swapped.",
        "A verifier that swaps them back accepts two texts for one key or signature."),
    "TamperedMessage": note(
        "MISSING_VERIFICATION", "The signature of another message: one bit of the message is changed.",
        "Every signature is accepted. loopring_sdk's verifyEdDSASig returns true for any input."),
    "TamperedResponse": note("MISSING_VERIFICATION", "S differs from a valid S by 1.",
                             "The equation is not checked, or S is not part of it."),
    "TamperedKey": note("MISSING_VERIFICATION", "The signature was made with another key.",
                        "Any user's signature is accepted for any other user."),
    "TamperedNoncePoint": note(
        "MISSING_VERIFICATION", "R is replaced by another point, or by a pair that is not on the curve.",
        "R is not compared, or a pair that is not on the curve is added."),
    "NegatedNoncePoint": note(
        "WRONG_SIGN",
        "R is the negative of the point for which the equation holds. The challenge is that of the R in the text.",
        "A verifier that ignores the sign of R (it drops the sign bit of a packed form, or compares only y) accepts two "
        "signatures instead of one."),
    "NegatedKey": note(
        "WRONG_SIGN",
        "A is the negative of the key for which the equation holds. The challenge is that of the given A.",
        "The sign of the key is lost in packing: a signature is valid under two keys."),
    "EquationBothCoordinates": note(
        "INCOMPLETE_COMPARISON",
        "The two sides of the equation agree in x only or in y only. Only the key's owner can make this signature, but it "
        "must not verify.",
        "For each valid signature, further values of S are accepted."),
    "PublicKeyNotOnCurve": note(
        "MISSING_CHECK",
        "A = (0, y) is not on the curve, and y is a root of unity. The addition formula multiplies the values of y, so "
        "that the result of h*A is the identity and the equation holds.",
        "Without the check, anyone can sign every message for this key. ethsnarks and several SDKs do not check it. The "
        "settlement circuit checks R only.", "https://eprint.iacr.org/2015/1233"),
    "NoncePointNotOnCurve": note(
        "MISSING_CHECK",
        "R is not on the curve, and the addition formula computes R + h*A = S*B. (A has order 8.)",
        "Without the check, signatures verify although R is not a point of the curve. Implementations with different "
        "formulas disagree about them."),
    "PublicKeyNotCanonical": note(
        "MISSING_RANGE_CHECK", "A coordinate of A is A.x + p or A.y + p.",
        "A key has several texts, which circumvent lists of blocked or registered keys."),
    "NoncePointNotCanonical": note(
        "MISSING_RANGE_CHECK", "A coordinate of R is R.x + p or R.y + p.",
        "A signature has several texts."),
    "MessageOutOfRange": note(
        "MISSING_RANGE_CHECK", "The message is m + p, and m was signed; or it is 2^256 - 1.",
        "Two messages share a signature. ethsnarks and hello_loopring accept m + p."),
    "CofactoredEquation": note(
        "WRONG_EQUATION",
        "The two sides differ by a point of low order: the equation multiplied by 8 holds, and the equation does not.",
        "A cofactored verifier, which RFC 8032 permits, accepts signatures that the exchange refuses. On-chain settlement "
        "requires the exact equation.", COFACTOR),
    "ChallengeReductionRejects": note(
        "WRONG_REDUCTION",
        "A has a low-order part. The equation holds with h and does not hold with h mod ell.",
        "A verifier that stores h as a scalar refuses signatures that satisfy the exact equation.", COFACTOR),
    "ChallengeReductionAccepts": note(
        "WRONG_REDUCTION",
        "A has a low-order part. The equation does not hold with h and holds with h mod ell.",
        "A verifier that stores h as a scalar accepts signatures that do not satisfy the exact equation: it reports that "
        "a request is signed, and the exchange refuses the request.", COFACTOR),
    "IdentityKey": note(
        "WEAK_KEY",
        "A = O. With R = S*B, every message verifies under the relayer profile. The strict profile refuses the key.",
        "Anyone can sign anything for this key. ethsnarks and hello_loopring accept the key."),
    "LowOrderKey": note(
        "WEAK_KEY",
        "A has order 2, 4 or 8. Under the relayer profile the equation decides. The strict profile refuses the key.",
        "Anyone can sign for this key after a few trials."),
    "MixedOrderKey": note(
        "WEAK_KEY",
        "A is a genuine key plus a point of low order, and 8*A is not the identity. The equation holds. The signature is "
        "valid under the relayer profile only.",
        "A test for low order does not detect this key. Implementations that treat h differently disagree about it.", COFACTOR),
    "MixedOrderKeySubgroupNoncePoint": note(
        "WEAK_KEY", "A has mixed order, and R is in the subgroup, because h is a multiple of the order of A's low-order part.",
        "A strict verifier that tests R and not A accepts the signature."),
    "LowOrderNoncePoint": note(
        "WEAK_NONCE", "R has order 2, 4 or 8. Under the relayer profile the equation decides: it holds if A has the matching "
        "low-order part, and does not hold if A is in the subgroup. The strict profile refuses all these signatures.",
        "An honest signer does not make this R. Verifiers that treat it as a special case disagree with the exact equation."),
    "MixedOrderNoncePoint": note(
        "WEAK_NONCE", "R has order 2*ell, 4*ell or 8*ell. Under the relayer profile the equation decides: it holds if A has the "
        "matching low-order part, and does not hold if A is in the subgroup. The strict profile refuses all these "
        "signatures.",
        "Verifiers that differ on these points disagree about the same signature."),
    "IdentityNoncePoint": note(
        "WEAK_NONCE", "R = O and S = k*h. The identity is in the subgroup, so both profiles accept.",
        "The scheme does not have a rule that refuses R = O. (This signature reveals the key: k = S/h.)"),
    "MessageZero": note("EDGE_CASE", "The message is 0.", "A valid message is refused, or treated as absent."),
    "MessageMaximum": note("EDGE_CASE", "The message is p - 1.", "A valid message is refused or changed."),
    "LeadingZeroInput": note(
        "ENCODING", "A coordinate of R or A, S, or the challenge begins with a zero byte.",
        "Number types that drop zeros read or hash fewer bytes: one signature in 256 fails."),
    "SignatureCommaJoined": note(
        "ENCODING", "R.x, R.y and S are joined by commas. The documentation describes this form, but its samples do not have commas.",
        "A signature has two texts, and the exchange refuses this one."),
    "SignatureMissingPrefix": note(
        "ENCODING", "The 192 digits without 0x.",
        "Some code drops the first two characters without a check, and then reads a shifted signature."),
    "SignaturePrefixCase": note("ENCODING", "The prefix is 0X instead of 0x.", "A signature has a second text."),
    "SignatureWrongLength": note(
        "ENCODING", "The text has 191, 193 or another wrong number of digits.",
        "If the text is padded or cut, several texts are accepted. If a part lost its leading zero, the parts after it are "
        "shifted."),
    "SignatureSurroundingSpace": note(
        "ENCODING", "The text has white space or a line feed before or after it.",
        "A signature has a second text. A line feed in a header value also allows header injection."),
    "SignatureInvalidCharacter": note(
        "ENCODING", "A sign, an underscore, a fullwidth digit or a letter after f is among the digits.",
        "General number parsers accept some of these characters, or stop early and use the digits before it."),
    "SignatureUpperCase": note("ENCODING", "Upper-case digits, which are accepted.",
                               "A genuine signature from another tool is refused."),
    **hex_notes(*MALFORMED, "HexUpperCase"),
}


def build():
    file = VectorFile(
        "eddsa_verify", "EdDSA on Baby Jubjub with Poseidon",
        ["Verify under both profiles, relayer and strict.",
         "result holds for both. If they differ, profiles has the verdict of each.",
         "S*B = R + h*A exactly: leftSide is S*B, rightSide is R + h*A."], NOTES)
    known_answers(file)
    group = file.group("EddsaVerify")
    ordinary(group)
    responses(group)
    tampered(group)
    signs(group)
    curve_checks(group)
    canonical(group)
    torsion(group)
    identities(group)
    byte_orders(group)
    leading_zeros(group)
    signature_texts(group)
    integer_texts(group)
    error_precedence.append_to(file)
    evidence.append_eddsa_verify(file)
    return file


def arguments(a, m, r_point, s):
    """For any integers below 2^256, valid or not."""
    return {"publicKey": point(a), "message": integer(m), "signature": eddsa.format_signature(r_point, s)}


def intermediates(a, m, r_point, s):
    h = eddsa.challenge(r_point, a, m)
    left, right = eddsa.sides(a, h, r_point, s)
    return {"R": point(r_point), "S": integer(s), "challenge": integer(h), "leftSide": point(left),
            "rightSide": point(right)}


BOTH = {"relayer": True, "strict": True}
RELAYER = {"relayer": True, "strict": False}
NEITHER = {"relayer": False, "strict": False}


def verdict(group, case, expected, comment, *flags):
    group.verdict("eddsa.verify", arguments(*case), expected, comment, *flags, intermediates=intermediates(*case))


def rejected(group, case, error, comment, *flags):
    group.rejected("eddsa.verify", arguments(*case), error, comment, *flags)


def signed(label, form="reduced"):
    """A new key, a new message and the signature: (k, A, m, R, S)."""
    k = 1 + draw(label + " key", ELL - 1)
    m = draw(label + " message", P)
    a, _, r_point, _, s = eddsa.sign(k, m, form)
    return k, a, m, r_point, s


def known_answers(file):
    # The others are at the end of the file, so that the numbers of the tests do not change.
    for entry in KNOWN["eddsaVerify"][:1]:
        group = file.group("EddsaVerify", source_of(entry))
        a, r_point = (tuple(int(entry[name][c], 16) for c in "xy") for name in ("publicKey", "R"))
        require(entry["valid"])
        verdict(group, (a, int(entry["message"], 16), r_point, int(entry["S"], 16)), BOTH,
                "signature of the settlement circuit's tests", "KnownAnswer")
    for entry in KNOWN["eddsaSign"]:
        group = file.group("EddsaVerify", source_of(entry))
        a, r_point = (tuple(int(entry[name][c], 16) for c in "xy") for name in ("publicKey", "R"))
        for name, expected in (("S", RELAYER), ("reducedS", BOTH)):
            verdict(group, (a, int(entry["message"], 16), r_point, int(entry[name], 16)), expected,
                    f"published signature, {name}", "KnownAnswer")
    sample = KNOWN["documentedSignatures"][0]
    group = file.group("EddsaVerify", source_of(sample))
    group.rejected("eddsa.verify", {"publicKey": point(BASE), "message": integer(1), "signature": sample["signature"]},
                   "field-element-out-of-range", "the documentation's sample", "DocumentedSample")


def ordinary(group):
    for i in range(16):
        _, *case = signed(f"ordinary {i}")
        verdict(group, case, BOTH, "pseudorandom key and message", "Ordinary")
    for m, flag in ((0, "MessageZero"), (P - 1, "MessageMaximum")):
        for form, expected in (("reduced", BOTH), ("unreduced", None)):
            k = search(f"{flag} {form}", ELL, lambda k: k and (form == "reduced" or eddsa.sign(k, m, form)[4] >= ELL))
            a, _, r_point, _, s = eddsa.sign(k, m, form)
            verdict(group, (a, m, r_point, s), expected or RELAYER, f"message {'0' if m == 0 else 'p - 1'}, {form}", flag)
            verdict(group, (a, m - 2 if m else 1, r_point, s), NEITHER, "the same signature for another message", flag)


def responses(group):
    for i in range(3):
        _, a, m, r_point, s = signed(f"multiples {i}")
        verdict(group, (a, m, r_point, s), BOTH, "S < ell", "ResponseAboveEll")
        for j in range(1, 8):
            verdict(group, (a, m, r_point, s + j * ELL), RELAYER, f"S + {j}*ell", "ResponseAboveEll")
    for i in range(3):
        _, a, m, r_point, s = signed(f"out of range {i}")
        for j in (8, 9, 15, 16, 40):
            require(s + j * ELL < 1 << 256)
            rejected(group, (a, m, r_point, s + j * ELL), "scalar-out-of-range", f"S + {j}*ell", "ResponseOutOfRange")
        require(s + P >= GROUP_ORDER)
        for j in (1, 2, 4):
            rejected(group, (a, m, r_point, s + j * P), "scalar-out-of-range", f"S + {j}p", "ResponsePlusP")
    _, a, m, r_point, s = signed("largest S")
    rejected(group, (a, m, r_point, (1 << 256) - 1), "scalar-out-of-range", "S = 2^256 - 1", "ResponseOutOfRange")
    # With A = O the equation is S*B = R, so S can be any number.
    o = IDENTITY
    for s in (0, 1, 5, GROUP_ORDER - P - 1):
        m, r_point = draw(f"plus p {s}", P), base_multiple(s)
        require(s + P < GROUP_ORDER and (s + P) % ELL != s % ELL)
        verdict(group, (o, m, r_point, s + P), NEITHER, f"S = {s} + p, which is below 8*ell", "ResponsePlusP")
    for s, what in ((P, "p"), (P + 1, "p + 1"), (GROUP_ORDER - 1, "8*ell - 1"), (GROUP_ORDER - 2, "8*ell - 2")):
        verdict(group, (o, draw(what, P), base_multiple(s), s), RELAYER, f"S = {what}", "ResponseNearGroupOrder")
    for s, what in ((ELL, "ell"), (ELL + 1, "ell + 1"), (2 * ELL, "2*ell"), (7 * ELL, "7*ell")):
        verdict(group, (o, draw(what, P), base_multiple(s), s), RELAYER, f"S = {what}", "ResponseAboveEll")
    rejected(group, (o, draw("8 ell", P), o, GROUP_ORDER), "scalar-out-of-range", "S = 8*ell", "ResponseIsGroupOrder")
    rejected(group, (o, draw("8 ell + 1", P), BASE, GROUP_ORDER + 1), "scalar-out-of-range", "S = 8*ell + 1",
             "ResponseOutOfRange")
    verdict(group, (o, draw("zero", P), o, 0), RELAYER, "S = 0, A = R = O", "ResponseZero")
    for i in (1, 2, 4):
        a, m, r_point, s = forged(f"zero response {i}", 0, i, lambda exact, reduced: exact, r=0)
        require(s == 0)
        verdict(group, (a, m, r_point, 0), RELAYER, f"S = 0, A of order {ORDERS[i]}", "ResponseZero")
    _, a, m, r_point, s = signed("zeroed")
    verdict(group, (a, m, r_point, 0), NEITHER, "S replaced by 0", "ResponseZero")
    verdict(group, (a, m, o, 0), NEITHER, "S replaced by 0 and R by O", "ResponseZero")


def tampered(group):
    for i in range(4):
        _, a, m, r_point, s = signed(f"tampered message {i}")
        other = m ^ (1 << 60 * i)
        verdict(group, (a, other, r_point, s), NEITHER, f"bit {60 * i} of the message is flipped", "TamperedMessage")
        _, a, m, r_point, s = signed(f"tampered response {i}")
        verdict(group, (a, m, r_point, s + (1 if i % 2 else -1)), NEITHER, "S is off by one", "TamperedResponse")
        _, a, m, r_point, s = signed(f"tampered key {i}")
        verdict(group, (base_multiple(draw(f"other {i}", ELL)), m, r_point, s), NEITHER, "another key", "TamperedKey")
        _, a, m, r_point, s = signed(f"tampered R {i}")
        verdict(group, (a, m, curve.add(r_point, BASE), s), NEITHER, "R + B", "TamperedNoncePoint")
        x, y = r_point
        rejected(group, (a, m, (x ^ 1 << 50 * i, y), s), "point-not-on-curve", f"bit {50 * i} of R.x is flipped",
                 "TamperedNoncePoint")
        rejected(group, (a, m, (x, y ^ 1 << 50 * i), s), "point-not-on-curve", f"bit {50 * i} of R.y is flipped",
                 "TamperedNoncePoint")


def signs(group):
    for i in range(3):
        k, r, m = (1 + draw(f"sign {i} {name}", ELL - 1) for name in "krm")
        a, r_point = base_multiple(k), base_multiple(r)
        # R' = -r*B, S = r + k*h: the equation holds with -R'
        negative = curve.negate(r_point)
        s = (r + k * eddsa.challenge(negative, a, m)) % ELL
        require(curve.multiply(s, BASE) == curve.add(r_point, curve.multiply(eddsa.challenge(negative, a, m), a)))
        verdict(group, (a, m, negative, s), NEITHER, "the equation holds with -R", "NegatedNoncePoint")
        # A' = -k*B, S = r + k*h: the equation holds with -A'
        s = (r + k * eddsa.challenge(r_point, curve.negate(a), m)) % ELL
        verdict(group, (curve.negate(a), m, r_point, s), NEITHER, "the equation holds with -A", "NegatedKey")
        # S = -(r + k*h): the right side is the negative of the left, equal in y
        s = -(r + k * eddsa.challenge(r_point, a, m)) % ELL
        left, right = eddsa.sides(a, eddsa.challenge(r_point, a, m), r_point, s)
        require(left != right and left[1] == right[1])
        verdict(group, (a, m, r_point, s), NEITHER, "the sides agree in y only", "EquationBothCoordinates")
        # with R + (0, -1) instead of R, they are equal in x
        mirrored = curve.add(r_point, LOW_ORDER[4])
        s = -(r + k * eddsa.challenge(mirrored, a, m)) % ELL
        left, right = eddsa.sides(a, eddsa.challenge(mirrored, a, m), mirrored, s)
        require(left != right and left[0] == right[0])
        verdict(group, (a, m, mirrored, s), NEITHER, "the sides agree in x only", "EquationBothCoordinates")
        _, a, m, r_point, s = signed(f"plain sign {i}")
        verdict(group, (a, m, curve.negate(r_point), s), NEITHER, "R of a valid signature negated", "NegatedNoncePoint")
        verdict(group, (curve.negate(a), m, r_point, s), NEITHER, "A of a valid signature negated", "NegatedKey")


def curve_checks(group):
    eighth = field.square_root(SQRT_MINUS_1)
    for y, order in ((SQRT_MINUS_1, 4), (P - SQRT_MINUS_1, 4), (eighth, 8), (P - eighth, 8)):
        a, m = (0, y), draw(f"off curve {y}", P)
        require(not curve.is_on_curve(a) and pow(y, order, P) == 1 != pow(y, order // 2, P))
        r = search(f"off curve {y}", ELL, lambda r: eddsa.challenge(base_multiple(r), a, m) % order == 0)
        require(eddsa.equation_holds(a, eddsa.challenge(base_multiple(r), a, m), base_multiple(r), r))
        rejected(group, (a, m, base_multiple(r), r), "point-not-on-curve",
                 f"A = (0, y) with y of order {order}; the equation holds without the check", "PublicKeyNotOnCurve")
    for i in (1, 3, 5, 7):
        a, m = LOW_ORDER[i], draw(f"off-curve R {i}", P)
        r_point, s = off_curve_nonce_point(a, i, m)
        require(not curve.is_on_curve(r_point))
        require(eddsa.equation_holds(a, eddsa.challenge(r_point, a, m), r_point, s))
        rejected(group, (a, m, r_point, s), "point-not-on-curve", "the equation holds without the check",
                 "NoncePointNotOnCurve")
    for i in range(4):
        _, a, m, r_point, s = signed(f"off curve {i}")
        rejected(group, ((a[0], a[1] ^ 1 << i), m, r_point, s), "point-not-on-curve", "A.y of a valid case altered",
                 "PublicKeyNotOnCurve")
        rejected(group, ((0, 0), draw(f"zero {i}", P), base_multiple(i + 3), i + 3), "point-not-on-curve", "A = (0, 0)",
                 "PublicKeyNotOnCurve")
        rejected(group, (a, m, (0, 0), s), "point-not-on-curve", "R = (0, 0)", "NoncePointNotOnCurve")
        _, a, m, r_point, s = signed(f"swapped {i}")
        require(not curve.is_on_curve(a[::-1]) and not curve.is_on_curve(r_point[::-1]))
        rejected(group, (a[::-1], m, r_point, s), "point-not-on-curve", "A of a valid case swapped", "SwappedCoordinates")
        rejected(group, (a, m, r_point[::-1], s), "point-not-on-curve", "R of a valid case swapped", "SwappedCoordinates")


def off_curve_nonce_point(a, i, m):
    """R off the curve and S such that the addition formula gives R + h*A = S*B; A = LOW_ORDER[i] has order 8.

    With Q = h*A = (x2, y2), (x3, y3) = S*B and w = x1*y1, the addition formula is linear in x1 and y1:
    y2*x1 + x2*y1 = x3*(1 + d*x2*y2*w) and -a*x2*x1 + y2*y1 = y3*(1 - d*x2*y2*w). Its solution, put into
    w = x1*y1, gives a quadratic equation: one root is the curve point S*B - Q, the other is not on the curve.
    """
    for s in range(1, 10000):
        x3, y3 = base_multiple(s)
        for q in (1, 3, 5, 7):
            x2, y2 = LOW_ORDER[q * i % 8]
            c = D * x2 * y2 % P
            inverse = pow(y2 * y2 + A * x2 * x2, -1, P)
            x_0, x_w = (x3 * y2 - x2 * y3) * inverse, c * (x3 * y2 + x2 * y3) * inverse
            y_0, y_w = (y2 * y3 + A * x2 * x3) * inverse, c * (A * x2 * x3 - y2 * y3) * inverse
            on_curve = curve.add((x3, y3), curve.negate((x2, y2)))
            # x_w*y_w*w^2 + ... + x_0*y_0 = 0; the product of the roots is x_0*y_0/(x_w*y_w)
            known_root = on_curve[0] * on_curve[1] % P
            if 0 in (x_w * y_w % P, known_root):
                continue
            w = x_0 * y_0 * pow(x_w * y_w * known_root, -1, P) % P
            r_point = (x_0 + x_w * w) % P, (y_0 + y_w * w) % P
            if curve.is_on_curve(r_point) or r_point[0] * r_point[1] % P != w:
                continue
            if eddsa.challenge(r_point, a, m) % 8 == q:
                return r_point, s
    raise AssertionError("no off-curve R found")


def canonical(group):
    for i in range(2):
        _, a, m, r_point, s = signed(f"canonical {i}")
        for j in (1, 4):
            what = "p" if j == 1 else f"{j}p"
            rejected(group, ((a[0] + j * P, a[1]), m, r_point, s), "field-element-out-of-range", f"A.x + {what}",
                     "PublicKeyNotCanonical")
            rejected(group, ((a[0], a[1] + j * P), m, r_point, s), "field-element-out-of-range", f"A.y + {what}",
                     "PublicKeyNotCanonical")
            rejected(group, (a, m, (r_point[0] + j * P, r_point[1]), s), "field-element-out-of-range", f"R.x + {what}",
                     "NoncePointNotCanonical")
            rejected(group, (a, m, (r_point[0], r_point[1] + j * P), s), "field-element-out-of-range", f"R.y + {what}",
                     "NoncePointNotCanonical")
            rejected(group, (a, m + j * P, r_point, s), "message-out-of-range", f"m + {what}", "MessageOutOfRange")
    rejected(group, (a, (1 << 256) - 1, r_point, s), "message-out-of-range", "m = 2^256 - 1", "MessageOutOfRange")
    rejected(group, (a, P, r_point, s), "message-out-of-range", "m = p", "MessageOutOfRange")
    o = IDENTITY
    for a, r_point, what, flag in (((P, 1), base_multiple(2), "A = (p, 1)", "PublicKeyNotCanonical"),
                                   ((0, P + 1), base_multiple(2), "A = (0, p + 1)", "PublicKeyNotCanonical"),
                                   (o, (P, 1), "R = (p, 1)", "NoncePointNotCanonical"),
                                   (o, (0, P + 1), "R = (0, p + 1)", "NoncePointNotCanonical")):
        s = 2 if flag.startswith("Public") else 0
        rejected(group, (a, draw(what, P), r_point, s), "field-element-out-of-range", what, flag)


def forged(label, k, i, wanted, r=None, j=None):
    """A = k*B + T_i, R = r*B + T_j, S = r + k*h for which wanted(exact, reduced) holds.

    `exact` says whether the equation holds with h, and `reduced` whether it holds with h mod ell. With the
    cofactor it always holds. j is random unless it is given. T_i is LOW_ORDER[i].
    """
    a = curve.add(base_multiple(k), LOW_ORDER[i])
    for attempt in range(100000):
        r_value = draw(f"{label} nonce {attempt}", ELL) if r is None else r
        m = draw(f"{label} message {attempt}", P)
        j_value = draw(f"{label} torsion {attempt}", 8) if j is None else j
        r_point = curve.add(base_multiple(r_value), LOW_ORDER[j_value])
        h = eddsa.challenge(r_point, a, m)
        exact, reduced = ((j_value + multiplier * i) % 8 == 0 for multiplier in (h, h % ELL))
        if wanted(exact, reduced):
            s = (r_value + k * h) % ELL
            require(eddsa.equation_holds(a, h, r_point, s) == exact)
            require(eddsa.equation_holds(a, h % ELL, r_point, s) == reduced)
            left, right = eddsa.sides(a, h, r_point, s)
            require(curve.multiply(8, left) == curve.multiply(8, right))
            return a, m, r_point, s
    raise AssertionError(label)


def torsion(group):
    for i in range(1, 8):
        n = ORDERS[i]
        k = 1 + draw(f"torsion {i}", ELL - 1)
        case = forged(f"low key {i}", 0, i, lambda exact, reduced: exact and reduced)
        verdict(group, case, RELAYER, f"A of order {n}, the equation holds", "LowOrderKey")
        case = forged(f"low key subgroup R {i}", 0, i, lambda exact, reduced: exact and reduced, j=0)
        verdict(group, case, RELAYER, f"A of order {n}, R in the subgroup, the equation holds", "LowOrderKey")
        case = forged(f"low key wrong {i}", 0, i, lambda exact, reduced: not exact and not reduced)
        verdict(group, case, NEITHER, f"A of order {n}; only eight times the equation holds", "CofactoredEquation")
        for secret, what in ((k, f"A of order {n}*ell"), (0, f"A of order {n}")):
            for j, where in ((0, "R in the subgroup"), (None, "R with a low-order part")):
                def rejects(exact, reduced):
                    return exact and not reduced

                def accepts(exact, reduced):
                    return reduced and not exact

                label = f"{i} {bool(secret)} {j}"
                case = forged("rejects " + label, secret, i, rejects, j=j)
                verdict(group, case, RELAYER, f"{what}, {where}: holds with h, not with h mod ell",
                        "ChallengeReductionRejects", "MixedOrderKey" if secret else "LowOrderKey")
                case = forged("accepts " + label, secret, i, accepts, j=j)
                verdict(group, case, NEITHER, f"{what}, {where}: holds with h mod ell, not with h",
                        "ChallengeReductionAccepts")
        case = forged(f"mixed key {i}", k, i, lambda exact, reduced: exact and reduced)
        verdict(group, case, RELAYER, f"A of order {n}*ell, the equation holds", "MixedOrderKey")
        case = forged(f"mixed key, subgroup {i}", k, i, lambda exact, reduced: exact and reduced, j=0)
        require(torsion_index(case[2]) == 0)
        verdict(group, case, RELAYER, f"A of order {n}*ell, R in the subgroup", "MixedOrderKeySubgroupNoncePoint")
        case = forged(f"mixed wrong {i}", k, i, lambda exact, reduced: not exact and not reduced)
        verdict(group, case, NEITHER, f"A of order {n}*ell; only eight times the equation holds", "CofactoredEquation")
        # R has low order: S = k*h, and the low-order parts must cancel
        unit = i if n == 8 else 1
        case = forged(f"low R {i}", k, unit, lambda exact, reduced: exact and reduced, r=0, j=i)
        require(curve.multiply(8, case[2]) == IDENTITY != case[2])
        verdict(group, case, RELAYER, f"R of order {n}, the equation holds", "LowOrderNoncePoint")
        case = forged(f"low R wrong {i}", k, 0, lambda exact, reduced: not exact, r=0, j=i)
        verdict(group, case, NEITHER, f"R of order {n}, A in the subgroup; only eight times the equation holds",
                "CofactoredEquation", "LowOrderNoncePoint")
        case = forged(f"mixed R {i}", k, unit, lambda exact, reduced: exact and reduced, j=i)
        verdict(group, case, RELAYER, f"R of order {n}*ell, the equation holds", "MixedOrderNoncePoint")
        case = forged(f"mixed R wrong {i}", k, 0, lambda exact, reduced: not exact, j=i)
        verdict(group, case, NEITHER, f"R of order {n}*ell, A in the subgroup; only eight times the equation holds",
                "CofactoredEquation", "MixedOrderNoncePoint")


def identities(group):
    o = IDENTITY
    for i in range(4):
        s = draw(f"identity key {i}", ELL)
        verdict(group, (o, draw(f"any message {i}", P), base_multiple(s), s), RELAYER, "A = O signs any message",
                "IdentityKey")
        k = 1 + draw(f"identity R {i}", ELL - 1)
        case = forged(f"identity R {i}", k, 0, lambda exact, reduced: exact, r=0, j=0)
        require(case[2] == o)
        verdict(group, case, BOTH, "R = O and S = k*h", "IdentityNoncePoint")
    _, a, m, r_point, s = signed("identity in place")
    verdict(group, (o, m, r_point, s), NEITHER, "A of a valid signature replaced by O", "IdentityKey")
    verdict(group, (a, m, o, s), NEITHER, "R of a valid signature replaced by O", "IdentityNoncePoint")


def reverse(value):
    return int.from_bytes(value.to_bytes(32, "big"), "little")


def byte_orders(group):
    for i in range(3):
        def response_fits(k):
            s = eddsa.sign(k, m, "reduced")[4]
            return reverse(s) < ELL

        m = draw(f"byte order {i}", P)
        k = search(f"byte order {i}", ELL, response_fits)
        a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
        verdict(group, (a, m, r_point, reverse(s)), NEITHER, "S little-endian", "ResponseByteOrder")

        def key_fits(k):
            return max(map(reverse, base_multiple(k))) < P

        k = search(f"key byte order {i}", ELL, key_fits)
        a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
        rejected(group, (tuple(map(reverse, a)), m, r_point, s), "point-not-on-curve", "A little-endian",
                 "PublicKeyByteOrder")

        def signature_fits(m):
            r_point = base_multiple(eddsa.nonce(k, m))
            return max(map(reverse, r_point)) < P

        m = search(f"signature byte order {i}", P, signature_fits)
        a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
        rejected(group, (a, m, tuple(map(reverse, r_point)), reverse(s)), "point-not-on-curve", "R and S little-endian",
                 "SignatureByteOrder")


def leading_zeros(group):
    k = 1 + draw("leading zeros", ELL - 1)
    tests = {
        "R.x": lambda r_point, h, s: zero_high_bytes(r_point[0]),
        "R.y": lambda r_point, h, s: zero_high_bytes(r_point[1]),
        "S": lambda r_point, h, s: zero_high_bytes(s),
        "h": lambda r_point, h, s: zero_high_bytes(h),
    }
    for name, test in tests.items():
        for i in range(2):
            def has_it(m):
                _, _, r_point, h, s = eddsa.sign(k, m, "reduced")
                return test(r_point, h, s)

            m = search(f"leading zero {name} {i}", P, has_it)
            a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
            verdict(group, (a, m, r_point, s), BOTH, f"{name} begins with a zero byte", "LeadingZeroInput")
    for coordinate in (0, 1):
        k = search(f"leading zero A {coordinate}", ELL, lambda k: k and zero_high_bytes(base_multiple(k)[coordinate]))
        m = draw(f"leading zero A {coordinate}", P)
        a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
        verdict(group, (a, m, r_point, s), BOTH, f"A.{'xy'[coordinate]} begins with a zero byte", "LeadingZeroInput")
    m = search("leading zero m", P, zero_high_bytes)
    a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
    verdict(group, (a, m, r_point, s), BOTH, "the message begins with a zero byte", "LeadingZeroInput")


def signature_texts(group):
    def begins_with_zero(m):
        r_point = base_multiple(eddsa.nonce(k, m))
        return all(value >> 252 == 0 for value in r_point) and r_point[0] % 16 > 9

    k = 1 + draw("signature texts", ELL - 1)
    m = search("signature texts", P, begins_with_zero)
    a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
    base = {"publicKey": point(a), "message": integer(m)}
    text = eddsa.format_signature(r_point, s)
    digits = text[2:]
    parts = [digits[:64], digits[64:128], digits[128:]]
    fullwidth = "".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in digits)
    cases = [
        ("SignatureCommaJoined", "0x" + ",".join(parts), "three parts joined by commas, one prefix"),
        ("SignatureCommaJoined", ",".join("0x" + part for part in parts), "three prefixed parts joined by commas"),
        ("SignatureCommaJoined", ", ".join("0x" + part for part in parts), "three prefixed parts, commas and spaces"),
        ("SignatureMissingPrefix", digits, "no 0x"),
        ("SignaturePrefixCase", "0X" + digits, "0X"),
        ("SignatureWrongLength", "0x" + digits[1:], "191 digits, the first zero missing"),
        ("SignatureWrongLength", "0x" + digits[:-1], "191 digits, the last one missing"),
        ("SignatureWrongLength", "0x0" + digits, "193 digits, a zero before"),
        ("SignatureWrongLength", text + "0", "193 digits, a zero after"),
        ("SignatureWrongLength", "0x" + parts[0] + parts[1][1:] + parts[2], "191 digits, the first zero of R.y missing"),
        ("SignatureWrongLength", "0x" + "".join(part.lstrip("0") for part in parts), "leading zeros dropped in every part"),
        ("SignatureWrongLength", "0x" + digits[:128], "R alone"),
        ("SignatureWrongLength", "0x", "the prefix alone"),
        ("SignatureWrongLength", "", "the empty text"),
        ("SignatureWrongLength", text + digits[128:], "S twice"),
        ("SignatureSurroundingSpace", " " + text, "a space before"),
        ("SignatureSurroundingSpace", text + " ", "a space after"),
        ("SignatureSurroundingSpace", text + "\n", "a line feed after"),
        ("SignatureSurroundingSpace", text + "\r\n", "a carriage return and line feed after"),
        ("SignatureInvalidCharacter", "0x_" + digits[1:], "an underscore"),
        ("SignatureInvalidCharacter", "+" + text, "a sign before"),
        ("SignatureInvalidCharacter", "0x" + fullwidth, "fullwidth digits"),
        ("SignatureInvalidCharacter", text[:-1] + "g", "a g at the end"),
        ("SignatureInvalidCharacter", text[:66] + " " + text[67:], "a space instead of a digit"),
    ]
    for flag, malformed, what in cases:
        group.rejected("eddsa.verify", base | {"signature": malformed}, "signature-malformed", what, flag)
    stages = intermediates(a, m, r_point, s)
    group.verdict("eddsa.verify", base | {"signature": text}, BOTH, "the same signature, well-formed", "Ordinary",
                  intermediates=stages)
    group.verdict("eddsa.verify", base | {"signature": "0x" + digits.upper()}, BOTH, "upper-case digits",
                  "SignatureUpperCase", intermediates=stages)
    mixed = "".join(c.upper() if i % 2 else c for i, c in enumerate(digits))
    group.verdict("eddsa.verify", base | {"signature": "0x" + mixed}, BOTH, "digits in mixed case", "SignatureUpperCase",
                  intermediates=stages)


def integer_texts(group):
    def key_short(k):
        return k and zero_high_bytes(base_multiple(k)[0])

    k = search("integer texts", ELL, key_short)
    m = search("integer texts", P, zero_high_bytes)
    a, _, r_point, _, s = eddsa.sign(k, m, "reduced")
    good = arguments(a, m, r_point, s)
    for text, flag, what in malformed_integers(a[0]):
        group.rejected("eddsa.verify", good | {"publicKey": {"x": text, "y": integer(a[1])}}, "integer-malformed",
                       "A.x: " + what, flag)
    for text, flag, what in malformed_integers(m):
        group.rejected("eddsa.verify", good | {"message": text}, "integer-malformed", "message: " + what, flag)
    upper = {name: "0x" + text[2:].upper() for name, text in point(a).items()}
    group.verdict("eddsa.verify", good | {"publicKey": upper, "message": "0x" + integer(m)[2:].upper()}, BOTH,
                  "upper-case digits in A and m", "HexUpperCase", intermediates=intermediates(a, m, r_point, s))
