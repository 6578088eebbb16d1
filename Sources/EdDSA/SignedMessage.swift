// SPDX-License-Identifier: Apache-2.0

/// A message, its signature, and the public key to verify it with.
public struct SignedMessage: Sendable {
    /// A.
    public let key: PublicKey
    /// m.
    public let message: Message
    /// (R, S).
    public let signature: Signature

    /// The triple of these.
    public init(key: PublicKey, message: Message, signature: Signature) {
        self.key = key
        self.message = message
        self.signature = signature
    }
}

extension SignedMessage {
    /// The findings about S, A and R, in the order of ``Finding``. [EDDSA-FINDING-1]
    func findings(keyIsInSubgroup: Bool, rIsInSubgroup: Bool) -> [Finding] {
        var findings: [Finding] = []
        if !signature.isReduced { findings.append(.unreducedS) }
        if key.point == .identity {
            findings.append(.publicKeyIsIdentity)
        } else if key.point.hasLowOrder {
            findings.append(.publicKeySmallOrder)
        }
        if !keyIsInSubgroup { findings.append(.publicKeyOutsideSubgroup) }
        if signature.r.hasLowOrder { findings.append(.rSmallOrder) }
        if !rIsInSubgroup { findings.append(.rOutsideSubgroup) }
        return findings
    }
}
