/// A known way in which signers depart from SPEC.md, found to explain a signature that does not verify.
struct Mistake: Encodable, Equatable {
    /// The stage at which the signer went another way.
    enum Stage: String, Encodable {
        case parameterString, signatureBase, message, challenge, signature, publicKey, equation
    }

    /// A short name for programs.
    let name: String
    let stage: Stage
    /// What the signer did, and what is right.
    let explanation: String
    /// The requirement of SPEC.md that is not met.
    let requirement: String

    init(_ name: String, _ stage: Stage, _ requirement: String, _ explanation: String) {
        self.name = name
        self.stage = stage
        self.requirement = requirement
        self.explanation = explanation
    }
}
