// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField

/// A public key as it was given. The text is kept, because reading it in another way may explain a signature.
public enum PublicKeySource: Sendable {
    /// Both coordinates, each "0x" and 64 hexadecimal digits.
    case coordinates(x: String, y: String)
    /// The packed point, "0x" and 64 hexadecimal digits.
    case packed(String)
    /// A key that is already decoded.
    case decoded(PublicKey)
    /// The public key of this secret key. The owner can compare a signature with the one that the secret key
    /// makes.
    case owned(by: PrivateKey)

    /// Decodes the key.
    /// - Throws: a failure of the step `publicKey`.
    public func decoded() throws(SignatureVerdict.Failure) -> PublicKey {
        switch self {
        case .decoded(let key): return key
        case .owned(let secretKey): return secretKey.publicKey
        case .coordinates(let x, let y):
            do { return try PublicKey(x: x, y: y) } catch { throw .init(.publicKey, error) }
        case .packed(let text):
            guard let packed = try? PackedPoint(hex: text) else {
                throw .init(.publicKey, "integer-malformed", "the packed public key is not 0x and 64 digits")
            }
            guard let point = try? Point(packed: packed) else {
                throw .init(
                    .publicKey, "packed-point-invalid",
                    "the packed public key is not the packed form of a point of the curve")
            }
            return PublicKey(point)
        }
    }

    /// The points that the text of the key may mean. First the specified reading, if it gives a point, then
    /// others that occur in practice.
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
                try? Point(x: FieldElement(y), y: FieldElement(x)))
            add(
                "publicKeyLittleEndian",
                "The coordinates of the public key are little-endian. They are big-endian.",
                try? Point(x: FieldElement(x.byteReversed), y: FieldElement(y.byteReversed)))
        }
        return readings
    }
}
