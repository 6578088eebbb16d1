"""Mistakes in deriving the secret key from an Ethereum signature."""

import hashlib

import key_derivation
from catalogue import bug
from failure import Failure
from field import P
from scalar import ELL, GROUP_ORDER

original_parse = key_derivation.parse_ethereum_signature


def lenient(repair):
    return lambda text: original_parse(repair(text))


def normalized_recovery_byte(signature):
    if len(signature) == 65 and signature[64] < 27:
        signature = signature[:64] + bytes([signature[64] + 27])
    return hashlib.sha256(signature).digest()


def empty_allowed(text):
    return b"" if text == "0x" else original_parse(text)


def sixty_five_bytes_only(text):
    signature = original_parse(text)
    if len(signature) != 65:
        raise Failure("ethereum-signature-malformed")
    return signature


bug("key-seed-big-endian", "SeedByteOrder", "reads the digest big-endian",
    {"key_derivation.seed_integer": lambda digest: int.from_bytes(digest, "big")})
bug("key-seed-modulo-p", "SeedModulus", "reduces the digest mod p, and then mod ell",
    {"key_derivation.seed_integer": lambda digest: int.from_bytes(digest, "little") % P}, seen_in="ethsnarks (keys in general)")
bug("key-seed-modulo-8ell", "SeedModulus", "reduces the digest mod 8*ell, and prints the secret key so",
    {"key_derivation.seed_modulus": lambda: GROUP_ORDER})
bug("key-seed-truncated", "SeedTruncated", "clears the bits of the digest above the 250th instead of reducing",
    {"key_derivation.seed_integer": lambda digest: int.from_bytes(digest, "little") % (1 << 250)})
bug("key-seed-rejected", "SeedReduced", "refuses a digest that is ell or more",
    {"key_derivation.seed_integer": lambda digest: refuse_large(int.from_bytes(digest, "little"))})
bug("key-hash-of-text", "SeedOfBytes", "hashes the hex text instead of the bytes",
    {"key_derivation.seed_digest": lambda signature: hashlib.sha256(("0x" + signature.hex()).encode()).digest()})
bug("key-hash-of-digits", "SeedOfBytes", "hashes the hex digits without the prefix",
    {"key_derivation.seed_digest": lambda signature: hashlib.sha256(signature.hex().encode()).digest()})
bug("key-hash-sha3", "SeedHash", "hashes with SHA3-256",
    {"key_derivation.seed_digest": lambda signature: hashlib.sha3_256(signature).digest()})
bug("key-hash-twice", "SeedHash", "hashes twice",
    {"key_derivation.seed_digest": lambda signature: hashlib.sha256(hashlib.sha256(signature).digest()).digest()})
bug("key-drops-recovery-byte", "AllBytesHashed", "hashes only the first 64 bytes",
    {"key_derivation.seed_digest": lambda signature: hashlib.sha256(signature[:64]).digest()})
bug("key-drops-leading-zeros", "SignatureZeroBytes", "passes the signature through an integer, which drops its leading zero bytes",
    {"key_derivation.seed_digest": lambda signature: hashlib.sha256(signature.lstrip(b"\0")).digest()})
bug("key-normalizes-recovery-byte", "RecoveryByte", "turns a last byte of 0 or 1 into 27 or 28",
    {"key_derivation.seed_digest": normalized_recovery_byte})
bug("key-accepts-missing-prefix", "EthereumSignatureMissingPrefix", "accepts hex digits without 0x",
    {"key_derivation.parse_ethereum_signature": lenient(lambda text: text if text[:1] + text[1:2].lower() == "0x" else "0x" + text)})
bug("key-accepts-odd-digits", "EthereumSignatureOddDigits", "pads an odd number of digits with a zero",
    {"key_derivation.parse_ethereum_signature": lenient(lambda text: text if len(text) % 2 == 0 else "0x0" + text[2:])})
bug("key-accepts-spaces", "EthereumSignatureNotHex", "reads the digits with a parser that skips white space",
    {"key_derivation.parse_ethereum_signature": lenient(lambda text: "".join(text.split()))})
bug("key-accepts-empty", "EthereumSignatureEmpty", "derives a key from no bytes", {
    "key_derivation.parse_ethereum_signature": empty_allowed})
bug("key-65-bytes-only", "AnyLength", "accepts signatures of 65 bytes only",
    {"key_derivation.parse_ethereum_signature": sixty_five_bytes_only})
bug("key-lower-case-only", "EthereumSignatureUpperCase", "refuses upper-case digits",
    {"key_derivation.parse_ethereum_signature": lenient(lambda text: text if text == text.lower() else "")})


def refuse_large(seed):
    if seed >= ELL:
        raise Failure("secret-key-out-of-range")
    return seed
