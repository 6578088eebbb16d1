// SPDX-License-Identifier: Apache-2.0
import EdDSA
import PrimeField
import Secrecy

/// A secret key as accounts export it: hexadecimal digits, often without "0x" and with leading zeros dropped.
///
/// This is the only lenient reader of keys, for files that come from a user. It adds leading zeros; it never
/// truncates or reduces. Everywhere else a key is "0x" and exactly 64 digits.
enum ExportedKey {
    /// Reads 1 to 64 hexadecimal digits, with or without "0x".
    static func parse(_ secret: UnsafeBufferPointer<UInt8>) throws(CommandFailure) -> PrivateKey {
        var digits = secret[...]
        if digits.starts(with: "0x".utf8) { digits = digits.dropFirst(2) }
        guard !digits.isEmpty else { throw .refused("the secret key has no digits") }
        guard digits.count <= 64 else {
            throw .refused(
                "the secret key has \(digits.count) characters; a key is at most 64 hexadecimal digits")
        }
        var text = Array("0x".utf8)
        text.reserveCapacity(66)
        text += repeatElement(UInt8(ascii: "0"), count: 64 - digits.count)
        text += digits
        defer { text.withUnsafeMutableBytes(wipe) }
        guard var bytes = Hexadecimal.decode(text, byteCount: 32) else {
            throw .refused("the secret key has a character that is not a hexadecimal digit")
        }
        defer { bytes.withUnsafeMutableBytes(wipe) }
        do {
            return try PrivateKey(rawRepresentation: bytes)
        } catch {
            throw .refused(
                "the secret key is 0 or not below the order of the subgroup: not an exported EdDSA key "
                    + "(is it the Ethereum key?)")
        }
    }
}
