// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import RequestCanonicalization

/// Every public value between a request and the verdict on its signature, stage by stage. To find the stage
/// at which two implementations differ, compare their traces.
///
/// It contains neither the secret key nor the nonce. It is encoded as one flat object. The members have the
/// names of SPEC.md, section 2.5, and their values are texts, integers as "0x" and 64 digits, or points as
/// `{"x": …, "y": …}`.
public struct Trace: Sendable {
    /// The request, its parameter string, its signature base and the SHA-256 digest of that.
    public let canonical: CanonicalRequest
    /// m.
    public let message: Message
    /// A, if it is known.
    public let publicKey: PublicKey?
    /// R and S, if they are known.
    public let signature: Signature?
    /// h, S·B and R + h·A, if both the key and the signature are known.
    public let verification: Verification?

    /// The trace of a request, with the key and the signature if they could be decoded.
    public init(_ canonical: CanonicalRequest, publicKey: PublicKey? = nil, signature: Signature? = nil) {
        let verification = publicKey.flatMap { key in
            signature.map { key.verify($0, for: Message(canonical), profile: .relayer) }
        }
        self.init(canonical, publicKey: publicKey, signature: signature, verification: verification)
    }

    /// The trace of a request whose signature has been verified already.
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

    /// Encodes the members that are known.
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
