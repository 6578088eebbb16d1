// SPDX-License-Identifier: Apache-2.0
import Crypto
import PrimeField

/// A message: an integer m with 0 ≤ m < p, the value that is signed. [EDDSA-MSG-1] SPEC.md, section "EdDSA",
/// Messages.
///
/// ``init(reducing:)`` makes it from a digest and reduces mod p. The other initializers refuse an integer of
/// p or more.
public struct Message: Equatable, Hashable, Sendable {
    /// m as a field element, an input of the challenge hash.
    public let value: FieldElement

    /// The message that is this field element.
    public init(_ value: FieldElement) {
        self.value = value
    }

    /// Reads "0x" and exactly 64 hexadecimal digits, big-endian.
    /// - Throws: ``EdDSAError/messageMalformed``; ``EdDSAError/messageOutOfRange`` if the integer is p or
    ///   more.
    public init(hex: some StringProtocol) throws(EdDSAError) {
        guard let integer = try? Integer256(hex: hex) else { throw .messageMalformed }
        guard let value = try? FieldElement(integer) else { throw .messageOutOfRange }
        self.value = value
    }

    /// The digest of a request as a big-endian integer **reduced mod p**. [REQUEST-12]
    public init(reducing digest: SHA256Digest) {
        // As memory: byte by byte, a generic sequence takes a hundred times as long.
        guard let value = try? digest.withUnsafeBytes({ try FieldElement(reducingBigEndianBytes: $0) }) else {
            preconditionFailure("SHA-256 gives 32 bytes")
        }
        self.value = value
    }

    /// "0x" and 64 lower-case hexadecimal digits, big-endian.
    public var hex: String { value.hex }
}

extension Message: CustomStringConvertible {
    /// The text of ``hex``.
    public var description: String { hex }
}
