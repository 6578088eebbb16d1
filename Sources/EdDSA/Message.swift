// SPDX-License-Identifier: Apache-2.0
import Crypto
import PrimeField

/// A message m ∈ [0, p): what is signed. Made from a digest by a reduction mod p that is named, or from an
/// integer that is refused at p and beyond. [EDDSA-MSG-1] SPEC.md, section "EdDSA", Messages.
public struct Message: Equatable, Hashable, Sendable {
    /// m as a field element, an input of the challenge hash.
    public let value: FieldElement

    /// The message that is this field element.
    public init(_ value: FieldElement) {
        self.value = value
    }

    /// Reads "0x" and exactly 64 hexadecimal digits, big-endian.
    /// - Throws: ``EdDSAError/messageMalformed``; ``EdDSAError/messageOutOfRange`` from p on.
    public init(hex: some StringProtocol) throws(EdDSAError) {
        guard let integer = try? Integer256(hex: hex) else { throw .messageMalformed }
        guard let value = try? FieldElement(integer) else { throw .messageOutOfRange }
        self.value = value
    }

    /// The digest of a request as a big-endian integer **reduced mod p**. [REQUEST-12]
    public init(reducing digest: SHA256Digest) {
        guard let value = try? FieldElement(reducingBigEndianBytes: digest) else {
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
