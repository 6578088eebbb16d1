// SPDX-License-Identifier: Apache-2.0
import EdDSA
import SignatureDiagnosis

extension SignatureVerdict.Step {
    /// The step in a few words.
    package var title: String {
        switch self {
        case .record: "reading the record"
        case .account: "finding the key of the account"
        case .request: "reading the request (SPEC 9.2)"
        case .publicKey: "reading the public key (SPEC 7.1)"
        case .signature: "reading the signature (SPEC 7.7)"
        case .equation: "the equation S·B = R + h·A (SPEC 7.8)"
        case .profile: "the conditions of the profile (SPEC 7.8)"
        }
    }

    /// Advice on a signature that fails at this step.
    var advice: String {
        switch self {
        case .record: "Get the complete line from the system that exported the log."
        case .account: "Add the account to the file of accounts, and audit again."
        case .request: "This request cannot be signed. Find out what sent it."
        case .publicKey:
            """
            Ask for the key again. A public key is two coordinates of 0x and 64 digits each, as loopsig key public \
            prints them.
            """
        case .signature:
            """
            Compare it with what the signer sent, character by character. A signature is 0x and 192 digits: R.x, \
            R.y, S.
            """
        case .equation:
            """
            Compare the stages below with the values that the signer computed. At the first difference, the signer \
            departs from SPEC.md.
            """
        case .profile:
            """
            The relayer profile accepts this signature. Decide whether your application needs the strict profile.
            """
        }
    }
}

extension Finding {
    /// Advice on the finding.
    var advice: String {
        switch self {
        case .unreducedS: "Tell the owner of the key. Replace the key, and reduce S mod ℓ when signing."
        case .publicKeyIsIdentity, .publicKeySmallOrder: "Refuse the key."
        case .publicKeyOutsideSubgroup: "Refuse the key, or require the strict profile."
        case .rSmallOrder, .rOutsideSubgroup:
            """
            Find out what made the signature. Require the strict profile if several verifiers must agree on their \
            verdicts.
            """
        }
    }
}
