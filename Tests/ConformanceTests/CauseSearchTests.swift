// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Which known bugs the search names for the answers of a testee. Vectors/bug_signatures.json has the answers
/// of each bug.
@Suite("The search for causes")
struct CauseSearchTests {
    /// A random sample, because each search takes a while without optimization. The fixed seed gives the same
    /// sample in each run. CAUSE_CASES=N in the environment takes N cases. Tests/Checks/README.md has the
    /// results for all cases.
    private func sample<Element>(_ all: [Element], _ count: Int) -> [Element] {
        let count = ProcessInfo.processInfo.environment["CAUSE_CASES"].flatMap { Int($0) } ?? count
        let seed: UInt64 = 0x0CA5_E5
        print("sample of \(min(count, all.count)) of \(all.count), seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        return Array(all.shuffled(using: &generator).prefix(count))
    }

    /// Whether the bug changes the signature of valid input.
    private func changesSignatures(_ bug: KnownBug) throws -> Bool {
        let right = try Catalog.right()
        return bug.symptoms.contains { test, symptom in
            right[test]?.isSuccessExpected == true && symptom.members?.contains("signature") == true
        }
    }

    /// Whether the testee refuses all valid input of each operation that shows the bug. Then its answers show
    /// nothing else.
    private func refusesEverything(_ observations: [TestName: Observation]) -> Bool {
        let refusing = CauseEvidence(observations, profiles: VerificationProfile.allCases).refusingOperations
        return observations.values.allSatisfy { $0.wrong == nil || refusing.contains($0.op) }
    }

    @Test("For a testee with one bug, the search names that bug, or one with the same answers, and no other")
    func everyBug() throws {
        let bugs = try Catalog.bugs()
        #expect(bugs.count >= 350)
        for bug in sample(bugs, 8) {
            let observations = try Catalog.observations(of: bug)
            let named = try Catalog.causes(observations).map(\.bug)
            if named.isEmpty, refusesEverything(observations) { continue }
            #expect(!named.isEmpty, "\(bug.name)")
            #expect(named.allSatisfy { $0.symptoms == bug.symptoms }, "\(bug.name): \(named.map(\.name))")
        }
    }

    @Test(
        "The search names a bug that changes signatures first, even if few members are answered",
        arguments: Catalog.Way.allCases.dropFirst())
    func signingBugs(way: Catalog.Way) throws {
        let bugs = try Catalog.bugs().filter(changesSignatures)
        #expect(bugs.count > 100)
        for bug in sample(bugs, 2) {
            let observations = try Catalog.observations(of: bug, way)
            guard observations.values.contains(where: { $0.wrong != nil }) else { continue }
            let first = try #require(
                try Catalog.causes(observations).first?.bug, "\(bug.name), \(way.rawValue)")
            guard first.name != bug.name else { continue }
            // The search may name another bug if its answers are the same.
            let others = try Catalog.observations(of: first, way)
            #expect(
                others.mapValues(\.wrong) == observations.mapValues(\.wrong),
                "\(bug.name), \(way.rawValue): \(first.name)")
        }
    }

    @Test("For two bugs of different modules, the search names both") func pairs() throws {
        let bugs = try Catalog.bugs()
        guard case .array(let pairs)? = try RepositoryFiles.json("measured/pairs.json")["pairs"] else {
            Issue.record("no pairs")
            return
        }
        var (both, hidden, untrue) = (0, 0, 0)
        let sampled = sample(pairs, 8)
        for entry in sampled {
            guard case .array(let names)? = entry["bugs"] else { continue }
            let pair = try names.map { name in try #require(bugs.first { $0.name == name.description }) }
            let answers = try answers(
                pair[1].symptoms.merging(pair[0].symptoms) { $1 }, except: entry["others"])
            var observations = try Catalog.observations(answers)
            if let read = entry["read"] {
                // The values that the answers stand for: mostly those of the bug that is not about formats.
                let bug = try #require(pair.first { .text($0.name) == read["bug"] })
                let readAnswers = try self.answers(bug.symptoms, except: read["others"])
                for (test, observation) in observations {
                    guard case .values(var values)? = observation.wrong else { continue }
                    values.read = values.wrong.mapValues { _ in nil }
                    if case .values(let read)? = readAnswers[test]?.answer {
                        values.read.merge(read.wrong) { $1 }
                    }
                    observations[test]?.wrong = .values(values)
                }
            }
            if try pair.contains(where: spoilsSignatures) {
                for test in answers.keys where observations[test]?.isSignatureValid == nil {
                    observations[test]?.isSignatureValid = false
                }
            }
            let named = try Catalog.causes(observations).map(\.bug)
            func isNamed(_ bug: KnownBug) -> Bool { named.contains { $0.symptoms == bug.symptoms } }
            if pair.allSatisfy(isNamed) {
                both += 1
            } else if zip(pair, pair.reversed()).contains(where: {
                !isNamed($0) && isHidden($0, by: $1, in: observations)
            }) {
                hidden += 1
                print("of", pair.map(\.name), "only named:", named.map(\.name))
            } else {
                print("of", pair.map(\.name), "named:", named.map(\.name))
            }
            let others = named.filter { bug in !pair.contains { $0.symptoms == bug.symptoms } }
            if !others.isEmpty {
                untrue += 1
                print("of", pair.map(\.name), "untrue:", others.map(\.name))
            }
        }
        print(
            "pairs of bugs: both named in \(both) of \(sampled.count), one hidden in \(hidden), an untrue one in \(untrue)"
        )
        #expect(pairs.count == 400)
        // Over all 400 pairs, the search names both bugs in 390. In the other 10, one bug hides the other.
        #expect((both + hidden) * 100 >= 97 * sampled.count)
        #expect(hidden * 100 <= 20 * sampled.count)
        #expect(untrue * 100 <= sampled.count)
    }

    /// A wrong Poseidon makes every verdict void. If the catalog has it, it predicts every verdict, so that
    /// two other verdicts show another bug. With an unknown Poseidon, they show nothing.
    @Test(
        "Verdicts that a confirmed bug does not predict show a second bug",
        arguments: [(2, true, true), (1, true, false), (2, false, false)])
    func unpredictedVerdicts(count: Int, isPoseidonKnown: Bool, isNamed: Bool) throws {
        let poseidon = try #require(try Catalog.named("poseidon-draw-truncated-blake2b"))
        let verification = try #require(try Catalog.named("verify-key-reduced"))
        let right = try Catalog.right()
        let accepted = verification.symptoms.filter { test, symptom in
            right[test]?.op == "eddsa.verify" && poseidon.symptoms[test] == nil
                && symptom.answers == [.accepted]
        }
        let added = accepted.sorted { $0.key.tcId < $1.key.tcId }.prefix(count)
        var observations = try Catalog.observations(
            (poseidon.symptoms.map { $0 } + added).reduce(into: [:]) { answers, symptom in
                answers[symptom.key] = (symptom.value.profile, symptom.value.answers[0])
            })
        if !isPoseidonKnown {
            for (test, observation) in observations {
                guard case .values(var values)? = observation.wrong else { continue }
                values.wrong = values.wrong.mapValues { _ in "feedfeed" }
                observations[test]?.wrong = .values(values)
                observations[test]?.isSignatureValid = false
            }
        }
        let named = try Catalog.causes(observations).map(\.bug.name)
        #expect(added.count == count)
        #expect(named.contains(verification.name) == isNamed)
        #expect(named.contains(poseidon.name) == isPoseidonKnown)
        #expect(named.count == [isNamed, isPoseidonKnown].count { $0 }, "\(named)")
    }

    /// The answers of a testee with these symptoms, except to the tests for which `others` states another
    /// answer.
    private func answers(_ symptoms: [TestName: Symptom], except others: JSON?) throws
        -> [TestName: (profile: VerificationProfile?, answer: WrongAnswer)]
    {
        var answers = symptoms.mapValues { (profile: $0.profile, answer: $0.answers[0]) }
        guard case .object(let others)? = others else { return answers }
        for case (let file, .object(let tests)) in others {
            for (number, answer) in tests {
                let test = TestName(file: file, tcId: try #require(Int(number)))
                answers[test] = nil
                guard answer != .text("passed") else { continue }
                let symptom = try #require(Symptom(answer.description), "\(answer)")
                answers[test] = (symptom.profile, symptom.answers[0])
            }
        }
        return answers
    }

    /// Whether signatures do not verify, because the nonce is right and later values are wrong.
    private func spoilsSignatures(_ bug: KnownBug) throws -> Bool {
        let right = try Catalog.right()
        return bug.symptoms.contains { test, symptom in
            guard right[test]?.op == "eddsa.sign", right[test]?.isSuccessExpected == true,
                let members = symptom.members
            else { return false }
            return members.contains("signature") && !members.contains("R")
        }
    }

    /// Whether the other bug hides this one: no answer is one that this bug gives and the other does not.
    private func isHidden(_ bug: KnownBug, by other: KnownBug, in observations: [TestName: Observation])
        -> Bool
    {
        let evidence = CauseEvidence(observations, profiles: VerificationProfile.allCases)
        return !bug.symptoms.contains { test, symptom in
            guard let observation = observations[test], observation.wrong != nil else { return false }
            func agreement(_ symptom: Symptom?) -> Agreement? {
                symptom.flatMap { evidence.agreement(of: test, with: $0) }
            }
            let least: Agreement =
                evidence.voidOperations.contains(observation.op) ? .sameValue : .sameVerdict
            guard let own = agreement(symptom), own >= least else { return false }
            return agreement(other.symptoms[test]).map { $0 < .similar } ?? true
        }
    }

    /// In a test that the request bug changes, the text and the message equal the request bug's answer. The
    /// signature equals the answer of neither bug, because it has the other nonce. If only the signature is
    /// answered, SignatureDiagnosis finds the message.
    @Test("For a nonce bug and a request bug, the search names both", arguments: Catalog.Way.allCases)
    func nonceAndRequest(way: Catalog.Way) throws {
        let bugs = try Catalog.bugs().filter(changesSignatures)
        let right = try Catalog.right()
        func isAbout(_ member: String, _ bug: KnownBug) -> Bool {
            bug.symptoms.contains { test, symptom in
                right[test]?.isSuccessExpected == true && symptom.members?.contains(member) == true
            }
        }
        let nonceBugs = bugs.filter {
            isAbout("nonce", $0) && !isAbout("message", $0) && !isAbout("publicKey", $0)
        }
        let requestBugs = bugs.filter { isAbout("message", $0) && !isAbout("nonce", $0) }
        #expect(nonceBugs.count > 10)
        #expect(requestBugs.count > 50)
        var (count, both) = (0, 0)
        let all = nonceBugs.flatMap { nonceBug in requestBugs.map { (nonceBug, $0) } }
        for (nonceBug, requestBug) in sample(all, 2) {
            var observations = try Catalog.observations(of: nonceBug, way)
            for (test, observation) in observations where observation.wrong != nil {
                // A signature with another nonce verifies.
                observations[test]?.isSignatureValid = true
            }
            var messages: [TestName: Observation] = [:]
            let alone = try Catalog.observations(of: requestBug, way)
            for (test, symptom) in requestBug.symptoms {
                guard var observation = alone[test] else { continue }
                guard right[test]?.op == "request.sign", right[test]?.isSuccessExpected == true,
                    case .values(let values) = symptom.answers[0],
                    let message = values.wrong["message"] ?? nil
                else {
                    if observation.wrong != nil { observations[test] = observation }
                    continue
                }
                if case .values(var wrong)? = observation.wrong {
                    wrong.wrong["signature"] = "0ther516"
                    observation.wrong = .values(wrong)
                    observation.isSignatureValid = false
                }
                observations[test] = observation
                var recovered = observation
                recovered.wrong = .values(WrongValues(wrong: ["message": message]))
                recovered.answered.insert("message")
                recovered.isSignatureValid = true
                messages[test] = recovered
            }
            var named = try Catalog.causes(observations)
            let explained = named.reduce(into: Set<TestName>()) { $0.formUnion($1.failures) }
            for (test, observation) in messages where !explained.contains(test) {
                observations[test] = observation
            }
            named = try Catalog.causes(observations)
            func isNamed(_ bug: KnownBug) throws -> Bool {
                let own = try Catalog.observations(of: bug, way)
                return try named.contains { try Catalog.observations(of: $0.bug, way) == own }
            }
            count += 1
            if try isNamed(nonceBug), try isNamed(requestBug) {
                both += 1
            } else if count - both < 12 {
                print(way.rawValue, nonceBug.name, requestBug.name, "named:", named.map(\.bug.name))
            }
        }
        print("\(way.rawValue): both of a nonce's and a request's bug named in \(both) of \(count) pairs")
        #expect(both * 100 >= 95 * count)
    }
}
