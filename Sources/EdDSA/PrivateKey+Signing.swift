// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Crypto
import PrimeField
import Secrecy

extension PrivateKey {
    /// The signature of a message, with S reduced mod ℓ. Deterministic and constant-time. [EDDSA-SIGN-1]
    /// [EDDSA-SIGN-3] [EDDSA-SIGN-5]
    ///
    ///     r = nonce(k, m)   R = r·B   h = challenge(R, A, m)   S = (r + k·h) mod ℓ
    ///
    /// SPEC.md, section "EdDSA", Signing.
    /// - Throws: ``EdDSAError/nonceIsZero``, with probability 2⁻²⁵¹.
    public func signature(for message: Message) throws(EdDSAError) -> Signature {
        try signature(for: message, nonce: nonce(for: message), reducingSModulo: Scalar.order)
    }

    /// The signature of a message as Loopring's own SDKs emit it: S = (r + k·h) mod 8ℓ. **Every signature of
    /// this form leaks three bits of the key.** [EDDSA-SIGN-2]
    ///
    /// Since r < ℓ, the inequality (S − k·h) mod 8ℓ < ℓ holds for the true key and for one wrong key in
    /// eight. So each signature excludes seven wrong keys in eight, and some 85 signatures determine the key.
    /// Use this form only to compare byte for byte with other implementations. The reduced form passes
    /// verification too. SPEC.md, "The unreduced form leaks the key".
    /// - Throws: ``EdDSAError/nonceIsZero``, with probability 2⁻²⁵¹.
    public func unreducedSignatureLeakingKey(for message: Message) throws(EdDSAError) -> Signature {
        try signature(for: message, nonce: nonce(for: message), reducingSModulo: Scalar.groupOrder)
    }

    /// The signature with the nonce r. A test calls it with r = 0.
    func signature(
        for message: Message, nonce r: Scalar, reducingSModulo modulus: Limbs
    ) throws(EdDSAError) -> Signature {
        let k = secret.value
        let isZero = declassified(r == .zero, because: "the caller sees whether this throws")
        guard !isZero else { throw .nonceIsZero }  // [EDDSA-NONCE-4]
        let pointR = declassified(
            Point.baseMultiplied(by: r), because: "R is a part of the signature")
        let h = publicKey.challenge(of: pointR, message)
        let s = WideInteger(product: k.integer, h.integer, plus: r.integer).reduced(modulo: modulus)
        return try Signature(
            r: pointR, s: declassified(s, because: "S is a part of the signature"))
    }

    /// The nonce r = SHA-512(LE32(k) ‖ LE32(m)) as a little-endian integer mod ℓ.
    /// [EDDSA-NONCE-1] [EDDSA-NONCE-2] [EDDSA-NONCE-3]
    ///
    /// **Secret**: r and one signature determine the key. It is `package` for the conformance testee. No
    /// public function returns it.
    package func nonce(for message: Message) -> Scalar {
        var k = secret.value.littleEndianBytes
        defer { k.withUnsafeMutableBytes(wipe) }
        var hash = SHA512()
        hash.update(data: k)
        hash.update(data: message.value.littleEndianBytes)
        let wide = hash.withDigestOfSecret { try? WideInteger(littleEndianBytes: $0) }
        guard let wide else { preconditionFailure("SHA-512 gives 64 bytes") }
        return Scalar(reducing: wide)
    }
}
