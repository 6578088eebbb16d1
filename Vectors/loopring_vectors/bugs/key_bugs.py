# SPDX-License-Identifier: Apache-2.0
"""Mistakes in deriving the secret key from an Ethereum signature."""

import hashlib
import re

from ..reference.failure import Failure
from ..reference.field import P
from ..reference.key_derivation import KeyDerivation
from ..reference.scalar import ELL, GROUP_ORDER
from .catalog import bug

DERIVE, PARSE = "key_derivation.derive", "key_derivation.parse_ethereum_signature"


def sha256(signature):
    return hashlib.sha256(signature).digest()


def little_endian(digest):
    return int.from_bytes(digest, "little")


def derive_with(digest=sha256, integer=little_endian, modulus=ELL):
    """derive with a different digest of the signature, a different reading of the digest, or a different
    modulus."""

    def derive(self, signature):
        k = integer(digest(signature)) % modulus
        if k == 0:
            raise Failure("secret-key-out-of-range")
        return k

    return derive


def lenient(repair):
    return lambda self, text: KeyDerivation.parse_ethereum_signature(self, repair(text))


def normalized_recovery_byte(signature):
    if len(signature) == 65 and signature[64] < 27:
        signature = signature[:64] + bytes([signature[64] + 27])
    return sha256(signature)


def empty_allowed(self, text):
    return b"" if text == "0x" else KeyDerivation.parse_ethereum_signature(self, text)


def sixty_five_bytes_only(self, text):
    signature = KeyDerivation.parse_ethereum_signature(self, text)
    if len(signature) != 65:
        raise Failure("ethereum-signature-malformed")
    return signature


def refuse_large(seed):
    if seed >= ELL:
        raise Failure("secret-key-out-of-range")
    return seed


bug("key-seed-big-endian", "SeedByteOrder", "reads the digest big-endian",
    {DERIVE: derive_with(integer=lambda digest: int.from_bytes(digest, "big"))})
bug("key-seed-modulo-p", "SeedModulus", "reduces the digest mod p, and then mod ell",
    {DERIVE: derive_with(integer=lambda digest: little_endian(digest) % P)}, seen_in="ethsnarks (keys in general)")
bug("key-seed-modulo-8ell", "SeedModulus", "reduces the digest mod 8*ell, and prints the result as the secret key",
    {DERIVE: derive_with(modulus=GROUP_ORDER)})
bug("key-seed-truncated", "SeedTruncated", "clears the bits of the digest above the 250th instead of reducing",
    {DERIVE: derive_with(integer=lambda digest: little_endian(digest) % (1 << 250))})
bug("key-seed-rejected", "SeedReduced", "refuses a digest that is ell or more",
    {DERIVE: derive_with(integer=lambda digest: refuse_large(little_endian(digest)))})
bug("key-hash-of-text", "SeedOfBytes", "hashes the hex text instead of the bytes",
    {DERIVE: derive_with(digest=lambda signature: sha256(("0x" + signature.hex()).encode()))})
bug("key-hash-of-digits", "SeedOfBytes", "hashes the hex digits without the prefix",
    {DERIVE: derive_with(digest=lambda signature: sha256(signature.hex().encode()))})
bug("key-hash-sha3", "SeedHash", "hashes with SHA3-256",
    {DERIVE: derive_with(digest=lambda signature: hashlib.sha3_256(signature).digest())})
bug("key-hash-twice", "SeedHash", "hashes twice",
    {DERIVE: derive_with(digest=lambda signature: sha256(sha256(signature)))})
bug("key-drops-recovery-byte", "AllBytesHashed", "hashes only the first 64 bytes",
    {DERIVE: derive_with(digest=lambda signature: sha256(signature[:64]))})
bug("key-drops-leading-zeros", "SignatureZeroBytes", "passes the signature through an integer, which drops its leading zero bytes",
    {DERIVE: derive_with(digest=lambda signature: sha256(signature.lstrip(b"\0")))})
bug("key-normalizes-recovery-byte", "RecoveryByte", "turns a last byte of 0 or 1 into 27 or 28",
    {DERIVE: derive_with(digest=normalized_recovery_byte)})
bug("key-accepts-missing-prefix", "EthereumSignatureMissingPrefix", "accepts hex digits without 0x",
    {PARSE: lenient(lambda text: text if text[:1] + text[1:2].lower() == "0x" else "0x" + text)})
bug("key-accepts-odd-digits", "EthereumSignatureOddDigits", "pads an odd number of digits with a zero",
    {PARSE: lenient(lambda text: text if len(text) % 2 == 0 else "0x0" + text[2:])})
bug("key-accepts-spaces", "EthereumSignatureNotHex", "reads the digits with a parser that skips white space",
    {PARSE: lenient(lambda text: "".join(text.split()))})
bug("key-accepts-empty", "EthereumSignatureEmpty", "derives a key from an empty signature", {
    PARSE: empty_allowed})
bug("key-65-bytes-only", "AnyLength", "accepts signatures of 65 bytes only",
    {PARSE: sixty_five_bytes_only})
bug("key-lower-case-only", "EthereumSignatureUpperCase", "refuses upper-case digits",
    {PARSE: lenient(lambda text: text if text == text.lower() else "")})


def until_bad_digit(text):
    """Buffer.from(text, "hex"): the pairs of hex digits before the first malformed pair."""
    return bytes.fromhex(re.match("(?:[0-9A-Fa-f]{2})*", text.removeprefix("0x"))[0])


bug("key-malformed-accepted", "EthereumSignatureEmpty", "derives keys from malformed text: empty, odd, without prefix, or not hexadecimal",
    {PARSE: lambda self, text: until_bad_digit("0" * (len(text) % 2) + text.removeprefix("0x"))}, seen_in="loopring_sdk", any_value=True)
bug("key-stops-at-bad-digit", "EthereumSignatureNotHex", "uses the pairs of hex digits before the first pair that is malformed",
    {PARSE: lambda self, text: until_bad_digit(text)}, seen_in="loopring_sdk")
bug("key-seed-signed", "SeedUnsigned", "reads the digest as a signed number, as Java's and C#'s BigInteger do",
    {DERIVE: derive_with(integer=lambda digest: int.from_bytes(digest, "little", signed=True))})
