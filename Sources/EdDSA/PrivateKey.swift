import BabyJubjub
import Crypto
import PrimeField
import Secrecy

/// A private key: an integer k with 1 ≤ k < ℓ, and the public key k·B that it computes for itself.
///
/// The memory that holds k is wiped when the last copy of the value goes. `description`, `debugDescription`
/// and `Mirror` show no part of it. SPEC.md, section "EdDSA", Keys.
public struct PrivateKey: Sendable {
    let secret: SecretScalar
    /// The public key A = k·B.
    public let publicKey: PublicKey

    init(_ k: Scalar) throws(EdDSAError) {
        let isZero = declassified(k == .zero, because: "the caller sees whether this throws")
        guard !isZero else { throw .secretKeyOutOfRange }
        secret = SecretScalar(k)
        publicKey = PublicKey(
            declassified(Point.baseMultiplied(by: k), because: "the public key is published"))
    }

    /// A uniformly random key from the system's generator.
    public init() {
        var generator = SystemRandomNumberGenerator()
        while true {
            // 512 bits reduced mod ℓ are uniform up to 2⁻²⁶⁰.
            func random256() -> Integer256 {
                let limbs = Limbs(generator.next(), generator.next(), generator.next(), generator.next())
                return classified(Integer256(limbs: limbs))
            }
            let wide = WideInteger(low: random256(), high: random256())
            if let key = try? PrivateKey(Scalar(reducing: wide)) {
                self = key
                return
            }
        }
    }

    // MARK: Encoding

    /// Reads exactly 32 bytes, big-endian.
    /// - Throws: ``EdDSAError/secretKeyMalformed`` for another number of bytes;
    ///   ``EdDSAError/secretKeyOutOfRange`` for 0 and from ℓ on.
    public init(rawRepresentation bytes: some Collection<UInt8>) throws(EdDSAError) {
        guard let integer = try? Integer256(bigEndianBytes: bytes) else { throw .secretKeyMalformed }
        guard let k = try? Scalar(integer) else { throw .secretKeyOutOfRange }
        try self.init(k)
    }

    /// Reads "0x" and exactly 64 hexadecimal digits, big-endian.
    /// - Throws: ``EdDSAError/secretKeyMalformed``; ``EdDSAError/secretKeyOutOfRange`` for 0 and from ℓ on.
    public init(hex: some StringProtocol) throws(EdDSAError) {
        guard var bytes = Hexadecimal.decode(hex.utf8, byteCount: 32) else { throw .secretKeyMalformed }
        defer { bytes.withUnsafeMutableBytes(wipe) }
        try self.init(rawRepresentation: bytes)
    }

    /// k as 32 big-endian bytes. **Secret**: the caller has to keep and to erase them.
    public var rawRepresentation: [UInt8] { secret.value.bigEndianBytes }
}

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A text without any part of the key.
    public var description: String { "PrivateKey(redacted)" }
    /// A text without any part of the key.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
