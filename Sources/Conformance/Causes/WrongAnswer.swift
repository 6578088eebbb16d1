// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import Foundation
import PrimeField
import StrictJSON
import VectorSuite

/// The wrong part of an answer, in the detail that distinguishes known bugs.
package enum WrongAnswer: Equatable, Sendable {
    /// The verdict `true`, although `false` or an error is expected.
    case accepted
    /// A rejection, although a success is expected.
    case refused
    /// The testee ended before it answered.
    case crashed
    case values(WrongValues)
}

/// The wrong members and the right members of an answer. A missing member is in neither set.
package struct WrongValues: Equatable, Sendable {
    /// The digest of each wrong member. In the answer of a testee, `nil` is a value that is not known,
    /// because a report has shortened it. In the answer of a bug, `nil` is any wrong value.
    package var wrong: [String: String?]
    package var right: Set<String> = []
    /// For each wrong member whose format is wrong, the digest of the value that it stands for, or `nil` if
    /// that value is right (``ValueFormat/read(_:like:)``).
    package var read: [String: String?] = [:]
}

extension WrongValues {
    /// Compares the members of `out` with those that the test states. If a rejection is expected, `expected`
    /// is `nil`, and all members are wrong.
    init(_ out: JSON.Object, expected: JSON.Object?) {
        self.init(wrong: [:])
        for (name, value) in out where expected == nil || expected?[name] != nil {
            guard value != expected?[name] else {
                right.insert(name)
                continue
            }
            wrong[name] = Self.digest(name, value)
            guard let expected = expected?[name] else { continue }
            let read = ValueFormat.read(value, like: expected)
            if read != value {
                self.read[name] = read == expected ? .some(nil) : Self.digest(name, read)
            }
        }
    }

    /// The values that the members stand for; `nil` if all of them are right.
    var inRightFormat: WrongValues? {
        var values = WrongValues(wrong: wrong, right: right)
        for (name, digest) in read {
            values.wrong[name] = digest.map { .some($0) }
            if digest == nil { values.right.insert(name) }
        }
        return values.wrong.isEmpty ? nil : values
    }

    /// The first four bytes of the SHA-256 of `member=value`, in hexadecimal.
    package static func digest(_ member: String, _ value: JSON) -> String {
        let digest = SHA256.hash(data: Data("\(member)=\(value)".utf8))
        return String(Hexadecimal.encode(digest.prefix(4)).dropFirst(2))
    }
}

/// The evidence from the answers of a testee to one test.
package struct Observation: Equatable, Sendable {
    package let op: String
    /// Whether the operation must succeed under all profiles that are asked.
    package let isSuccessExpected: Bool
    /// The members that were answered; empty if all answers were rejections.
    package var answered: Set<String> = []
    /// The first wrong answer; `nil` if all answers are right.
    package var wrong: WrongAnswer?
    /// The profiles under which an answer was wrong.
    package var failedProfiles: Set<VerificationProfile> = []
    /// Whether the wrong signature in the answer verifies for the expected message; `nil` if the answer has
    /// no wrong signature.
    package var isSignatureValid: Bool?

    package var isRefusal: Bool { wrong == .refused || wrong == .crashed }

    /// The observation as if every value had the right format; `nil` if the format of no value is wrong.
    var inRightFormat: Observation? {
        guard case .values(let values)? = wrong, !values.read.isEmpty else { return nil }
        var observation = self
        observation.wrong = values.inRightFormat.map(WrongAnswer.values)
        if observation.wrong == nil { observation.failedProfiles = [] }
        return observation
    }

    mutating func fail(
        _ answer: WrongAnswer, under profile: VerificationProfile?, signature: WrongSignature?
    ) {
        wrong = wrong ?? answer
        if let profile { failedProfiles.insert(profile) }
        isSignatureValid = isSignatureValid ?? signature.map { $0.kind != .doesNotVerify }
    }

    /// Whether the symptom is a wrong message, and the testee's signature shows that its message is right,
    /// because it verifies for the right message.
    func showsRightMessage(against symptom: Symptom) -> Bool {
        guard isSignatureValid == true, symptom.members?.contains("message") == true,
            case .values(let values)? = wrong
        else { return false }
        return values.wrong["message"] == nil
    }
}

/// A signature that is not the expected one.
package struct WrongSignature: Equatable, Sendable {
    /// How the signature differs from the expected one. The raw value says it in a few words.
    package enum Kind: String, Sendable {
        /// It verifies for the expected message, with another R. The signer uses another nonce function,
        /// which can be equally safe.
        case ofAnotherNonce = "another nonce; the signature verifies"
        /// It verifies for the expected message, with the expected R. S is in the other form.
        case inAnotherForm = "another form of S; the signature verifies"
        /// It does not verify for the expected message.
        case doesNotVerify = "the signature does not verify"
    }

    package let kind: Kind
    /// The signature in the answer.
    package let text: String

    /// Classifies the signature in an answer. Returns `nil` if the answer has no signature, or the expected
    /// one.
    init?(in answer: Answer, _ members: JSON.Object) {
        guard case .out(let out) = answer, case .text(let text)? = out["signature"],
            out["signature"] != members["signature"], let signature = try? Signature(hex: text),
            let key = try? members.publicKey("publicKey"),
            case .text(let messageText)? = members["message"], let message = try? Message(hex: messageText)
        else { return nil }
        self.text = text
        if !key.isValidSignature(signature, for: message, profile: .relayer) {
            kind = .doesNotVerify
        } else {
            kind = (try? members.point("R")) == signature.r ? .inAnotherForm : .ofAnotherNonce
        }
    }
}
