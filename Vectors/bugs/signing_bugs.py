"""Mistakes in keys, nonce, challenge and response."""

import hashlib

import curve
import eddsa
import poseidon
from catalogue import bug
from encoding import little_endian_32, parse_integer
from failure import Failure
from field import P
from scalar import ELL, GROUP_ORDER

original_sign = eddsa.sign
original_nonce = eddsa.nonce

CIRCOMLIB_BASE = (
    5299619240641551281634865583518297030282874472190772894086521144482721001553,
    16950150798460657717958625567821834550301663161624707787222815936182638968203,
)
WHOLE_GROUP_GENERATOR = (
    995203441582195749578291179787384436505546430278305826713579947235728471134,
    5472060717959818805561601436314318772137091100104008585924551046643952123905,
)


def big_endian_32(value):
    return value.to_bytes(32, "big")


def unpadded(value):
    """Little-endian bytes without the zeros of the high end."""
    return value.to_bytes(max(1, (value.bit_length() + 7) // 8), "little")


def without_low_zeros(value):
    return little_endian_32(value).lstrip(b"\0")


def left_aligned(value):
    """The big-endian bytes without leading zeros, reversed and padded on the wrong side."""
    data = value.to_bytes((value.bit_length() + 7) // 8, "big")
    return (data + bytes(32 - len(data)))[::-1]


def parse_key_reduced(modulus):
    def parse(text):
        k = parse_integer(text) % modulus
        if k == 0:
            raise Failure("secret-key-out-of-range")
        return k

    return parse


def parse_key_in(low, high):
    def parse(text):
        k = parse_integer(text)
        if not low <= k < high:
            raise Failure("secret-key-out-of-range")
        return k

    return parse


def parse_key_below_p(text):
    k = parse_integer(text)
    if not 1 <= k < P:
        raise Failure("secret-key-out-of-range")
    return k


def parse_key_reduced_mod_p(text):
    k = parse_integer(text) % P
    if not 1 <= k < ELL:
        raise Failure("secret-key-out-of-range")
    return k


def clamp(k):
    return eddsa_public_key((k & ~7) | 1 << 250)


eddsa_public_key = eddsa.public_key


def hashed_key(k):
    return eddsa_public_key(int.from_bytes(hashlib.sha512(little_endian_32(k)).digest(), "little") % ELL)


def challenge_of(select):
    """The challenge with other inputs; both sides of the protocol would be wrong alike."""

    def challenge(r_point, a, m):
        return eddsa.challenge_hash(select(r_point, a, m))

    return challenge


def sign_with_challenge_mod_ell(k, m, form):
    a, r, r_point, h, _ = original_sign(k, m, form)
    return a, r, r_point, h % ELL, eddsa.response(r, k, h % ELL, form)


def message_mod_ell(text):
    m = parse_integer(text)
    if m >= P:
        raise Failure("message-out-of-range")
    return m % ELL


def nonzero_message(text):
    m = parse_integer(text)
    if not 0 < m < P:
        raise Failure("message-out-of-range")
    return m


def sha512_twice_as_wide(data):
    return hashlib.sha512(data).digest()[:32]


bug("nonce-drops-zero-low-bytes", "NonceKeyLowZeroBytes", "drops the zero low bytes of k before hashing it for the nonce",
    {"eddsa.nonce_key_bytes": without_low_zeros}, seen_in="go-loopring-sig")
bug("nonce-key-misaligned", "NonceKeyHighZeroBytes", "pads a short k at its low end in the nonce",
    {"eddsa.nonce_key_bytes": left_aligned})
bug("nonce-key-unpadded", "NonceKeyHighZeroBytes", "does not pad k to 32 bytes in the nonce",
    {"eddsa.nonce_key_bytes": unpadded}, seen_in="PoseidonSharp")
bug("nonce-message-drops-zero-low-bytes", "NonceMessageLowZeroBytes", "drops the zero low bytes of m in the nonce",
    {"eddsa.nonce_message_bytes": without_low_zeros})
bug("nonce-message-unpadded", "NonceMessageHighZeroBytes", "does not pad m to 32 bytes in the nonce",
    {"eddsa.nonce_message_bytes": unpadded})
bug("nonce-key-big-endian", "NonceKeyByteOrder", "hashes k big-endian in the nonce",
    {"eddsa.nonce_key_bytes": big_endian_32})
bug("nonce-message-big-endian", "NonceMessageByteOrder", "hashes m big-endian in the nonce",
    {"eddsa.nonce_message_bytes": big_endian_32})
bug("nonce-digest-big-endian", "NonceDigestByteOrder", "reads the SHA-512 digest big-endian",
    {"eddsa.nonce_from_digest": lambda digest: int.from_bytes(digest, "big") % ELL})
bug("nonce-digest-truncated", "NonceDigestWidth", "uses only the first 32 bytes of the SHA-512 digest",
    {"eddsa.nonce_hash": sha512_twice_as_wide})
bug("nonce-modulo-p", "NonceModulus", "reduces the nonce mod p",
    {"eddsa.nonce_from_digest": lambda digest: int.from_bytes(digest, "little") % P})
bug("nonce-modulo-8ell", "NonceModulus", "reduces the nonce mod 8*ell",
    {"eddsa.nonce_from_digest": lambda digest: int.from_bytes(digest, "little") % GROUP_ORDER})
bug("nonce-sha256", "NonceHash", "hashes with SHA-256", {"eddsa.nonce_hash": lambda data: hashlib.sha256(data).digest()})
bug("nonce-blake2b", "NonceHash", "hashes with BLAKE2b; poseidon-java uses BLAKE-512 in two steps",
    {"eddsa.nonce_hash": lambda data: hashlib.blake2b(data).digest()})
bug("nonce-ignores-message", "NonceDependsOnMessage", "makes the nonce from the key alone: two signatures give the key away",
    {"eddsa.nonce_message_bytes": lambda m: b""})
bug("nonce-ignores-key", "NonceDependsOnKey", "makes the nonce from the message alone: anyone can compute it, and the key",
    {"eddsa.nonce_key_bytes": lambda k: b""})
bug("nonce-of-message-before-key", "NonceInputOrder", "hashes m before k",
    {"eddsa.nonce": lambda k, m: original_nonce(m, k)})
bug("nonce-not-reduced-in-response", "NonceModulus", "does not reduce the nonce",
    {"eddsa.nonce_from_digest": lambda digest: int.from_bytes(digest, "little") % (1 << 256)})

bug("challenge-key-before-nonce-point", "ChallengeOrder", "hashes A before R",
    {"eddsa.challenge": challenge_of(lambda r, a, m: [*a, *r, m])})
bug("challenge-message-first", "ChallengeOrder", "hashes m first",
    {"eddsa.challenge": challenge_of(lambda r, a, m: [m, *r, *a])})
bug("challenge-without-key", "ChallengeBindsKey", "leaves A out of the challenge",
    {"eddsa.challenge": challenge_of(lambda r, a, m: [*r, m])})
bug("challenge-without-message", "ChallengeBindsMessage", "leaves m out of the challenge",
    {"eddsa.challenge": challenge_of(lambda r, a, m: [*r, *a])})
bug("challenge-with-one-coordinate", "ChallengeBindsNoncePoint", "hashes only the x coordinate of R and A",
    {"eddsa.challenge": challenge_of(lambda r, a, m: [r[0], a[0], m])})
bug("challenge-with-53-partial-rounds", "ChallengeRounds", "takes the order hash's 53 partial rounds for the challenge",
    {"eddsa.challenge_hash": lambda inputs: poseidon.hash_elements(6, 6, 53, inputs)})
bug("challenge-with-ethsnarks-default", "ChallengeRounds", "takes ethsnarks' default of 8 + 57 rounds for the challenge",
    {"eddsa.challenge_hash": lambda inputs: poseidon.hash_elements(6, 8, 57, inputs)}, seen_in="ethsnarks")
bug("challenge-with-width-7", "ChallengeWidth", "hashes the five inputs at t = 7",
    {"eddsa.challenge_hash": lambda inputs: poseidon.hash_elements(7, 6, 53, inputs)})
bug("challenge-reduced-in-unreduced-response", "ChallengeNotReduced", "reduces h mod ell before S is computed mod 8*ell",
    {"eddsa.sign": sign_with_challenge_mod_ell})

bug("response-always-unreduced", "ReducedForm", "prints S mod 8*ell where S mod ell is asked for",
    {"eddsa.response_modulus": lambda form: GROUP_ORDER},
    seen_in="ethsnarks, hello_loopring, loopring_sdk, go-loopring-sig, PoseidonSharp")
bug("response-always-reduced", "UnreducedForm", "prints S mod ell where S mod 8*ell is asked for",
    {"eddsa.response_modulus": lambda form: ELL}, seen_in="poseidon-java")
bug("response-modulo-p", "ResponseModulus", "reduces S mod p", {"eddsa.response_modulus": lambda form: P})
bug("response-subtracts", "ResponseSign", "computes S = r - k*h, as Schnorr signatures are also written",
    {"eddsa.response": lambda r, k, h, form: (r - k * h) % eddsa.response_modulus(form)})

bug("secret-key-reduced", "SecretKeyOutOfRange", "reduces the secret key mod ell",
    {"eddsa.parse_secret_key": parse_key_reduced(ELL)})
bug("secret-key-reduced-mod-p", "SecretKeyOutOfRange", "reduces the secret key mod p before it demands that it is below ell",
    {"eddsa.parse_secret_key": parse_key_reduced_mod_p}, seen_in="ethsnarks, hello_loopring")
bug("secret-key-below-p", "SecretKeyOutOfRange", "accepts every secret key below p",
    {"eddsa.parse_secret_key": parse_key_below_p}, seen_in="loopring_sdk (no check of range at all)")
bug("secret-key-up-to-ell", "SecretKeyEll", "accepts ell as a secret key, by a comparison that is off by one",
    {"eddsa.parse_secret_key": parse_key_in(1, ELL + 1)})
bug("secret-key-zero", "SecretKeyZero", "accepts 0 as a secret key",
    {"eddsa.parse_secret_key": parse_key_in(0, ELL)}, seen_in="loopring_sdk, go-loopring-sig")
bug("secret-key-maximum-refused", "SecretKeyMaximum", "refuses ell - 1, by a comparison that is off by one",
    {"eddsa.parse_secret_key": parse_key_in(1, ELL - 1)})
bug("secret-key-one-refused", "SecretKeyMinimum", "refuses 1, by a comparison that is off by one",
    {"eddsa.parse_secret_key": parse_key_in(2, ELL)})
bug("secret-key-little-endian", "SecretKeyByteOrder", "reads the 32 bytes of the secret key little-endian",
    {"eddsa.parse_secret_key": lambda text: int.from_bytes(parse_integer(text).to_bytes(32, "little"), "big") % ELL},
    seen_in="poseidon-java")
bug("public-key-clamped", "PublicKeyNotClamped", "clamps the secret key as Ed25519 does", {"eddsa.public_key": clamp})
bug("public-key-of-hashed-secret", "PublicKeyNotHashed", "hashes the secret key as Ed25519 does",
    {"eddsa.public_key": hashed_key})
bug("public-key-base-of-circomlib", "BasePoint", "multiplies the base point of EIP-2494 and circomlib",
    {"eddsa.public_key": lambda k: curve.multiply(k, CIRCOMLIB_BASE)}, seen_in="circomlib")
bug("public-key-whole-group-generator", "BasePoint", "multiplies a generator of the whole group",
    {"eddsa.public_key": lambda k: curve.multiply(k, WHOLE_GROUP_GENERATOR)})
bug("message-reduced-mod-p", "MessageOutOfRange", "reduces the message mod p",
    {"eddsa.parse_message": lambda text: parse_integer(text) % P}, seen_in="ethsnarks, hello_loopring")
bug("message-reduced-mod-ell", "MessageAboveEll", "reduces the message mod ell", {"eddsa.parse_message": message_mod_ell})
bug("message-zero-refused", "MessageZero", "refuses the message 0", {"eddsa.parse_message": nonzero_message})
bug("signature-response-first", "SignatureLayout", "prints S before R",
    {"eddsa.format_signature": lambda r, s: "0x%064x%064x%064x" % (s, *r)})
bug("signature-little-endian", "SignatureByteOrder", "prints the three integers little-endian",
    {"eddsa.format_signature": lambda r, s: "0x" + b"".join(map(little_endian_32, (*r, s))).hex()})
bug("signature-comma-joined", "SignatureLayout", "joins the three integers with commas, as the documentation's text says",
    {"eddsa.format_signature": lambda r, s: ",".join("0x%064x" % value for value in (*r, s))},
    seen_in="the documentation's algorithm")
bug("signature-unpadded", "LeadingZeroSignature", "prints the three integers without their leading zeros",
    {"eddsa.format_signature": lambda r, s: "0x%x%x%x" % (*r, s)})
