// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import RequestCanonicalization
import StrictJSON

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
    /// Encodes the members that are known.
    public func encode(to encoder: any Encoder) throws {
        func coordinates(_ point: Point) -> OutputObject { ["x": point.x.hex, "y": point.y.hex] }
        let members: OutputObject = [
            "method": canonical.request.method.rawValue, "url": canonical.request.url.text,
            "parameterString": canonical.parameterString, "signatureBase": canonical.signatureBase,
            "sha256": canonical.sha256Hex, "message": message.hex,
            "publicKey": publicKey.map { coordinates($0.point) }, "R": signature.map { coordinates($0.r) },
            "S": signature?.s.hex, "challenge": verification?.challenge.hex,
            "leftSide": verification.map { coordinates($0.leftSide) },
            "rightSide": verification.map { coordinates($0.rightSide) },
        ]
        try members.encode(to: encoder)
    }
}
