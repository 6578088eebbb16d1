# SPDX-License-Identifier: Apache-2.0
"""eddsa_sign.json: from a secret key and a message to a signature, with every stage."""

import hashlib

from ..bugs.catalog import answer_with
from ..checks import Inconsistency, require
from ..files import KNOWN, source_of
from ..reference.curve import BASE
from ..reference.eddsa import FORMS, PROFILES
from ..reference.encoding import little_endian_32
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from ..reference.scheme import REFERENCE
from . import error_precedence
from .build import VectorFile, note
from .points import base_multiple
from .shared_notes import MALFORMED, hex_notes
from .values import draw, integer, malformed_integers, search, zero_high_bytes, zero_low_bytes

curve, eddsa = REFERENCE.curve, REFERENCE.eddsa

RFC8032 = "https://www.rfc-editor.org/rfc/rfc8032"
VALID_ANYWAY = ("The signature still verifies. The mistake shows only if two implementations are compared byte by "
                "byte.")
VERIFIES_NOWHERE = "No other implementation verifies the signature. The exchange answers 104005 (wrong signature)."

NOTES = {
    "KnownAnswer": note("BASIC", "A signature that a public implementation prints.",
                        "If only these fail, the inputs are read wrongly."),
    "Ordinary": note("BASIC", "Pseudorandom keys and messages without zero bytes at either end.",
                     "Compare publicKey, nonce, R, challenge and S in this order. The first one that differs shows the stage."),
    "NonceKeyLowZeroBytes": note(
        "DROPPED_ZEROS",
        "The secret key ends in zero bytes: its lowest bytes are 0. LE32(k) begins with these zero bytes. They are "
        "part of the input of the nonce's SHA-512.",
        "One key in 256 gets a different nonce than in other implementations. " + VALID_ANYWAY + " go-loopring-sig does this."),
    "NonceKeyHighZeroBytes": note(
        "DROPPED_ZEROS",
        "The secret key is short: its highest bytes are 0. LE32(k) ends in these zero bytes. They are part of the "
        "input of the nonce's SHA-512.",
        "About one key in six is shorter than 32 bytes, and gets a different nonce than in other implementations. " + VALID_ANYWAY
        + " PoseidonSharp does this."),
    "NonceMessageLowZeroBytes": note(
        "DROPPED_ZEROS", "The lowest bytes of the message are 0. LE32(m) must keep them.",
        "One message in 256 gets a different nonce. " + VALID_ANYWAY),
    "NonceMessageHighZeroBytes": note(
        "DROPPED_ZEROS", "The highest bytes of the message are 0. LE32(m) must keep them.",
        "About one request in 48 gets a different nonce. " + VALID_ANYWAY),
    "NonceKeyByteOrder": note("WRONG_BYTE_ORDER", "The input of the nonce's hash has k as 32 little-endian bytes.", VALID_ANYWAY),
    "NonceMessageByteOrder": note("WRONG_BYTE_ORDER", "The input of the nonce's hash has m as 32 little-endian bytes.",
                                  VALID_ANYWAY),
    "NonceDigestByteOrder": note("WRONG_BYTE_ORDER", "The SHA-512 digest is read little-endian.", VALID_ANYWAY),
    "NonceDigestWidth": note(
        "TRUNCATION", "All 64 bytes of the digest are reduced mod ell, not only 32 of them.",
        "With 256 bits the nonce is slightly biased, and it differs from that of other implementations. " + VALID_ANYWAY),
    "NonceModulus": note(
        "WRONG_MODULUS", "The nonce is reduced mod ell: not mod p, not mod 8*ell.",
        "With a nonce reduced mod 8*ell, R is the same point, but the printed nonce and the unreduced S differ. With "
        "a nonce reduced mod p, everything differs."),
    "NonceDigestUnsigned": note(
        "SIGNED_NUMBER", "The SHA-512 digest is an unsigned number. In this test, a reader of signed numbers reads a negative number.",
        "For every second message the nonce differs from that of other implementations. The signature still "
        "verifies."),
    "NonceHash": note("WRONG_HASH", "The nonce's hash is SHA-512.", VALID_ANYWAY),
    "NonceInputOrder": note("WRONG_ORDER", "In the input of the nonce's hash, k is before m.", VALID_ANYWAY),
    "NonceDependsOnMessage": note(
        "NONCE_REUSE", "Several messages under one key. Every nonce is different.",
        "Two signatures with the same nonce reveal the key: k = (S1 - S2)/(h1 - h2) mod ell."),
    "NonceDependsOnKey": note(
        "PREDICTABLE_NONCE", "One message under several keys. Every nonce is different.",
        "If others can compute the nonce, a single signature reveals the key: k = (S - r)/h mod ell."),
    "ChallengeOrder": note("WRONG_ORDER", "The challenge hashes R.x, R.y, A.x, A.y, m in this order.", VERIFIES_NOWHERE),
    "ChallengeRounds": note(
        "WRONG_PARAMETER", "The challenge has 6 full and 52 partial rounds. The order hash has 53 partial rounds, and ethsnarks' "
        "default is 8 and 57.", VERIFIES_NOWHERE),
    "ChallengeWidth": note("WRONG_PARAMETER", "The five inputs of the challenge are hashed at t = 6.", VERIFIES_NOWHERE),
    "ChallengeBindsKey": note(
        "MISSING_INPUT", "A is an input of the challenge: with the same R and the same message, two keys have different challenges.",
        "Without A, a signature is also valid under related keys (key substitution). " + VERIFIES_NOWHERE),
    "ChallengeBindsMessage": note(
        "MISSING_INPUT", "m is an input of the challenge.",
        "Without m, one signature is valid for every message of the key. " + VERIFIES_NOWHERE),
    "ChallengeBindsNoncePoint": note(
        "MISSING_INPUT", "Both coordinates of R and of A are inputs of the challenge.",
        "With x alone, R and its mirror image (x, -y) have the same challenge. " + VERIFIES_NOWHERE),
    "ChallengeNotReduced": note(
        "WRONG_REDUCTION",
        "The unreduced form S = (r + k*h) mod 8*ell uses h as an integer. If h is first reduced mod ell, S changes by "
        "a multiple of ell, which is not 0 in this test.",
        "The signature still verifies, but it differs from that of the SDKs."),
    "ReducedForm": note(
        "KEY_LEAK",
        "The reduced form, S = (r + k*h) mod ell. In this test, the unreduced S is a different number.",
        "An implementation that prints S mod 8*ell leaks about three bits of the secret key with each signature. "
        "About 85 signatures determine the key."),
    "UnreducedForm": note(
        "COMPATIBILITY",
        "The unreduced form, S = (r + k*h) mod 8*ell, with S between j*ell and (j + 1)*ell for each j from 0 to 7. "
        "This form exists only for comparison with other implementations.",
        "If the reduced S is printed although the unreduced form was requested, the output is not what a client sends."),
    "UnreducedLeaksKey": note(
        "KEY_LEAK",
        "Unreduced signatures, and the reduced form for the same messages. (S - k*h) mod 8*ell < ell holds for the "
        "true key k, as always, and does not hold for k + 1.",
        "Each unreduced signature excludes seven wrong keys in eight. Replace every key that has signed in this form."),
    "ResponseModulus": note(
        "WRONG_MODULUS", "r + k*h has different residues mod ell, 8*ell and p.",
        "p and 8*ell are equal in the first 16 bytes. " + VERIFIES_NOWHERE),
    "ResponseSign": note("WRONG_SIGN", "S = r + k*h, with a plus.", VERIFIES_NOWHERE),
    "BasePoint": note(
        "WRONG_CONSTANT", "A = k*B with the base point of SPEC.md, which is not that of EIP-2494 or circomlib.",
        "Nobody knows the secret key of this public key. An account that registers it is locked.",
        "https://eips.ethereum.org/EIPS/eip-2494"),
    "PublicKeyNotClamped": note(
        "CLAMPING", "The base point is multiplied by k unchanged, whatever its low three bits and its high bits are.",
        "With the clamping of Ed25519, the public key is different.", RFC8032),
    "PublicKeyNotHashed": note(
        "WRONG_ALGORITHM", "The scalar is k itself. Ed25519 hashes a seed first; this scheme does not.",
        "The public key is different, and keys cannot be exchanged with the SDKs.", RFC8032),
    "SecretKeyZero": note(
        "MISSING_RANGE_CHECK", "The secret key 0 is refused.",
        "Its public key is the identity, under which anyone can sign anything. An SDK that ignores parse errors signs "
        "with this key."),
    "SecretKeyEll": note(
        "MISSING_RANGE_CHECK", "The secret key ell is refused: it is 0 mod ell.",
        "With an off-by-one comparison, the identity becomes a public key."),
    "SecretKeyOutOfRange": note(
        "MISSING_RANGE_CHECK", "A secret key above ell is refused, not reduced: ell + 1, 8*ell, p, 2^256 - 1.",
        "A typing error or a key of another scheme (usually an Ethereum private key) is accepted as a secret key. "
        "k + ell has the same public key as k but makes different signatures, because k is an input of the nonce."),
    "SecretKeyMaximum": note("EDGE_CASE", "ell - 1 is a key; its public key is -B.", "A valid key is refused."),
    "SecretKeyMinimum": note("EDGE_CASE", "1 is a key; its public key is B.", "A valid key is refused."),
    "SecretKeyByteOrder": note(
        "WRONG_BYTE_ORDER", "The text of the secret key is big-endian.",
        "The public key is different. poseidon-java reads raw keys little-endian."),
    "MessageZero": note("EDGE_CASE", "0 is a message.", "A valid message is refused, or treated as absent."),
    "MessageMaximum": note("EDGE_CASE", "p - 1 is a message.", "A valid message is refused or reduced."),
    "MessageAboveEll": note(
        "WRONG_REDUCTION", "The message lies between ell and p. It is an element of F_p, not a scalar.",
        "If the message is reduced mod ell, seven messages in eight are changed before they are signed."),
    "MessageOutOfRange": note(
        "MISSING_RANGE_CHECK", "A message of p or more is refused, not reduced.",
        "If it is reduced, m and m + p have the same signature."),
    "SignatureLayout": note(
        "WRONG_ORDER", "The text is 0x, R.x, R.y, S, without separators.",
        "The documentation describes commas, but its samples do not have commas. " + VERIFIES_NOWHERE),
    "SignatureByteOrder": note("WRONG_BYTE_ORDER", "R.x, R.y and S are printed big-endian.", VERIFIES_NOWHERE),
    "LeadingZeroSecretKey": note(
        "ENCODING", "The text of the secret key begins with a zero byte.",
        "Exported keys often lack these zeros. A parser that aligns these keys wrongly uses a different key."),
    "LeadingZeroMessage": note("ENCODING", "The message begins with a zero byte.",
                               "Number types that drop the zero byte hash a shorter input for the nonce."),
    "LeadingZeroNonce": note("ENCODING", "r begins with two zero bytes.",
                             "A multiplication that skips leading zero digits must start at the identity."),
    "LeadingZeroPublicKey": note("ENCODING", "A.x or A.y begins with a zero byte.",
                                 "The public key is printed short, or hashed as fewer bytes."),
    "LeadingZeroNoncePoint": note("ENCODING", "R.x or R.y begins with a zero byte.",
                                  "If the zeros are dropped, the signature text is short, and all its later digits are shifted."),
    "LeadingZeroChallenge": note("ENCODING", "h begins with a zero byte.",
                                 "A multiplication that assumes 32 significant bytes fails."),
    "LeadingZeroResponse": note("ENCODING", "S begins with a zero byte (two, in the reduced form).",
                                "If the zeros are dropped, one signature in 256 is refused."),
    "LeadingZeroSignature": note(
        "ENCODING", "A part of the signature text begins with zero digits, which must be printed.",
        "If the zeros are dropped, the text has fewer than 192 digits, and the exchange answers 104005 for some "
        "signatures."),
    **hex_notes(*MALFORMED, "HexUpperCase"),
}


def plain(value):
    """Neither end of the 32 bytes is zero, so that no flag about zeros applies."""
    return not zero_high_bytes(value) and not zero_low_bytes(value)


def key(label):
    return search("key " + label, ELL, plain)


def message(label):
    return search("message " + label, P, plain)


def build():
    file = VectorFile(
        "eddsa_sign", "EdDSA on Baby Jubjub with Poseidon",
        ["S is (r + k*h) mod ell in the reduced form and mod 8*ell in the unreduced form.",
         "The unreduced form leaks the secret key. It is included only to compare implementations."], NOTES)
    known_answers(file)
    group = file.group("EddsaSign")
    ordinary(group)
    nonce_zeros(group)
    structural(group)
    nonce_dependence(group)
    forms(group)
    keys(group)
    messages(group)
    leading_zeros(group)
    texts(group)
    error_precedence.append_to(file)
    unsigned(file.group("EddsaSign"))
    return file


def sign(group, k, m, form, comment, *flags, check=None):
    out = group.valid("eddsa.sign", {"secretKey": integer(k), "message": integer(m), "form": form}, comment, *flags)
    a, r, r_point, h, s = eddsa.sign(k, m, form)
    require(r_point == base_multiple(r) and a == base_multiple(k))
    require((s - r - k * h) % ELL == 0 and s < (ELL if form == "reduced" else GROUP_ORDER))
    require(all(eddsa.verify(a, m, r_point, s, profile) == (profile == "relayer" or s < ELL)
                for profile in PROFILES))
    require(check is None or check(r, r_point, h, s), comment)
    return out


def unsigned(group):
    """SHA-512 digests that are negative as signed numbers, and 31-byte integers whose highest bit is set."""
    for i in range(3):
        k, m = nonce_digest(f"unsigned {i}", lambda digest: digest >> 511)
        sign(group, k, m, "reduced", "the highest bit of the SHA-512 digest is set", "NonceDigestUnsigned")
    for i in range(2):
        k, m = nonce_digest(f"digits {i}", lambda digest: digest >= 0xF8 << 504)
        sign(group, k, m, "reduced", "the SHA-512 digest begins with F8 or more: a signed number of fewer hexadecimal digits",
             "NonceDigestUnsigned")
    for i in range(2):
        k = 1 << 247 | draw(f"31 bytes k {i}", 1 << 247)
        m = 1 << 247 | draw(f"31 bytes m {i}", 1 << 247)
        sign(group, k, draw(f"31 bytes other {i}", P), "reduced", "k has 31 bytes, the first of which is 128 or more", "NonceKeyHighZeroBytes")
        sign(group, 1 + draw(f"31 bytes key {i}", ELL - 1), m, "reduced", "m has 31 bytes, the first of which is 128 or more",
             "NonceMessageHighZeroBytes")


def nonce_digest(label, accepts):
    """A key and a message whose SHA-512 digest, as a little-endian integer, has the property."""
    for attempt in range(10_000):
        k, m = 1 + draw(f"{label} {attempt} key", ELL - 1), draw(f"{label} {attempt} message", P)
        digest = hashlib.sha512(k.to_bytes(32, "little") + m.to_bytes(32, "little")).digest()
        if accepts(int.from_bytes(digest, "little")):
            return k, m
    raise Inconsistency(label)


def public_key(group, k, comment, *flags):
    group.valid("eddsa.publicKey", {"secretKey": integer(k)}, comment, *flags)


def known_answers(file):
    for entry in KNOWN["eddsaSign"]:
        group = file.group("EddsaSign", source_of(entry))
        k, m = int(entry["secretKey"], 16), int(entry["message"], 16)
        public_key(group, k, "public key of a published signature", "KnownAnswer")
        out = sign(group, k, m, "unreduced", "published signature", "KnownAnswer")
        for name in ("publicKey", "nonce", "R", "challenge", "S", "signature"):
            require(out[name] == entry[name])
        out = sign(group, k, m, "reduced", "the same, reduced", "KnownAnswer")
        require(out["signature"] == entry["reducedSignature"])
    for entry in KNOWN["requestSign"]:
        group = file.group("EddsaSign", source_of(entry))
        k, m = int(entry["secretKey"], 16), int(entry["message"], 16)
        out = sign(group, k, m, "unreduced", "the message of a published request", "KnownAnswer")
        require(out["signature"] == entry["signature"])
        out = sign(group, k, m, "reduced", "the same, reduced", "KnownAnswer")
        require(out["signature"] == entry["reducedSignature"])


def ordinary(group):
    for i in range(16):
        k, m = key(f"ordinary {i}"), message(f"ordinary {i}")
        public_key(group, k, "pseudorandom key", "Ordinary")
        sign(group, k, m, "reduced", "pseudorandom key and message", "Ordinary")


def wrong(name, k, m, form="reduced"):
    return answer_with(name, "eddsa.sign", {"secretKey": integer(k), "message": integer(m), "form": form})["out"]


def nonce_zeros(group):
    for count in (1, 2, 3, 4, 8, 16, 24, 30):
        k = search(f"low zeros of k {count}", ELL >> 8 * count,
                   lambda v: v % 256 and not zero_high_bytes(v << 8 * count)) << 8 * count
        m = message(f"low zeros of k {count}")
        require(zero_low_bytes(k, count) and not zero_low_bytes(k, count + 1) and not zero_high_bytes(k))
        mistaken = wrong("nonce-drops-zero-low-bytes", k, m)["nonce"]
        what = f"k has {count} zero low bytes; dropping them gives the nonce {mistaken[:18]}..."
        sign(group, k, m, "reduced", what, "NonceKeyLowZeroBytes", check=lambda r, *_: integer(r) != mistaken)
        if count in (1, 8):
            sign(group, k, m, "unreduced", what, "NonceKeyLowZeroBytes")
    for count in (1, 2, 3, 4, 8, 16, 24, 30, 31):
        k = search(f"high zeros of k {count}", 1 << (256 - 8 * count),
                   lambda v: v and v % 256 and v < ELL and not zero_high_bytes(v, count + 1))
        m = message(f"high zeros of k {count}")
        require(zero_high_bytes(k, count) and not zero_low_bytes(k))
        mistaken = wrong("nonce-key-unpadded", k, m)["nonce"]
        what = f"k has {count} zero high bytes; dropping them gives the nonce {mistaken[:18]}..."
        sign(group, k, m, "reduced", what, "NonceKeyHighZeroBytes", "LeadingZeroSecretKey",
             check=lambda r, *_: integer(r) != mistaken)
    for count in (1, 2, 4, 8, 16, 30):
        m = search(f"low zeros of m {count}", P >> 8 * count,
                   lambda v: v % 256 and not zero_high_bytes(v << 8 * count)) << 8 * count
        k = key(f"low zeros of m {count}")
        require(zero_low_bytes(m, count) and not zero_high_bytes(m))
        mistaken = wrong("nonce-message-drops-zero-low-bytes", k, m)["nonce"]
        sign(group, k, m, "reduced", f"m has {count} zero low bytes; dropping them gives the nonce {mistaken[:18]}...",
             "NonceMessageLowZeroBytes", check=lambda r, *_: integer(r) != mistaken)
    for count in (1, 2, 4, 8, 16, 31):
        m = search(f"high zeros of m {count}", 1 << (256 - 8 * count),
                   lambda v: v and v % 256 and not zero_high_bytes(v, count + 1))
        k = key(f"high zeros of m {count}")
        mistaken = wrong("nonce-message-unpadded", k, m)["nonce"]
        sign(group, k, m, "reduced", f"m has {count} zero high bytes; dropping them gives the nonce {mistaken[:18]}...",
             "NonceMessageHighZeroBytes", "LeadingZeroMessage", check=lambda r, *_: integer(r) != mistaken)


# flag -> the bug whose wrong value the comment shows, and the first output that is wrong
STRUCTURAL = {
    "NonceKeyByteOrder": ("nonce-key-big-endian", "nonce"),
    "NonceMessageByteOrder": ("nonce-message-big-endian", "nonce"),
    "NonceDigestByteOrder": ("nonce-digest-big-endian", "nonce"),
    "NonceDigestWidth": ("nonce-digest-truncated", "nonce"),
    "NonceModulus": ("nonce-modulo-p", "nonce"),
    "NonceHash": ("nonce-sha256", "nonce"),
    "NonceInputOrder": ("nonce-of-message-before-key", "nonce"),
    "ChallengeOrder": ("challenge-key-before-nonce-point", "challenge"),
    "ChallengeRounds": ("challenge-with-53-partial-rounds", "challenge"),
    "ChallengeWidth": ("challenge-with-width-7", "challenge"),
    "ChallengeBindsKey": ("challenge-without-key", "challenge"),
    "ChallengeBindsMessage": ("challenge-without-message", "challenge"),
    "ChallengeBindsNoncePoint": ("challenge-with-one-coordinate", "challenge"),
    "ResponseModulus": ("response-modulo-p", "S"),
    "ResponseSign": ("response-subtracts", "S"),
}


def structural(group):
    for flag, (name, member) in STRUCTURAL.items():
        for i in range(3):
            k, m = key(f"{flag} {i}"), message(f"{flag} {i}")
            mistaken = wrong(name, k, m)[member]
            out = sign(group, k, m, "reduced", f"the mistake prints {member} {mistaken[:18]}...", flag)
            require(out[member] != mistaken)
    for i in range(3):
        k, m = key(f"layout {i}"), message(f"layout {i}")
        sign(group, k, m, "reduced", "R.x, R.y, S", "SignatureLayout")
        k, m = key(f"byte order {i}"), message(f"byte order {i}")
        sign(group, k, m, "reduced", "three integers, none a palindrome", "SignatureByteOrder",
             check=lambda r, r_point, h, s: all(little_endian_32(v) != v.to_bytes(32, "big") for v in (*r_point, s)))
    for i in range(3):
        k = search(f"not reduced {i}", ELL, lambda k: plain(k) and differs_by_reduced_challenge(k, message(f"nr {i}")))
        sign(group, k, message(f"nr {i}"), "unreduced", "h mod ell instead of h changes S", "ChallengeNotReduced",
             check=lambda r, r_point, h, s: h >= ELL and (r + k * (h % ELL)) % GROUP_ORDER != s)


def differs_by_reduced_challenge(k, m):
    _, r, _, h, s = eddsa.sign(k, m, "unreduced")
    return (r + k * (h % ELL)) % GROUP_ORDER != s


def nonce_dependence(group):
    k, m = key("one key"), message("one message")
    nonces = set()
    for i in range(4):
        out = sign(group, k, message(f"of several {i}"), "reduced", f"message {i + 1} of one key", "NonceDependsOnMessage")
        nonces.add(out["nonce"])
        out = sign(group, key(f"of several {i}"), m, "reduced", f"the same message under key {i + 1}", "NonceDependsOnKey")
        nonces.add(out["nonce"])
    require(len(nonces) == 8)


def forms(group):
    for j in range(8):
        k = key(f"form {j}")
        m = search(f"form {j}", P, lambda m: plain(m) and eddsa.sign(k, m, "unreduced")[4] // ELL == j)
        unreduced = sign(group, k, m, "unreduced", f"S lies between {j}*ell and {j + 1}*ell", "UnreducedForm")
        reduced = sign(group, k, m, "reduced", f"S; the unreduced form is S + {j}*ell", "ReducedForm")
        require(int(unreduced["S"], 16) == int(reduced["S"], 16) + j * ELL and unreduced["nonce"] == reduced["nonce"])
    k = key("leak")
    for i in range(8):
        def excludes_next_key(m):
            _, _, _, h, s = eddsa.sign(k, m, "unreduced")
            return s >= ELL and (s - k * h) % GROUP_ORDER < ELL <= (s - (k + 1) * h) % GROUP_ORDER
        m = search(f"leak {i}", P, excludes_next_key)
        sign(group, k, m, "unreduced", "the inequality holds for k and excludes k + 1", "UnreducedLeaksKey")
        sign(group, k, m, "reduced", "the reduced form does not reveal anything about k", "UnreducedLeaksKey", "ReducedForm")


def keys(group):
    m = message("keys")
    for k, what, flag in ((1, "k = 1", "SecretKeyMinimum"), (ELL - 1, "k = ell - 1", "SecretKeyMaximum")):
        public_key(group, k, what, flag)
        sign(group, k, m, "reduced", what, flag)
    require(base_multiple(ELL - 1) == curve.negate(BASE))
    for k in (2, 5, 0x1234, key("base point"), key("base point 2")):
        public_key(group, k, f"k = {k}" if k < 10**6 else "pseudorandom k", "BasePoint")
    for low in range(1, 8):
        k = search(f"clamp {low}", ELL, lambda k: k % 8 == low and k < 1 << 250)
        public_key(group, k, f"k = {low} mod 8 and bit 250 is clear", "PublicKeyNotClamped")
    for i in range(3):
        public_key(group, key(f"not hashed {i}"), "k is the scalar itself", "PublicKeyNotHashed")
        k = search(f"key byte order {i}", ELL, lambda k: plain(k) and k.to_bytes(32, "big") != little_endian_32(k))
        public_key(group, k, "big-endian text", "SecretKeyByteOrder")
    outside = {"SecretKeyZero": {"0": 0}, "SecretKeyEll": {"ell": ELL},
               "SecretKeyOutOfRange": {"ell + 1": ELL + 1, "2*ell": 2 * ELL, "8*ell": GROUP_ORDER, "8*ell + 1": GROUP_ORDER + 1,
                                       "p": P, "p - 1": P - 1, "p + 1": P + 1, "2^255": 1 << 255,
                                       "2^256 - 1": (1 << 256) - 1}}
    for flag, values in outside.items():
        for name, value in values.items():
            group.rejected("eddsa.publicKey", {"secretKey": integer(value)}, "secret-key-out-of-range", f"k = {name}", flag)
            for form in FORMS:
                group.rejected("eddsa.sign", {"secretKey": integer(value), "message": integer(m), "form": form},
                               "secret-key-out-of-range", f"k = {name}", flag)


def messages(group):
    k = key("messages")
    for m, what, flag in ((0, "m = 0", "MessageZero"), (P - 1, "m = p - 1", "MessageMaximum"),
                          (ELL, "m = ell", "MessageAboveEll"), (ELL + 1, "m = ell + 1", "MessageAboveEll"),
                          (7 * ELL + 5, "m = 7*ell + 5", "MessageAboveEll"), (1, "m = 1", "NonceMessageHighZeroBytes")):
        for form in FORMS:
            sign(group, k, m, form, what, flag)
    for name, value in {"p": P, "p + 1": P + 1, "8*ell": GROUP_ORDER, "2p": 2 * P, "2^255": 1 << 255,
                        "2^256 - 1": (1 << 256) - 1}.items():
        for form in FORMS:
            group.rejected("eddsa.sign", {"secretKey": integer(k), "message": integer(value), "form": form},
                           "message-out-of-range", f"m = {name}", "MessageOutOfRange")


def leading_zeros(group):
    for coordinate in (0, 1):
        what = "A." + "xy"[coordinate]
        for i in range(2):
            k = search(f"short {what} {i}", ELL, lambda k: plain(k) and zero_high_bytes(base_multiple(k)[coordinate]))
            public_key(group, k, what + " begins with a zero byte", "LeadingZeroPublicKey")
            sign(group, k, message(f"short {what} {i}"), "reduced", what + " begins with a zero byte", "LeadingZeroPublicKey")
    k = key("short outputs")
    wanted = {
        "LeadingZeroNonce": ("r begins with two zero bytes", "reduced", lambda r, R, h, s: zero_high_bytes(r, 2)),
        "LeadingZeroChallenge": ("h begins with a zero byte", "reduced", lambda r, R, h, s: zero_high_bytes(h)),
    }
    for flag, (what, form, property_) in wanted.items():
        for i in range(2):
            m = search(f"{flag} {i}", P, lambda m: short(k, m, form, property_, flag))
            sign(group, k, m, form, what, flag, check=property_)
    for coordinate in (0, 1):
        for i in range(2):
            m = search(f"short R {coordinate} {i}", P,
                       lambda m: plain(m) and zero_high_bytes(base_multiple(eddsa.nonce(k, m))[coordinate]))
            sign(group, k, m, "reduced", f"R.{'xy'[coordinate]} begins with a zero byte", "LeadingZeroNoncePoint",
                 "LeadingZeroSignature", check=lambda r, R, h, s: zero_high_bytes(R[coordinate]))
    for i in range(2):
        m = search(f"short S {i}", P, lambda m: plain(m) and zero_high_bytes(eddsa.sign(k, m, "reduced")[4]))
        sign(group, k, m, "reduced", "S begins with a zero byte", "LeadingZeroResponse", "LeadingZeroSignature",
             check=lambda r, R, h, s: zero_high_bytes(s))
        m = search(f"short unreduced S {i}", P, lambda m: plain(m) and zero_high_bytes(eddsa.sign(k, m, "unreduced")[4]))
        sign(group, k, m, "unreduced", "S of the unreduced form begins with a zero byte", "LeadingZeroResponse",
             "LeadingZeroSignature", check=lambda r, R, h, s: zero_high_bytes(s))


def short(k, m, form, property_, flag):
    if flag == "LeadingZeroNonce":  # computing the nonce alone is cheaper than signing
        return plain(m) and zero_high_bytes(eddsa.nonce(k, m), 2)
    _, r, r_point, h, s = eddsa.sign(k, m, form)
    return plain(m) and property_(r, r_point, h, s)


def texts(group):
    value = 0x00ABCDEF123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567
    good = integer(message("texts"))
    for text, flag, what in malformed_integers(value):
        group.rejected("eddsa.publicKey", {"secretKey": text}, "integer-malformed", "secretKey: " + what, flag)
        group.rejected("eddsa.sign", {"secretKey": text, "message": good, "form": "reduced"}, "integer-malformed",
                       "secretKey: " + what, flag)
        group.rejected("eddsa.sign", {"secretKey": good_key(), "message": text, "form": "reduced"}, "integer-malformed",
                       "message: " + what, flag)
    upper = "0x" + integer(value)[2:].upper()
    group.valid("eddsa.publicKey", {"secretKey": upper}, "upper-case digits", "HexUpperCase")
    group.valid("eddsa.sign", {"secretKey": upper, "message": "0x" + good[2:].upper(), "form": "reduced"},
                "upper-case digits", "HexUpperCase")


def good_key():
    return integer(key("texts"))
