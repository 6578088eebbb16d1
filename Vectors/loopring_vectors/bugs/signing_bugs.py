# SPDX-License-Identifier: Apache-2.0
"""Mistakes in keys, nonce, challenge and response."""

import hashlib
import re

from ..reference.eddsa import EdDSA
from ..reference.encoding import little_endian_32
from ..reference.failure import Failure
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from .catalog import LEAKS_KEYS, STYLE, bug

NONCE = "eddsa.nonce"
CIRCOMLIB_BASE = (
    5299619240641551281634865583518297030282874472190772894086521144482721001553,
    16950150798460657717958625567821834550301663161624707787222815936182638968203,
)
WHOLE_GROUP_GENERATOR = (
    995203441582195749578291179787384436505546430278305826713579947235728471134,
    5472060717959818805561601436314318772137091100104008585924551046643952123905,
)


def sha512(data):
    return hashlib.sha512(data).digest()


def little_endian_mod_ell(digest):
    return int.from_bytes(digest, "little") % ELL


def nonce_with(key=little_endian_32, message=little_endian_32, digest=sha512, integer=little_endian_mod_ell):
    """nonce with different bytes of the key or message, a different hash, or a different reading of the
    digest."""
    return lambda self, k, m: integer(digest(key(k) + message(m)))


def big_endian_32(value):
    return value.to_bytes(32, "big")


def unpadded(value):
    """The little-endian bytes without the zero bytes at the high end."""
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "little")


def without_low_zeros(value):
    return little_endian_32(value).lstrip(b"\0")


def left_aligned(value):
    """The big-endian bytes without leading zeros, reversed, and padded at the wrong end."""
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return (data + bytes(32 - len(data)))[::-1]


def two_complement(value):
    """BigInteger.toByteArray() reversed. It has as many bytes as two's complement needs, so the last one may
    be a sign byte."""
    return value.to_bytes(value.bit_length() // 8 + 1, "little")


def signed_little_endian_mod_ell(digest):
    return int.from_bytes(digest, "little", signed=True) % ELL


def signed_digits_mod_ell(digest):
    """ToString("x") writes a negative digest in the fewest hex digits that show the sign. These digits are
    then read as a positive number, without the leading digits f."""
    value = int.from_bytes(digest, "little", signed=True)
    if value < 0:
        count = 1
        while value < -(16**count // 2):
            count += 1
        value += 16**count
    return value % ELL


def one_zero_byte_more(value):
    """ToByteArray(), and a zero byte if that has fewer than 32 bytes."""
    data = two_complement(value)
    return data + b"\0" if len(data) < 32 else data


def parse_key_reduced(modulus):
    def parse(self, text):
        k = self.encoding.parse_integer(text) % modulus
        if k == 0:
            raise Failure("secret-key-out-of-range")
        return k

    return parse


def parse_key_in(low, high):
    def parse(self, text):
        k = self.encoding.parse_integer(text)
        if not low <= k < high:
            raise Failure("secret-key-out-of-range")
        return k

    return parse


def parse_key_reduced_mod_p(self, text):
    k = self.encoding.parse_integer(text) % P
    if not 1 <= k < ELL:
        raise Failure("secret-key-out-of-range")
    return k


def clamp(self, k):
    return EdDSA.public_key(self, (k & ~7) | 1 << 250)


def hashed_key(self, k):
    return EdDSA.public_key(self, little_endian_mod_ell(sha512(little_endian_32(k))))


def base_point(point):
    """The public key as a multiple of a different base point. R does not change."""
    return lambda self, k: self.curve.multiply(k, point)


def challenge_with(inputs=lambda r, a, m: [*r, *a, m], t=6, rounds=(6, 52)):
    """The challenge with different inputs or parameters, both for signing and for verifying."""
    return lambda self, r_point, a, m: self.poseidon.hash_elements(t, *rounds, inputs(r_point, a, m))


def response_modulo(modulus):
    return lambda self, r, k, h, form: (r + k * h) % modulus


def response_subtracts(self, r, k, h, form):
    return (r - k * h) % (ELL if form == "reduced" else GROUP_ORDER)


def sign_with_challenge_mod_ell(self, k, m, form):
    a, r, r_point, h, _ = EdDSA.sign(self, k, m, form)
    return a, r, r_point, h % ELL, self.response(r, k, h % ELL, form)


def message_mod_ell(self, text):
    m = self.encoding.parse_integer(text)
    if m >= P:
        raise Failure("message-out-of-range")
    return m % ELL


def nonzero_message(self, text):
    m = self.encoding.parse_integer(text)
    if not 0 < m < P:
        raise Failure("message-out-of-range")
    return m


bug("nonce-drops-zero-low-bytes", "NonceKeyLowZeroBytes", "drops the zero low bytes of k before hashing it for the nonce",
    {NONCE: nonce_with(key=without_low_zeros)}, seen_in="go-loopring-sig", consequence=STYLE)
bug("nonce-key-misaligned", "NonceKeyHighZeroBytes", "pads a short k at its low end in the nonce",
    {NONCE: nonce_with(key=left_aligned)}, consequence=STYLE)
bug("nonce-key-unpadded", "NonceKeyHighZeroBytes", "does not pad k to 32 bytes in the nonce",
    {NONCE: nonce_with(key=unpadded)}, seen_in="PoseidonSharp", consequence=STYLE)
bug("nonce-message-drops-zero-low-bytes", "NonceMessageLowZeroBytes", "drops the zero low bytes of m in the nonce",
    {NONCE: nonce_with(message=without_low_zeros)}, consequence=STYLE)
bug("nonce-message-unpadded", "NonceMessageHighZeroBytes", "does not pad m to 32 bytes in the nonce",
    {NONCE: nonce_with(message=unpadded)}, consequence=STYLE)
bug("nonce-key-big-endian", "NonceKeyByteOrder", "hashes k big-endian in the nonce",
    {NONCE: nonce_with(key=big_endian_32)}, consequence=STYLE)
bug("nonce-message-big-endian", "NonceMessageByteOrder", "hashes m big-endian in the nonce",
    {NONCE: nonce_with(message=big_endian_32)}, consequence=STYLE)
bug("nonce-digest-big-endian", "NonceDigestByteOrder", "reads the SHA-512 digest big-endian",
    {NONCE: nonce_with(integer=lambda digest: int.from_bytes(digest, "big") % ELL)}, consequence=STYLE)
bug("nonce-digest-truncated", "NonceDigestWidth", "uses only the first 32 bytes of the SHA-512 digest",
    {NONCE: nonce_with(digest=lambda data: sha512(data)[:32])}, consequence=STYLE)
bug("nonce-modulo-p", "NonceModulus", "reduces the nonce mod p",
    {NONCE: nonce_with(integer=lambda digest: int.from_bytes(digest, "little") % P)}, consequence=STYLE)
bug("nonce-modulo-8ell", "NonceModulus", "reduces the nonce mod 8*ell",
    {NONCE: nonce_with(integer=lambda digest: int.from_bytes(digest, "little") % GROUP_ORDER)}, consequence=STYLE)
bug("nonce-sha256", "NonceHash", "hashes with SHA-256", {NONCE: nonce_with(digest=lambda data: hashlib.sha256(data).digest())}, consequence=STYLE)
bug("nonce-blake2b", "NonceHash", "hashes with BLAKE2b; poseidon-java uses BLAKE-512 in two steps",
    {NONCE: nonce_with(digest=lambda data: hashlib.blake2b(data).digest())}, consequence=STYLE)
bug("nonce-ignores-message", "NonceDependsOnMessage", "computes the nonce from the key only: two signatures reveal the key",
    {NONCE: nonce_with(message=lambda m: b"")}, consequence=LEAKS_KEYS)
bug("nonce-ignores-key", "NonceDependsOnKey", "computes the nonce from the message only: anyone can compute the nonce, and from it the key",
    {NONCE: nonce_with(key=lambda k: b"")}, consequence=LEAKS_KEYS)
bug("nonce-of-message-before-key", "NonceInputOrder", "hashes m before k",
    {NONCE: lambda self, k, m: EdDSA.nonce(self, m, k)}, consequence=STYLE)
bug("nonce-not-reduced-in-response", "NonceModulus", "does not reduce the nonce",
    {NONCE: nonce_with(integer=lambda digest: int.from_bytes(digest, "little") % (1 << 256))}, consequence=STYLE)

bug("challenge-key-before-nonce-point", "ChallengeOrder", "hashes A before R",
    {"eddsa.challenge": challenge_with(lambda r, a, m: [*a, *r, m])})
bug("challenge-message-first", "ChallengeOrder", "hashes m first",
    {"eddsa.challenge": challenge_with(lambda r, a, m: [m, *r, *a])})
bug("challenge-without-key", "ChallengeBindsKey", "omits A from the challenge",
    {"eddsa.challenge": challenge_with(lambda r, a, m: [*r, m])})
bug("challenge-without-message", "ChallengeBindsMessage", "omits m from the challenge",
    {"eddsa.challenge": challenge_with(lambda r, a, m: [*r, *a])})
bug("challenge-with-one-coordinate", "ChallengeBindsNoncePoint", "hashes only the x coordinate of R and A",
    {"eddsa.challenge": challenge_with(lambda r, a, m: [r[0], a[0], m])})
bug("challenge-with-53-partial-rounds", "ChallengeRounds", "uses the order hash's 53 partial rounds for the challenge",
    {"eddsa.challenge": challenge_with(rounds=(6, 53))})
bug("challenge-with-ethsnarks-default", "ChallengeRounds", "uses ethsnarks' default of 8 + 57 rounds for the challenge",
    {"eddsa.challenge": challenge_with(rounds=(8, 57))}, seen_in="ethsnarks")
bug("challenge-with-width-7", "ChallengeWidth", "hashes the five inputs at t = 7",
    {"eddsa.challenge": challenge_with(t=7, rounds=(6, 53))})
bug("challenge-reduced-in-unreduced-response", "ChallengeNotReduced", "reduces h mod ell before S is computed mod 8*ell",
    {"eddsa.sign": sign_with_challenge_mod_ell}, consequence=STYLE)

bug("response-always-unreduced", "ReducedForm", "prints S mod 8*ell if S mod ell is requested",
    {"eddsa.response": response_modulo(GROUP_ORDER)},
    seen_in="ethsnarks, hello_loopring, loopring_sdk, go-loopring-sig, PoseidonSharp", consequence=LEAKS_KEYS)
bug("response-always-reduced", "UnreducedForm", "prints S mod ell if S mod 8*ell is requested",
    {"eddsa.response": response_modulo(ELL)}, seen_in="poseidon-java", consequence=STYLE)
bug("response-modulo-p", "ResponseModulus", "reduces S mod p", {"eddsa.response": response_modulo(P)})
bug("response-subtracts", "ResponseSign", "computes S = r - k*h, as in other Schnorr signatures",
    {"eddsa.response": response_subtracts})

bug("secret-key-reduced", "SecretKeyOutOfRange", "reduces the secret key mod ell",
    {"eddsa.parse_secret_key": parse_key_reduced(ELL)})
bug("secret-key-reduced-mod-p", "SecretKeyOutOfRange", "reduces the secret key mod p before it checks that the key is below ell",
    {"eddsa.parse_secret_key": parse_key_reduced_mod_p}, seen_in="ethsnarks, hello_loopring")
bug("secret-key-below-p", "SecretKeyOutOfRange", "accepts every secret key below p",
    {"eddsa.parse_secret_key": parse_key_in(1, P)}, seen_in="loopring_sdk (no check of range at all)")
bug("secret-key-up-to-ell", "SecretKeyEll", "accepts ell as a secret key, by a comparison that is off by one",
    {"eddsa.parse_secret_key": parse_key_in(1, ELL + 1)})
bug("secret-key-zero", "SecretKeyZero", "accepts 0 as a secret key",
    {"eddsa.parse_secret_key": parse_key_in(0, ELL)}, seen_in="loopring_sdk, go-loopring-sig")
bug("secret-key-maximum-refused", "SecretKeyMaximum", "refuses ell - 1, by a comparison that is off by one",
    {"eddsa.parse_secret_key": parse_key_in(1, ELL - 1)})
bug("secret-key-one-refused", "SecretKeyMinimum", "refuses 1, by a comparison that is off by one",
    {"eddsa.parse_secret_key": parse_key_in(2, ELL)})
bug("secret-key-little-endian", "SecretKeyByteOrder", "reads the 32 bytes of the secret key little-endian",
    {"eddsa.parse_secret_key": lambda self, text: int.from_bytes(self.encoding.parse_integer(text).to_bytes(32, "little"), "big") % ELL},
    seen_in="poseidon-java")
bug("public-key-clamped", "PublicKeyNotClamped", "clamps the secret key as Ed25519 does", {"eddsa.public_key": clamp})
bug("public-key-of-hashed-secret", "PublicKeyNotHashed", "hashes the secret key as Ed25519 does",
    {"eddsa.public_key": hashed_key})
bug("public-key-base-of-circomlib", "BasePoint", "multiplies the base point of EIP-2494 and circomlib",
    {"eddsa.public_key": base_point(CIRCOMLIB_BASE)}, seen_in="circomlib")
bug("public-key-whole-group-generator", "BasePoint", "multiplies a generator of the whole group",
    {"eddsa.public_key": base_point(WHOLE_GROUP_GENERATOR)})
bug("message-reduced-mod-p", "MessageOutOfRange", "reduces the message mod p",
    {"eddsa.parse_message": lambda self, text: self.encoding.parse_integer(text) % P}, seen_in="ethsnarks, hello_loopring")
bug("message-reduced-mod-ell", "MessageAboveEll", "reduces the message mod ell", {"eddsa.parse_message": message_mod_ell})
bug("message-zero-refused", "MessageZero", "refuses the message 0", {"eddsa.parse_message": nonzero_message})
bug("signature-response-first", "SignatureLayout", "prints S before R",
    {"eddsa.format_signature": lambda self, r, s: "0x%064x%064x%064x" % (s, *r)})
bug("signature-little-endian", "SignatureByteOrder", "prints the three integers little-endian",
    {"eddsa.format_signature": lambda self, r, s: "0x" + b"".join(map(little_endian_32, (*r, s))).hex()})
bug("signature-comma-joined", "SignatureLayout", "joins the three integers with commas, as the documentation describes",
    {"eddsa.format_signature": lambda self, r, s: ",".join("0x%064x" % value for value in (*r, s))},
    seen_in="the documentation's algorithm")
bug("signature-unpadded", "LeadingZeroSignature", "prints the three integers without their leading zeros",
    {"eddsa.format_signature": lambda self, r, s: "0x%x%x%x" % (*r, s)})


def public_key_of_any_number(parse):
    """eddsa.publicKey with a different parser of the secret key, and only the range checks of that parser."""

    def public_key(self, secretKey):
        return {"publicKey": self.point(self.scheme.eddsa.public_key(parse(secretKey)))}

    return public_key


def python_number(text):
    """int(text, 16) mod p, except 0. Accepts signs, underscores, Unicode digits, white space, and digits
    without 0x."""
    try:
        number = int(text, 16) % P
    except ValueError:
        raise Failure("integer-malformed") from None
    if number == 0:
        raise Failure("secret-key-out-of-range")
    return number


def hex_or_zero(text):
    """The number that a parser returns, or 0 because its error is ignored."""
    digits = text.removeprefix("0x").rstrip("\n")
    return int(digits, 16) if re.fullmatch("[0-9A-Fa-f]+", digits) else 0


def any_length_or_decimal(text):
    """BigInt(text): any number of hex digits after 0x, or decimal digits."""
    if not re.fullmatch("0x[0-9A-Fa-f]+|[0-9]+", text):
        raise Failure("integer-malformed")
    return int(text, 16 if text[:2] == "0x" else 10) % (1 << 256)


def other_base_point(point):
    """Keys and signatures with a different base point."""

    def sign(self, k, m, form):
        a, r = self.public_key(k), self.nonce(k, m)
        r_point = self.curve.multiply(r, point)
        h = self.challenge(r_point, a, m)
        return a, r, r_point, h, self.response(r, k, h, form)

    def sides(self, a, h, r_point, s):
        return self.curve.multiply(s, point), self.curve.add(r_point, self.curve.multiply(h, a))

    return {"eddsa.public_key": base_point(point), "eddsa.sign": sign, "eddsa.sides": sides}


def sign_once(self, k, m, form):
    """An engine with state: the first signature changes it, and the next one fails."""
    if hasattr(self, "used"):
        raise Failure("internal-error")
    self.used = True
    return EdDSA.sign(self, k, m, form)


bug("nonce-another-function", "NonceHash", "computes the nonce with a different function; the signatures verify",
    {NONCE: lambda self, k, m: little_endian_mod_ell(sha512(b"another" + little_endian_32(k) + little_endian_32(m)))},
    seen_in="poseidon-java (BLAKE-512 in two steps)", any_value=True, consequence=STYLE)
bug("base-point-of-circomlib", "BasePoint", "uses the base point of EIP-2494 and circomlib for keys and signatures",
    other_base_point(CIRCOMLIB_BASE), seen_in="circomlib, go-iden3-crypto")
bug("base-point-another", "BasePoint", "uses a different base point for keys and signatures",
    other_base_point((CIRCOMLIB_BASE[0], P - CIRCOMLIB_BASE[1])), any_value=True)
bug("secret-key-unchecked", "SecretKeyOutOfRange", "does not check the range of the secret key",
    {"eddsa.parse_secret_key": lambda self, text: self.encoding.parse_integer(text)}, seen_in="loopring_sdk, go-loopring-sig, poseidon-java",
    any_value=True)
bug("public-key-of-any-number", "HexInvalidCharacter",
    "reads the secret key mod p with a number parser that accepts signs, underscores, Unicode digits and bare digits, and refuses only 0",
    {"operations.eddsa_public_key": public_key_of_any_number(python_number)}, seen_in="hello_loopring")
bug("public-key-of-zero-for-malformed", "HexInvalidCharacter", "reads a malformed secret key as 0: the error of the parser is ignored",
    {"operations.eddsa_public_key": public_key_of_any_number(hex_or_zero)}, seen_in="go-loopring-sig")
bug("public-key-of-any-length", "HexWrongLength", "reads a secret key of any length, and decimal digits, without a check of its range",
    {"operations.eddsa_public_key": public_key_of_any_number(any_length_or_decimal)}, seen_in="loopring_sdk")
bug("signer-used-once", "Ordinary", "makes one signature and then fails, because an engine is used twice",
    {"eddsa.sign": sign_once}, seen_in="poseidon-java")


def sign_with_key_or_zero(self, secretKey, message, form):
    """eddsa.sign that ignores the error of the parser of the secret key."""
    eddsa = self.scheme.eddsa
    a, r, r_point, h, s = eddsa.sign(hex_or_zero(secretKey) % (1 << 256), eddsa.parse_message(message), form)
    return {"publicKey": self.point(a), "nonce": self.integer(r), "R": self.point(r_point), "challenge": self.integer(h),
            "S": self.integer(s), "signature": eddsa.format_signature(r_point, s)}


def public_key_of_integer(self, secretKey):
    return {"publicKey": self.point(self.scheme.eddsa.public_key(self.scheme.encoding.parse_integer(secretKey)))}


bug("nonce-digest-signed", "NonceDigestUnsigned", "reads the SHA-512 digest as a signed number, as Java's and C#'s BigInteger do",
    {NONCE: nonce_with(integer=signed_little_endian_mod_ell)}, consequence=STYLE)
bug("nonce-digest-signed-digits", "NonceDigestUnsigned",
    "makes the digest positive by ToString(\"x\"), which drops digits f of a negative number: one nonce in 32 is wrong",
    {NONCE: nonce_with(integer=signed_digits_mod_ell)}, seen_in="PoseidonSharp", consequence=STYLE)
bug("nonce-key-to-byte-array", "NonceKeyHighZeroBytes", "hashes the bytes of k that Java's toByteArray() returns: too few, or with a sign byte",
    {NONCE: nonce_with(key=two_complement)}, seen_in="PoseidonSharp", consequence=STYLE)
bug("nonce-message-to-byte-array", "NonceMessageHighZeroBytes", "hashes the bytes of m that Java's toByteArray() returns",
    {NONCE: nonce_with(message=two_complement)}, consequence=STYLE)
bug("nonce-message-one-byte-more", "NonceMessageHighZeroBytes",
    "hashes the bytes of m that C#'s ToByteArray() returns, and a zero byte if there are fewer than 32",
    {NONCE: nonce_with(message=one_zero_byte_more)}, seen_in="PoseidonSharp", consequence=STYLE)
bug("sign-with-zero-for-malformed", "HexInvalidCharacter", "signs with the key 0 if the secret key is malformed: the error of the parser is ignored",
    {"operations.eddsa_sign": sign_with_key_or_zero}, seen_in="go-loopring-sig", consequence=LEAKS_KEYS)
bug("public-key-range-unchecked", "SecretKeyOutOfRange", "checks the range of the secret key when it signs, but not when it computes the public key",
    {"operations.eddsa_public_key": public_key_of_integer}, seen_in="hello_loopring, hummingbot", any_value=True)
