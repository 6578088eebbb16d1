# SPDX-License-Identifier: Apache-2.0
"""key_derivation.json: the secret key that belongs to an Ethereum signature."""

import hashlib

from ..checks import require
from ..files import KNOWN, source_of
from ..reference.field import P
from ..reference.scalar import ELL, GROUP_ORDER
from . import evidence
from .build import VectorFile, note
from .points import base_multiple, point
from .values import integer, search, zero_high_bytes

OTHER_KEY = ("The secret key and the public key are different. The user cannot reach the account that was registered "
             "elsewhere, and does not see an error.")
NOTES = {
    "KnownAnswer": note("BASIC", "Another implementation derives this key.", OTHER_KEY),
    "Ordinary": note("BASIC", "A pseudorandom signature of 65 bytes.", OTHER_KEY),
    "SeedByteOrder": note("WRONG_BYTE_ORDER", "The SHA-256 digest is read little-endian.", OTHER_KEY),
    "SeedModulus": note(
        "WRONG_MODULUS", "The seed is reduced mod ell only. In this test, reducing it mod p or mod 8*ell first gives a different key.", OTHER_KEY),
    "SeedTruncated": note(
        "TRUNCATION", "The seed is reduced, not truncated to the length of ell.", OTHER_KEY),
    "SeedReduced": note(
        "WRONG_REDUCTION", "The seed is ell or more, like 41 seeds in 42. It is reduced, not refused.", OTHER_KEY),
    "SeedBelowEll": note("EDGE_CASE", "The seed is below ell, so the reduction does not change it.", OTHER_KEY),
    "SeedOfBytes": note("WRONG_INPUT", "The bytes of the signature are hashed, not its hex text.", OTHER_KEY),
    "SeedHash": note("WRONG_HASH", "The hash is a single SHA-256: not SHA-3, not Keccak, not SHA-256 twice.", OTHER_KEY),
    "AllBytesHashed": note(
        "TRUNCATION", "All 65 bytes are hashed, including the recovery byte (the last one).", OTHER_KEY),
    "RecoveryByte": note(
        "WRONG_NORMALIZATION",
        "The last byte is hashed unchanged. Wallets write 27 and 28, or 0 and 1. The tests come in pairs that differ only "
        "in this byte and have different keys.",
        "A library that normalizes the byte derives the right key for one kind of wallet and a wrong key for the other."),
    "SignatureZeroBytes": note("DROPPED_ZEROS", "The signature begins or ends with zero bytes, which are hashed.", OTHER_KEY),
    "AnyLength": note(
        "WRONG_RANGE_CHECK", "Signatures of 1, 2, 64, 66, 96 and 200 bytes. The signatures of smart-contract wallets have other lengths than 65.",
        "Users of such wallets cannot derive their key."),
    "LeadingZeroSecretKey": note(
        "ENCODING", "The secret key begins with a zero byte (or two), which is printed.",
        "If it is not printed, an exported key has 62 digits, and other programs refuse or misalign it."),
    "LeadingZeroPublicKey": note("ENCODING", "A.x or A.y begins with a zero byte, which is printed.",
                                 "If it is not printed, the public key is too short."),
    "EthereumSignatureEmpty": note(
        "MISSING_CHECK", "The signature is \"0x\", which has no bytes.",
        "If a wallet fails to sign, every user gets the same key, which everyone knows."),
    "EthereumSignatureMissingPrefix": note("ENCODING", "The prefix 0x is missing, or is 0X.", "The text may not be hexadecimal."),
    "EthereumSignatureOddDigits": note(
        "ENCODING", "The number of digits is odd.", "A parser that pads guesses which digit is missing, and derives a wrong key."),
    "EthereumSignatureNotHex": note(
        "ENCODING", "A character is not a hex digit (g, white space, a fullwidth digit), or the text is empty.",
        "Lenient parsers stop at the character or skip it, and derive a key from a part of the signature."),
    "SeedUnsigned": note(
        "SIGNED_NUMBER", "The digest is an unsigned number. In this test, its highest bit is set.",
        "BigInteger of Java and C# reads bytes as a signed number: every second key is wrong."),
    "EthereumSignatureUpperCase": note(
        "ENCODING", "The digits are in upper case, which means the same.", "A genuine signature is refused, or its text is hashed."),
}


def build():
    file = VectorFile(
        "key_derivation", "k = SHA-256(signature), little-endian, mod ell",
        ["sha256 is the digest in the order of its bytes.", "The secret key is its little-endian value mod ell."], NOTES)
    for entry in KNOWN["keyDerivation"]:
        group = file.group("KeyDerivation", source_of(entry))
        out = derive(group, bytes.fromhex(entry["ethereumSignature"][2:]), "published key", "KnownAnswer")
        require(out["secretKey"] == entry["secretKey"] and out["publicKey"] == entry["publicKey"])
    group = file.group("KeyDerivation")
    ordinary(group)
    shapes(group)
    leading_zeros(group)
    rejections(group)
    evidence.append_key_derivation(file)
    unsigned(file.group("KeyDerivation"))
    return file


def unsigned(group):
    """Digests whose highest bit is set. As signed numbers they are negative."""
    for i in range(3):
        label = next(f"unsigned {i} {j}" for j in range(1000) if seed(signature(f"unsigned {i} {j}")) >> 255)
        derive(group, signature(label), "the highest bit of the seed is set", "SeedUnsigned", "SeedReduced")


def signature(label, length=65, last=27):
    data = b"".join(hashlib.sha512(f"{label} {i}".encode()).digest() for i in range(4))[: length - 1]
    return data + bytes([last])


def seed(data):
    return int.from_bytes(hashlib.sha256(data).digest(), "little")


def derive(group, data, comment, *flags):
    out = group.valid("key.derive", {"ethereumSignature": "0x" + data.hex()}, comment, *flags,
                      intermediates={"sha256": "0x" + hashlib.sha256(data).hexdigest()})
    k = seed(data) % ELL
    require(out == {"secretKey": integer(k), "publicKey": point(base_multiple(k))})
    return out


def find(label, accepts):
    """A signature whose seed has the property."""
    return next(data for data in (signature(f"{label} {i}") for i in range(1000000)) if accepts(seed(data)))


def ordinary(group):
    for i in range(8):
        derive(group, signature(f"ordinary {i}", last=27 + i % 2), "pseudorandom signature", "Ordinary")
    for i in range(3):
        derive(group, find(f"order {i}", lambda s: int.from_bytes(s.to_bytes(32, "little"), "big") % ELL != s % ELL),
               "the digest read big-endian gives another key", "SeedByteOrder")
        derive(group, find(f"modulus {i}", lambda s: s % P % ELL != s % ELL and s % GROUP_ORDER != s % ELL),
               "the seed exceeds p, and its residues differ", "SeedModulus")
        derive(group, find(f"truncated {i}", lambda s: s % (1 << 250) != s % ELL), "the seed exceeds 2^250", "SeedTruncated")
        derive(group, find(f"reduced {i}", lambda s: s >= ELL), "the seed is ell or more", "SeedReduced")
        derive(group, find(f"below {i}", lambda s: s < ELL), "the seed is below ell", "SeedBelowEll")
        derive(group, signature(f"bytes {i}"), "bytes, not text", "SeedOfBytes")
        derive(group, signature(f"hash {i}"), "SHA-256", "SeedHash")
        derive(group, signature(f"all {i}"), "65 bytes", "AllBytesHashed")


def shapes(group):
    for i in range(2):
        outputs = set()
        for last in (0, 1, 27, 28):
            data = signature(f"recovery {i}", last=last)
            outputs.add(derive(group, data, f"last byte {last}", "RecoveryByte")["secretKey"])
        require(len(outputs) == 4)
    for count in (1, 2, 16, 31):
        data = bytes(count) + signature(f"zeros {count}")[count:]
        derive(group, data, f"{count} zero bytes first", "SignatureZeroBytes")
        data = signature(f"end {count}")[:-count] + bytes(count)
        derive(group, data, f"{count} zero bytes last", "SignatureZeroBytes")
    derive(group, bytes(65), "65 zero bytes", "SignatureZeroBytes")
    derive(group, bytes(1), "one zero byte", "SignatureZeroBytes", "AnyLength")
    for length in (2, 32, 64, 66, 96, 200):
        derive(group, signature(f"length {length}", length), f"{length} bytes", "AnyLength")


def leading_zeros(group):
    for count in (1, 2):
        data = find(f"short key {count}", lambda s: zero_high_bytes(s % ELL, count))
        derive(group, data, f"the key begins with {count} zero byte(s)", "LeadingZeroSecretKey")
    for coordinate in (0, 1):
        data = find(f"short public key {coordinate}", lambda s: zero_high_bytes(base_multiple(s % ELL)[coordinate]))
        derive(group, data, f"A.{'xy'[coordinate]} begins with a zero byte", "LeadingZeroPublicKey")
    data = search("one-byte low", 1 << 64, lambda v: seed(v.to_bytes(8, "big")) % ELL % 256 == 0)
    derive(group, data.to_bytes(8, "big"), "the key ends in a zero byte", "SeedByteOrder")


def rejections(group):
    data = signature("rejected")
    digits = data.hex()
    digits = digits if digits[0] != "0" else "a" + digits[1:]
    fullwidth = "".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in digits)
    cases = [
        ("EthereumSignatureEmpty", "0x", "no bytes"),
        ("EthereumSignatureMissingPrefix", digits, "no 0x"),
        ("EthereumSignatureMissingPrefix", "0X" + digits, "0X"),
        ("EthereumSignatureOddDigits", "0x" + digits[:-1], "129 digits"),
        ("EthereumSignatureOddDigits", "0x" + digits[1:], "129 digits, the first one missing"),
        ("EthereumSignatureOddDigits", "0x1", "one digit"),
        ("EthereumSignatureNotHex", "0x" + digits[:-2] + "gg", "letters beyond f"),
        ("EthereumSignatureNotHex", "0x" + digits[:64] + " " + digits[64:], "a space between R and S"),
        ("EthereumSignatureNotHex", " 0x" + digits, "a space before"),
        ("EthereumSignatureNotHex", "0x" + digits + "\n", "a line feed after"),
        ("EthereumSignatureNotHex", "0x" + fullwidth, "fullwidth digits"),
        ("EthereumSignatureNotHex", "", "the empty text"),
    ]
    for flag, text, what in cases:
        group.rejected("key.derive", {"ethereumSignature": text}, "ethereum-signature-malformed", what, flag)
    for i in range(2):
        data = signature(f"upper {i}")
        out = group.valid("key.derive", {"ethereumSignature": "0x" + data.hex().upper()}, "upper-case digits",
                          "EthereumSignatureUpperCase", intermediates={"sha256": "0x" + hashlib.sha256(data).hexdigest()})
        require(out["secretKey"] == integer(seed(data) % ELL))
