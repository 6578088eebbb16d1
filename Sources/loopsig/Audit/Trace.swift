import BabyJubjub
import EdDSA
import PrimeField
import RequestCanonicalization

/// Every public value on the way from a request to a verdict. The names are those of SPEC.md, section 2.5.
///
/// Nothing in it is secret: neither the secret key nor the nonce.
struct Trace: Encodable {
    let method, url: String
    let parameterString, signatureBase, sha256, message: String
    let publicKey: PointOutput?
    let R: PointOutput?
    let S: String?
    let challenge: String?
    let leftSide, rightSide: PointOutput?

    /// What can be shown of a request; with key and signature where they could be decoded.
    init(_ canonical: CanonicalRequest, publicKey: PublicKey? = nil, signature: Signature? = nil) {
        let message = Message(reducing: canonical.sha256)
        method = canonical.request.method.rawValue
        url = canonical.request.url.text
        parameterString = canonical.parameterString
        signatureBase = canonical.signatureBase
        sha256 = canonical.sha256Hex
        self.message = message.hex
        self.publicKey = publicKey.map { PointOutput($0.point) }
        R = signature.map { PointOutput($0.r) }
        S = signature?.s.hex
        let verification = publicKey.flatMap { key in
            signature.map { key.verify($0, for: message, profile: .relayer) }
        }
        challenge = verification?.challenge.hex
        leftSide = verification.map { PointOutput($0.leftSide) }
        rightSide = verification.map { PointOutput($0.rightSide) }
    }
}
