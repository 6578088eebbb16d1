import BabyJubjub
import Crypto
import PrimeField

extension PrivateKey {
    /// The signature of a message, with S reduced mod ℓ. Deterministic and constant-time.
    ///
    ///     r = nonce(k, m)   R = r·B   h = challenge(R, A, m)   S = (r + k·h) mod ℓ
    ///
    /// SPEC.md, section "EdDSA", Signing.
    /// - Throws: ``EdDSAError/nonceIsZero``, with probability 2⁻²⁵¹.
    public func signature(for message: Message) throws(EdDSAError) -> Signature {
        try signature(for: message, reducingSModulo: Scalar.order)
    }

    /// The signature of a message as Loopring's own SDKs write it, S = (r + k·h) mod 8ℓ. **Every signature
    /// of this form gives away three bits of the key.**
    ///
    /// Since r < ℓ, (S − k·h) mod 8ℓ < ℓ holds for the true key and for one wrong key in eight; some 85
    /// signatures determine the key. It exists to be compared byte for byte with other implementations, and
    /// for nothing else: the reduced form verifies alike. SPEC.md, "The unreduced form leaks the key".
    /// - Throws: ``EdDSAError/nonceIsZero``, with probability 2⁻²⁵¹.
    public func unreducedSignatureLeakingKey(for message: Message) throws(EdDSAError) -> Signature {
        try signature(for: message, reducingSModulo: Scalar.groupOrder)
    }

    private func signature(
        for message: Message, reducingSModulo modulus: Limbs
    ) throws(EdDSAError) -> Signature {
        let k = secret.value
        let r = nonce(for: message)
        guard r != .zero else { throw .nonceIsZero }
        let commitment = Point.baseMultiplied(by: r)
        let h = challenge(commitment, publicKey.point, message)
        let s = WideInteger(product: k.integer, h.integer, plus: r.integer).reduced(modulo: modulus)
        return try Signature(r: commitment, s: s)
    }

    /// The nonce r = SHA-512(LE32(k) ‖ LE32(m)) as a little-endian integer mod ℓ. **Secret**: r and one
    /// signature give the key. `package`, for the conformance testee; the library never hands it out.
    package func nonce(for message: Message) -> Scalar {
        var input = secret.value.littleEndianBytes + message.value.littleEndianBytes
        defer { input.withUnsafeMutableBytes(wipe) }
        var digest = Array(SHA512.hash(data: input))
        defer { digest.withUnsafeMutableBytes(wipe) }
        guard let wide = try? WideInteger(littleEndianBytes: digest) else {
            preconditionFailure("SHA-512 gives 64 bytes")
        }
        return Scalar(reducing: wide)
    }
}
