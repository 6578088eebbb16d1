// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import VectorSuite

/// A test by its file and number.
package struct TestName: Hashable, Sendable {
    package let file: String
    package let tcId: Int

    package init(file: String, tcId: Int) {
        self.file = file
        self.tcId = tcId
    }
}

/// How a test fails for a known bug.
package struct Symptom: Equatable, Sendable {
    /// The one profile under which the test fails; `nil` if it fails under each.
    package let profile: VerificationProfile?
    /// The answers that the bug gives: for a signing test, one for each form of S. A value without a digest is any other
    /// one than the right one: that it differs is the mistake.
    package let answers: [WrongAnswer]
    /// The members that the bug gives other values; `nil` for a verdict, which needs no member.
    package let members: Set<String>?

    /// Reads "accepted", "strict refused", "R:1234abcd; S:any", "S:1234abcd, S:5678ef01".
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

    /// Whether the bug may not show in the members that are answered: in one form of S at least, it gives none of them
    /// another value.
    func isHidden(from answered: Set<String>) -> Bool {
        answers.contains {
            if case .values(let values) = $0 { answered.isDisjoint(with: values.wrong.keys) } else { false }
        }
    }

    /// Whether the bug answers with values here.
    package var givesValues: Bool { members != nil }
}

extension WrongAnswer {
    fileprivate init?(_ text: Substring) {
        switch text {
        case "accepted": self = .accepted
        case "refused": self = .refused
        case "crashed", "timed out": self = .crashed
        default:
            var wrong: [String: WrongValues.Digest?] = [:]
            for member in text.split(separator: ";") {
                let parts = member.drop { $0 == " " }.split(separator: ":")
                guard parts.count == 2 else { return nil }
                wrong[String(parts[0])] = parts[1] == "any" ? .some(nil) : .some(WrongValues.Digest(parts[1]))
            }
            guard !wrong.isEmpty else { return nil }
            self = .values(WrongValues(wrong: wrong))
        }
    }
}

/// How well an answer fits what a bug gives.
package enum Agreement: Int, Comparable, Sendable {
    /// The bug gives something else, and nothing hides it.
    case contradicts
    /// Another answer than the bug's. A second bug may hide it.
    case differs
    /// The answer is of the bug's kind; its value is not known, or may be any.
    case similar
    /// The verdict is the bug's.
    case sameVerdict
    /// A value is the bug's own.
    case sameValue

    package static func < (a: Agreement, b: Agreement) -> Bool { a.rawValue < b.rawValue }
}

extension Symptom {
    /// Compares an answer with the bug's.
    ///
    /// Values are compared in the order in which the operation computes them: the first answered member that is wrong
    /// for the bug or in the answer decides, because what follows depends on it.
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
        of predicted: [String: WrongValues.Digest?], _ values: WrongValues, _ observation: Observation
    ) -> Agreement {
        for member in Operation.membersInOrder(of: observation.op) {
            switch (predicted[member], values.wrong[member]) {
            case (nil, nil): continue
            case (nil, .some): return .differs
            case (.some, nil):
                if values.right.contains(member) { return .contradicts }
            case (.some(nil), .some):
                // Any value. If the message is right it is that of a nonce, and the signature must verify at least.
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
    /// The members of `out` in the order of computation, with those that are recovered from a signature.
    package static func membersInOrder(of name: String) -> [String] { order[name] ?? [] }

    private static let order = Dictionary(
        uniqueKeysWithValues: all.map { operation in
            let members =
                operation.name == "request.sign"
                ? ["signatureBase", "message", "nonce", "signature", "sentTarget"]
                : operation.output + operation.optionalOutput
            return (operation.name, members)
        })
}
