// SPDX-License-Identifier: Apache-2.0

// One import is enough to sign and verify requests: these modules define the types in the interface of this
// one.
@_exported import BabyJubjub
@_exported import EdDSA
@_exported import PrimeField
@_exported import RequestCanonicalization

// The signature of a request is the signature of one integer, its message m: SPEC.md, section 9.6.

extension Message {
    /// The message of a request: m is the SHA-256 digest of the signature base, as a big-endian integer mod p
    /// ([REQUEST-12]). SPEC.md, section 9.5.
    public init(_ canonical: CanonicalRequest) {
        self.init(reducing: canonical.sha256)
    }

    /// The message of a request, which is canonicalized first.
    public init(_ request: SignableRequest) {
        self.init(request.canonical)
    }
}

extension PrivateKey {
    /// The signature of a request, with S in the reduced form. Its `hex` is the value of X-API-SIG.
    ///
    /// It is deterministic: the same key and request give the same signature. To send the request too,
    /// compute `request.canonical` once and sign `Message(canonical)`; it also has the URL to send.
    ///
    /// - Throws: `EdDSAError.nonceIsZero`, with probability 2⁻²⁵¹.
    public func signature(for request: SignableRequest) throws(EdDSAError) -> Signature {
        try signature(for: Message(request))
    }
}

extension PublicKey {
    /// Whether the signature is valid for the request under the profile. Variable-time, because all inputs
    /// are public.
    ///
    /// The verdict is that of ``verify(_:for:profile:)``. This function is several times faster and gives no
    /// reasons.
    public func isValidSignature(
        _ signature: Signature, for request: SignableRequest, profile: VerificationProfile
    ) -> Bool {
        isValidSignature(signature, for: Message(request), profile: profile)
    }

    /// The verdict with findings and both sides of the equation S·B = R + h·A ([REQUEST-13]). Variable-time.
    ///
    /// `SignatureDiagnosis` gives a verdict in sentences, from the texts that were received.
    public func verify(
        _ signature: Signature, for request: SignableRequest, profile: VerificationProfile
    ) -> Verification {
        verify(signature, for: Message(request), profile: profile)
    }
}
