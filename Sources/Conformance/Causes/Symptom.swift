// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// How a test fails because of a known bug.
package struct Symptom: Equatable, Sendable {
    /// The one profile under which the test fails; `nil` if it fails under all profiles.
    package let profile: VerificationProfile?
    /// The answers that the bug gives. A signing test has one for each form of S. A value without a digest is
    /// any value that differs from the right one.
    package let answers: [WrongAnswer]
    /// The members to which the bug gives wrong values; `nil` if the bug answers with a verdict.
    package let members: Set<String>?

    /// Reads the notation of bug_signatures.json: "accepted", "strict refused", "R:1234abcd; S:any",
    /// "S:1234abcd, S:5678ef01".
    package init?(_ text: String) {
        let profile = VerificationProfile.allCases.first { text.hasPrefix($0.rawValue + " ") }
        let rest = text.dropFirst(profile.map { $0.rawValue.count + 1 } ?? 0)
        var answers: [WrongAnswer] = []
        var members: Set<String>? = []
        for alternative in rest.split(separator: ",") {
            guard let answer = WrongAnswer(alternative.drop { $0 == " " }) else { return nil }
            answers.append(answer)
            if case .values(let values) = answer {
                members?.formUnion(values.wrong.keys)
            } else {
                members = nil
            }
        }
        guard !answers.isEmpty else { return nil }
        self.profile = profile
        self.answers = answers
        self.members = members
    }

    /// Whether the answered members may hide the bug, because in at least one form of S it changes none of
    /// them.
    func isHidden(from answered: Set<String>) -> Bool {
        answers.contains {
            if case .values(let values) = $0 { answered.isDisjoint(with: values.wrong.keys) } else { false }
        }
    }

    /// Whether the bug answers the test with values.
    package var givesValues: Bool { members != nil }
}

extension WrongAnswer {
    fileprivate init?(_ text: Substring) {
        switch text {
        case "accepted": self = .accepted
        case "refused": self = .refused
        case "crashed", "timed out": self = .crashed
        default:
            var wrong: [String: String?] = [:]
            for member in text.split(separator: ";") {
                let parts = member.drop { $0 == " " }.split(separator: ":")
                guard parts.count == 2 else { return nil }
                wrong[String(parts[0])] = parts[1] == "any" ? .some(nil) : String(parts[1])
            }
            guard !wrong.isEmpty else { return nil }
            self = .values(WrongValues(wrong: wrong))
        }
    }
}

/// How well an answer agrees with the answer that a bug gives.
package enum Agreement: Comparable, Sendable {
    /// The test passes, or does not fail as the bug makes it fail.
    case passes
    /// The bug gives another answer, and a second bug cannot be the reason.
    case contradicts
    /// The answer differs from the bug's. A second bug may be the reason.
    case differs
    /// The answer is of the bug's kind. Its value is not known, or the bug allows any value.
    case similar
    /// The verdict equals the bug's verdict.
    case sameVerdict
    /// A value equals the bug's value.
    case sameValue
}

extension Symptom {
    /// Compares an answer with the bug's.
    ///
    /// Values are compared in the order in which the operation computes them. The first answered member that
    /// is wrong, in the bug's answer or in the testee's answer, decides, because the later members depend on
    /// it.
    package func agreement(with observation: Observation) -> Agreement {
        guard let wrong = observation.wrong else { return .contradicts }
        return answers.reduce(.contradicts) { max($0, agreement(of: $1, wrong, observation)) }
    }

    private func agreement(
        of predicted: WrongAnswer, _ wrong: WrongAnswer, _ observation: Observation
    ) -> Agreement {
        switch (predicted, wrong) {
        case (.accepted, .accepted), (.refused, .refused), (.crashed, .crashed): return .sameVerdict
        case (.refused, .crashed), (.crashed, .refused): return .similar
        case (.values(let predicted), .values(let values)):
            return agreement(of: predicted.wrong, values, observation)
        case (.values, _), (.accepted, .values): return .differs
        default: return .contradicts
        }
    }

    private func agreement(
        of predicted: [String: String?], _ values: WrongValues, _ observation: Observation
    ) -> Agreement {
        for member in Operation.membersInOrder(of: observation.op) {
            switch (predicted[member], values.wrong[member]) {
            case (nil, nil):
                // Both are right, or the testee does not answer the member. The next member decides.
                continue
            case (nil, .some):
                return .differs
            case (.some, nil):
                // A right value contradicts the bug. If the testee does not answer the member, the next one
                // decides.
                if values.right.contains(member) { return .contradicts }
            case (.some(nil), .some):
                // The bug allows any value. If the message is right, the value comes from another nonce, and
                // the signature must still verify.
                let mustVerify = predicted["message"] == nil
                return mustVerify && observation.isSignatureValid == false ? .differs : .similar
            case (.some, .some(nil)): return .similar
            case (.some(let digest), .some(let actual)): return digest == actual ? .sameValue : .differs
            }
        }
        return .differs
    }
}

extension Operation {
    /// The members of `out` in the order of computation, including members that are recovered from a
    /// signature.
    package static func membersInOrder(of name: String) -> [String] { order[name] ?? [] }

    private static let order = Dictionary(
        uniqueKeysWithValues: all.map { operation in
            let members =
                operation.name == "request.sign"
                ? ["signatureBase", "message", "nonce", "signature", "sentTarget"]
                : operation.results
            return (operation.name, members)
        })
}
