import Crypto
import PrimeField

extension PrivateKey {
    /// The key that Loopring derives from an Ethereum signature: k = SHA-256(bytes) as a little-endian
    /// integer mod ℓ. SPEC.md, section "Key derivation".
    ///
    /// Any positive number of bytes is taken as it is; different spellings of the same Ethereum signature
    /// (a recovery byte of 0 or of 27) give different keys.
    /// - Throws: ``EdDSAError/ethereumSignatureMalformed`` for no bytes; ``EdDSAError/secretKeyOutOfRange``
    ///   where k = 0.
    public init(ethereumSignature bytes: some Collection<UInt8>) throws(EdDSAError) {
        guard !bytes.isEmpty else { throw .ethereumSignatureMalformed }
        var hash = SHA256()
        hash.update(data: Array(bytes))
        // The seed as the low half of a wide integer, so that the reduction is the constant-time one.
        var seed = Array(hash.finalize()) + [UInt8](repeating: 0, count: 32)
        defer { seed.withUnsafeMutableBytes(wipe) }
        guard let wide = try? WideInteger(littleEndianBytes: seed) else {
            preconditionFailure("64 bytes")
        }
        try self.init(Scalar(reducing: wide))
    }

    /// The key derived from an Ethereum signature given as "0x" and an even, positive number of digits.
    /// - Throws: as ``init(ethereumSignature:)``.
    public init(ethereumSignatureHex text: some StringProtocol) throws(EdDSAError) {
        let digits = text.utf8.count - 2
        guard digits > 0, digits.isMultiple(of: 2),
            let bytes = Hexadecimal.decode(text.utf8, byteCount: digits / 2)
        else { throw .ethereumSignatureMalformed }
        try self.init(ethereumSignature: bytes)
    }
}
