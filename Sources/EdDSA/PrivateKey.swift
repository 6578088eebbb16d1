// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Crypto
import PrimeField
import Secrecy

/// A private key: an integer k with 1 ≤ k < ℓ. It computes its public key k·B and never accepts one from a
/// caller. [EDDSA-KEY-1] [EDDSA-KEY-2] [EDDSA-SIGN-4]
///
/// The memory that holds k is wiped when the last copy of the value is released. `description`,
/// `debugDescription` and `Mirror` show no part of it. SPEC.md, section "EdDSA", Keys.
public struct PrivateKey: Sendable {
    let secret: SecretScalar
    /// The public key A = k·B.
    public let publicKey: PublicKey

    /// The key with the scalar k.
    /// - Throws: ``EdDSAError/secretKeyOutOfRange`` if k = 0.
    public init(_ k: Scalar) throws(EdDSAError) {
        let isZero = declassified(k == .zero, because: "the caller sees whether this throws")
        guard !isZero else { throw .secretKeyOutOfRange }
        secret = SecretScalar(k)
        publicKey = PublicKey(
            declassified(Point.baseMultiplied(by: k), because: "the public key is published"))
    }

    /// A uniformly random key from the operating system's generator.
    public init() {
        var generator = SystemGenerator()
        self.init(using: &generator)
    }

    /// A random key: 512 bits of `generator` reduced mod ℓ, which is uniform up to 2⁻²⁶⁰. Draws again if the
    /// result is 0.
    package init(using generator: inout some RandomNumberGenerator) {
        while true {
            if let key = try? PrivateKey(.random(using: &generator)) {
                self = key
                return
            }
        }
    }

    // MARK: Encoding

    /// Reads exactly 32 bytes, big-endian.
    /// - Throws: ``EdDSAError/secretKeyMalformed`` for another number of bytes;
    ///   ``EdDSAError/secretKeyOutOfRange`` if k = 0 or k ≥ ℓ.
    public init(rawRepresentation bytes: some Collection<UInt8>) throws(EdDSAError) {
        guard let integer = try? Integer256(bigEndianBytes: bytes) else { throw .secretKeyMalformed }
        guard let k = try? Scalar(integer) else { throw .secretKeyOutOfRange }
        try self.init(k)
    }

    /// Reads "0x" and exactly 64 hexadecimal digits, big-endian.
    /// - Throws: ``EdDSAError/secretKeyMalformed``; ``EdDSAError/secretKeyOutOfRange`` if k = 0 or k ≥ ℓ.
    public init(hex: some StringProtocol) throws(EdDSAError) {
        guard var bytes = Hexadecimal.decode(hex.utf8, byteCount: 32) else { throw .secretKeyMalformed }
        defer { bytes.withUnsafeMutableBytes(wipe) }
        try self.init(rawRepresentation: bytes)
    }

    /// k as 32 big-endian bytes. **Secret**: the caller must protect and erase them.
    public var rawRepresentation: [UInt8] { secret.value.bigEndianBytes }
}

// MARK: - Derivation from an Ethereum signature

extension PrivateKey {
    /// The key that Loopring derives from an Ethereum signature: k = SHA-256(bytes) as a little-endian
    /// integer mod ℓ. [KEY-DERIVE-1] [KEY-DERIVE-2]
    ///
    /// Any positive number of bytes is accepted and hashed as it is. Different encodings of one Ethereum
    /// signature, for example with a recovery byte of 0 or of 27, give different keys. [KEY-DERIVE-3]
    /// - Throws: ``EdDSAError/ethereumSignatureMalformed`` if there are no bytes;
    ///   ``EdDSAError/secretKeyOutOfRange`` if k = 0.
    public init(ethereumSignature bytes: some Collection<UInt8>) throws(EdDSAError) {
        guard !bytes.isEmpty else { throw .ethereumSignatureMalformed }
        var input = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = buffer.update(fromContentsOf: bytes)
        }
        defer { input.withUnsafeMutableBytes(wipe) }
        var hash = SHA256()
        hash.update(data: input)
        let seed = hash.withDigestOfSecret { try? Integer256(littleEndianBytes: $0) }
        guard let seed else { preconditionFailure("SHA-256 gives 32 bytes") }
        // Reduced as a wide integer, because that reduction is constant-time.
        try self.init(Scalar(reducing: WideInteger(low: seed, high: .zero)))
    }

    /// The key derived from an Ethereum signature given as "0x" and an even, positive number of digits.
    /// - Throws: as ``init(ethereumSignature:)``.
    public init(ethereumSignatureHex text: some StringProtocol) throws(EdDSAError) {
        let digits = text.utf8.count - 2
        guard digits > 0, digits.isMultiple(of: 2),
            var bytes = Hexadecimal.decode(text.utf8, byteCount: digits / 2)
        else { throw .ethereumSignatureMalformed }
        defer { bytes.withUnsafeMutableBytes(wipe) }
        try self.init(ethereumSignature: bytes)
    }
}

// MARK: - Texts

extension PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A text without any part of the key.
    public var description: String { "PrivateKey(redacted)" }
    /// A text without any part of the key.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The storage of a secret scalar: one allocation, shared by all copies of a key, and wiped when the last
/// reference is released.
///
/// Copies in registers and on the stack during a computation are not wiped; see SECURITY.md.
final class SecretScalar: @unchecked Sendable {
    // Written by init and deinit only.
    private let storage: UnsafeMutablePointer<Scalar>

    init(_ scalar: Scalar) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: scalar)
    }

    deinit {
        wipe(UnsafeMutableRawBufferPointer(start: storage, count: MemoryLayout<Scalar>.size))
        storage.deallocate()
    }

    var value: Scalar { storage.pointee }
}

extension HashFunction {
    /// Calls `body` with the digest of secret input, and leaves neither the input nor the digest in the heap.
    ///
    /// A hash object buffers its input block by block. swift-crypto intends to wipe the object when it is
    /// freed, but clears the first eight bytes only: `UnsafeMutablePointer.zeroize()` in 4.5.2 uses the size
    /// of a metatype. The last block of input would stay in freed memory. So after the digest is taken, one
    /// block of zeros is absorbed, which overwrites it.
    mutating func withDigestOfSecret<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        defer { update(data: [UInt8](repeating: 0, count: Self.blockByteCount)) }
        return finalize().withUnsafeBytes(body)
    }
}
