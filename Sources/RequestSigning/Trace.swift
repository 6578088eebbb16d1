// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import RequestCanonicalization

/// Every public value on the way from a request to a verdict, stage by stage: what two implementations lay side by
/// side to see where they part.
///
/// Nothing in it is secret: neither the secret key nor the nonce. Encoded, it is one flat object whose members have
/// the names of SPEC.md, section 2.5, and hold text, integers as "0x" and 64 digits, or points as `{"x": …, "y": …}`.
public struct Trace: Sendable {
    /// The parameter string, the signature base and its SHA-256, and the request that they are of.
    public let canonical: CanonicalRequest
    /// m.
    public let message: Message
    /// A, where it is known.
    public let publicKey: PublicKey?
    /// R and S, where they are known.
    public let signature: Signature?
    /// h, S·B and R + h·A, where both key and signature are known.
    public let verification: Verification?

    /// What can be shown of a request; with key and signature where they could be decoded.
    public init(_ canonical: CanonicalRequest, publicKey: PublicKey? = nil, signature: Signature? = nil) {
        let verification = publicKey.flatMap { key in
            signature.map { key.verify($0, for: Message(canonical), profile: .relayer) }
        }
        self.init(canonical, publicKey: publicKey, signature: signature, verification: verification)
    }

    /// As above, where the verification has been done.
    package init(
        _ canonical: CanonicalRequest, publicKey: PublicKey?, signature: Signature?,
        verification: Verification?
    ) {
        self.canonical = canonical
        message = Message(canonical)
        self.publicKey = publicKey
        self.signature = signature
        self.verification = verification
    }
}

extension Trace: Encodable {
    private enum CodingKeys: String, CodingKey {
        case method, url, parameterString, signatureBase, sha256, message
        case publicKey, R, S, challenge, leftSide, rightSide
    }

    /// Writes the members that are known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(canonical.request.method.rawValue, forKey: .method)
        try container.encode(canonical.request.url.text, forKey: .url)
        try container.encode(canonical.parameterString, forKey: .parameterString)
        try container.encode(canonical.signatureBase, forKey: .signatureBase)
        try container.encode(canonical.sha256Hex, forKey: .sha256)
        try container.encode(message.hex, forKey: .message)
        try container.encodeIfPresent(publicKey.map { Coordinates($0.point) }, forKey: .publicKey)
        try container.encodeIfPresent(signature.map { Coordinates($0.r) }, forKey: .R)
        try container.encodeIfPresent(signature?.s.hex, forKey: .S)
        try container.encodeIfPresent(verification?.challenge.hex, forKey: .challenge)
        try container.encodeIfPresent(verification.map { Coordinates($0.leftSide) }, forKey: .leftSide)
        try container.encodeIfPresent(verification.map { Coordinates($0.rightSide) }, forKey: .rightSide)
    }

    private struct Coordinates: Encodable {
        let x, y: String

        init(_ point: Point) {
            x = point.x.hex
            y = point.y.hex
        }
    }
}
