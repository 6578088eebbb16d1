import Crypto
import PrimeField
import Secrecy

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
        var input = [UInt8](unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = buffer.update(fromContentsOf: bytes)
        }
        defer { input.withUnsafeMutableBytes(wipe) }
        var hash = SHA256()
        hash.update(data: input)
        let seed = hash.withDigestOfSecret { try? Integer256(littleEndianBytes: $0) }
        guard let seed else { preconditionFailure("SHA-256 gives 32 bytes") }
        // The low half of a wide integer, so that the reduction is the constant-time one.
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
