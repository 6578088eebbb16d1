// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import TestSupport
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// The catalog of known bugs, and what testees with these bugs answer to the vectors of the repository.
enum Catalog {
    static let folder = Repository.root.appending(path: "Vectors")

    private static let read = Result { try KnownBug.all(in: folder) }
    static func bugs() throws -> [KnownBug] { try read.get() }
    static func named(_ name: String) throws -> KnownBug? { try bugs().first { $0.name == name } }

    /// The members that the answers of a testee have.
    enum Way: String, CaseIterable, Sendable {
        case allMembers = "all members"
        case withoutNonce = "all members except the nonce"
        case signatureAndKey = "signature and public key only"
        case signatureOnly = "signature only"

        func keeps(_ member: String) -> Bool {
            switch self {
            case .allMembers: true
            case .withoutNonce: member != "nonce"
            case .signatureAndKey: member == "signature" || member == "publicKey"
            case .signatureOnly: member == "signature"
            }
        }
    }

    private static let all = Result {
        var observations: [TestName: Observation] = [:]
        for entry in VectorFolder.entries(at: [folder.path()]) {
            let file = try entry.content.get()
            for test in file.tests {
                guard let operation = test.op.flatMap(VectorSuite.Operation.named) else { continue }
                var observation = Observation(
                    op: operation.name, isSuccessExpected: test.expectation == .valid)
                observation.answered =
                    test.expectation == .valid || operation.verdict != nil ? Set(operation.output) : []
                observations[TestName(file: file.name, tcId: test.tcId)] = observation
            }
        }
        return observations
    }

    /// The observations of a right testee.
    static func right(_ way: Way = .allMembers) throws -> [TestName: Observation] {
        let right = try Catalog.all.get()
        guard way != .allMembers else { return right }
        return right.compactMapValues { observation in
            let output = VectorSuite.Operation.named(observation.op)?.output ?? []
            guard output.contains(where: way.keeps) else { return nil }
            var observation = observation
            observation.answered = observation.answered.filter(way.keeps)
            return observation
        }
    }

    /// The observations of a testee that gives these answers.
    static func observations(
        _ answers: [TestName: (profile: VerificationProfile?, answer: WrongAnswer)],
        _ way: Way = .allMembers
    ) throws -> [TestName: Observation] {
        var observations = try right(way)
        for (test, answer) in answers {
            guard let observation = observations[test] else { continue }
            observations[test] = self.observation(answer, observation, way)
        }
        return observations
    }

    private static func observation(
        _ answer: (profile: VerificationProfile?, answer: WrongAnswer), _ right: Observation,
        _ way: Way
    ) -> Observation {
        var observation = right
        let hasProfiles = ["eddsa.verify", "request.verify"].contains(right.op)
        func fail(_ wrong: WrongAnswer) {
            observation.wrong = wrong
            if hasProfiles {
                observation.failedProfiles = answer.profile.map { [$0] } ?? Set(VerificationProfile.allCases)
            }
        }
        guard case .values(let values) = answer.answer else {
            fail(answer.answer)
            return observation
        }
        let kept = values.wrong.filter { way.keeps($0.key) }
        guard !kept.isEmpty else { return observation }
        let wrong = kept.mapValues { $0 ?? "feedfeed" }
        observation.answered.formUnion(kept.keys)
        fail(.values(WrongValues(wrong: wrong, right: right.answered.subtracting(kept.keys))))
        if kept["signature"] != nil, values.wrong["message"] != nil { observation.isSignatureValid = false }
        return observation
    }

    /// The observations of a testee with a bug.
    static func observations(of bug: KnownBug, _ way: Way = .allMembers) throws -> [TestName: Observation] {
        try observations(bug.symptoms.mapValues { ($0.profile, $0.answers[0]) }, way)
    }

    /// The causes that the search names for the observations of a testee.
    static func causes(
        _ observations: [TestName: Observation],
        profiles: [VerificationProfile] = VerificationProfile.allCases
    ) throws -> [Cause] {
        CauseEvidence(observations, profiles: profiles).causes(among: try bugs())
    }
}
