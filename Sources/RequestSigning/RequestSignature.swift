// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization

// What is signed of a request is one integer, the message m: SPEC.md, section 9.6.

extension Message {
    /// m = SHA-256 of the signature base as a big-endian integer mod p: what is signed of a request ([REQUEST-12]).
    /// SPEC.md, section 9.5.
    public init(_ canonical: CanonicalRequest) {
        self.init(reducing: canonical.sha256)
    }

    /// m of a request, which is canonicalised on the way.
    public init(_ request: SignableRequest) {
        self.init(request.canonical)
    }
}

extension PrivateKey {
    /// Signs a request, with S in the reduced form: the value of X-API-SIG is the signature's `hex`.
    ///
    /// Deterministic: the same key and request give the same signature. To send the request too, make
    /// `request.canonical` once and sign `Message(canonical)`: it also has the URL to send.
    ///
    /// - Throws: `EdDSAError.nonceIsZero`; the chance is 2⁻²⁵¹.
    public func signature(for request: SignableRequest) throws(EdDSAError) -> Signature {
        try signature(for: Message(request))
    }
}

extension PublicKey {
    /// Whether the signature is this key's of the request under the profile. Variable-time: all inputs are public.
    ///
    /// The same verdict as ``verify(_:for:profile:)`` gives, several times faster and without its reasons.
    public func isValidSignature(
        _ signature: Signature, for request: SignableRequest, profile: VerificationProfile
    ) -> Bool {
        isValidSignature(signature, for: Message(request), profile: profile)
    }

    /// The verdict with findings and both sides of the equation S·B = R + h·A ([REQUEST-13]). Variable-time.
    ///
    /// For a verdict in sentences, from the texts that came over the wire, there is `SignatureDiagnosis`.
    public func verify(
        _ signature: Signature, for request: SignableRequest, profile: VerificationProfile
    ) -> Verification {
        verify(signature, for: Message(request), profile: profile)
    }
}
