// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A public key as it was given: the text is kept, because another reading of it may explain a signature.
public enum PublicKeySource: Sendable {
    /// Both coordinates, each "0x" and 64 hexadecimal digits.
    case coordinates(x: String, y: String)
    /// The packed point, "0x" and 64 hexadecimal digits.
    case packed(String)
    /// A key that has been read.
    case decoded(PublicKey)
    /// The key of the owner of this secret key, who can compare a signature with their own.
    case owned(by: PrivateKey)

    /// The key.
    ///
    /// - Throws: what is wrong with it.
    public func decoded() throws(Rejection) -> PublicKey {
        switch self {
        case .decoded(let key): return key
        case .owned(let secretKey): return secretKey.publicKey
        case .coordinates(let x, let y):
            do { return try PublicKey(x: x, y: y) } catch { throw Rejection(error) }
        case .packed(let text):
            guard let packed = try? PackedPoint(hex: text) else {
                throw Rejection(
                    code: "integer-malformed", reason: "the packed public key is not 0x and 64 digits")
            }
            guard let point = try? Point(packed: packed) else {
                throw Rejection(
                    code: "packed-point-invalid",
                    reason: "the packed public key is not the packed form of a point of the curve")
            }
            return PublicKey(point)
        }
    }

    /// The ways to read the key: the specified one, if it gives a point, and others that occur in practice.
    var readings: [(mistakes: [Mistake], point: Point)] {
        var readings: [(mistakes: [Mistake], point: Point)] = []
        if let key = try? decoded() { readings.append(([], key.point)) }
        func add(_ name: String, _ explanation: String, _ point: Point?) {
            guard let point else { return }
            readings.append(([Mistake(name, .publicKey, "ENC-4", explanation)], point))
        }
        switch self {
        case .decoded, .owned: break
        case .packed(let text):
            guard let integer = try? Integer256(hex: text) else { break }
            add(
                "publicKeyLittleEndian", "The packed public key is little-endian. It is big-endian.",
                try? Point(packed: PackedPoint(integer.byteReversed)))
        case .coordinates(let x, let y):
            guard let x = try? Integer256(hex: x), let y = try? Integer256(hex: y) else { break }
            add(
                "publicKeySwapped", "The coordinates of the public key are swapped. x comes first.",
                Point(y, x))
            add(
                "publicKeyLittleEndian",
                "The coordinates of the public key are little-endian. They are big-endian.",
                Point(x.byteReversed, y.byteReversed))
        }
        return readings
    }
}

/// Why a key, a message or a signature was refused: the code of SPEC.md, section 12, and a sentence.
public struct Rejection: Error, Equatable, Sendable {
    /// The code, such as `point-not-on-curve`.
    public let code: String
    /// A sentence without an end.
    public let reason: String

    init(code: String, reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The refusal for an error of EdDSA.
    public init(_ error: EdDSAError) {
        code = error.code
        reason = error.description
    }
}

extension Rejection: CustomStringConvertible, LocalizedError {
    /// The text of ``reason``.
    public var description: String { reason }

    /// As ``description``.
    public var errorDescription: String? { description }
}

extension Integer256 {
    /// The integer whose 32 bytes are these in the other order.
    var byteReversed: Integer256 {
        // 32 bytes are always an integer.
        try! Integer256(littleEndianBytes: bigEndianBytes)
    }
}

extension Point {
    /// The point with these coordinates, if there is one.
    init?(_ x: Integer256, _ y: Integer256) {
        guard let x = try? FieldElement(x), let y = try? FieldElement(y), let point = try? Point(x: x, y: y)
        else { return nil }
        self = point
    }
}
