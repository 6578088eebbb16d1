// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// The causes that the search names for the measured public implementations. Vectors/measured/failures.json
/// has their answers, and causes.json has the causes. With UPDATE_MEASURED=1 in the environment, the test
/// writes causes.json again.
@Suite("Causes of measured implementations")
struct MeasuredCausesTests {
    /// The answers of an implementation.
    private struct Measurement {
        var observations: [TestName: Observation] = [:]
        var profiles: [VerificationProfile] = []
    }

    /// The causes that the search names for an implementation.
    private struct Finding: Equatable {
        let failures: Int
        let left: [TestName]
        let causes: [String]
        let json: JSON
    }

    /// Causes that the search once named wrongly: the source does not have the bug.
    private static let untrue: [String: Set<String>] = [
        "hummingbot": ["request-method-normalized"],
        "PoseidonSharp and LoopringSharp": ["verify-response-254-bits"],
        "loopring_sign": ["request-quotes-left-alone"],
        "go-iden3-crypto": ["secret-key-little-endian"],
        "LoopringAPI": ["request-url-java-net-uri"],
    ]

    @Test("The causes explain at least 95 in 100 failures, and no cause contradicts the source")
    func measured() throws {
        var findings: [(name: String, finding: Finding)] = []
        for (name, measurement) in try Self.measurements() {
            findings.append((name, try Self.finding(Self.diagnosed(measurement, of: name))))
        }
        #expect(findings.count == 12)
        for (name, finding) in findings {
            let explained = finding.failures - finding.left.count
            print(
                "\(name): \(explained) of \(finding.failures) explained, left",
                finding.left.prefix(40).map { "\($0.file)#\($0.tcId)" })
            #expect(explained * 100 >= 95 * finding.failures, "\(name): \(explained) of \(finding.failures)")
            #expect(Self.untrue[name, default: []].isDisjoint(with: finding.causes), "\(name)")
        }
        let document = JSON.object([
            "about": .array([
                .text(
                    "The known bugs that explain the failures of failures.json, as `loopsig conformance` finds "
                        + "them. A test of the harness computes them again and compares.")
            ]),
            "implementations": .object(JSON.Object(findings.map { ($0.name, $0.finding.json) })),
        ])
        let file = Repository.root.appending(path: "Vectors/measured/causes.json")
        if ProcessInfo.processInfo.environment["UPDATE_MEASURED"] == "1" {
            try Data(document.line + [0x0A]).write(to: file)
        }
        #expect(
            try JSON(parsing: Data(contentsOf: file)) == document, "UPDATE_MEASURED=1 writes causes.json anew"
        )
    }

    /// The measurement, with the messages that SignatureExplainer finds for wrong request signatures
    /// (measured/signatures.json).
    private static func diagnosed(_ measurement: Measurement, of name: String) throws -> Measurement {
        var measurement = measurement
        var explainer = SignatureExplainer()
        guard
            case .object(let files)? = try RepositoryFiles.json("measured/signatures.json")[
                "implementations"]?[name]
        else { return measurement }
        for case (let file, .object(let signatures)) in files {
            let vectors = try RepositoryFiles.vectors(String(file.dropLast(5)))
            for (number, signature) in signatures.sorted {
                let test = try #require(vectors.tests.first { "\($0.tcId)" == number })
                let operation = try #require(test.operation)
                let question = Question(file: file, test: test, operation: operation)
                var result = question.unjudged
                result.wrongSignature = WrongSignature(in: .out(["signature": signature]), test.members)
                result.problem = TestResult.Problem(
                    profile: nil, stage: "signature",
                    input: .object(question.test.arguments(under: nil, form: .reduced)), expected: "",
                    actual: "")
                let explanation = explainer.explanation(of: result)
                print("\(name), \(result.name): \(explanation?.names ?? [])")
                guard let message = explanation?.signedMessage else { continue }
                measurement.observations[result.name] =
                    measurement.observations[result.name]?.recovering(message)
            }
        }
        return measurement
    }

    private static func finding(_ measurement: Measurement) throws -> Finding {
        let evidence = CauseEvidence(measurement.observations, profiles: measurement.profiles)
        let causes = evidence.causes(among: try Catalog.bugs())
        let explained = causes.reduce(into: Set<TestName>()) { $0.formUnion($1.failures) }
        let failed = measurement.observations.filter { $0.value.wrong != nil }
        let left = failed.filter { test, observation in
            !explained.contains(test)
                && !(observation.isRefusal && evidence.refusingOperations.contains(observation.op))
        }
        let permille = (failed.count - left.count) * 1000 / max(1, failed.count)
        let list = causes.map { cause in
            JSON.object([
                "name": .text(cause.bug.name), "certainty": .text(cause.certainty.rawValue),
                "tests": .integer(cause.failures.count),
            ])
        }
        return Finding(
            failures: failed.count,
            left: left.keys.sorted { ($0.file, $0.tcId) < ($1.file, $1.tcId) },
            causes: causes.map(\.bug.name),
            json: .object([
                "explained": .number(
                    "0.\(String(1000 + permille).dropFirst())".replacing("0.000", with: "1.0")),
                "causes": .array(list),
            ]))
    }

    // MARK: Reading

    private static func measurements() throws -> [(name: String, measurement: Measurement)] {
        guard
            case .object(let implementations)? = try RepositoryFiles.json("measured/failures.json")[
                "implementations"]
        else { return [] }
        let right = try Catalog.right()
        return try implementations.sorted.map { name, value in (name, try measurement(value, right)) }
    }

    private static func measurement(_ value: JSON, _ right: [TestName: Observation]) throws -> Measurement {
        var measurement = Measurement()
        guard case .array(let profiles)? = value["profiles"], case .object(let asked)? = value["asked"],
            case .object(let failed)? = value["failed"]
        else { return measurement }
        measurement.profiles = profiles.compactMap { VerificationProfile(rawValue: $0.description) }
        for (file, ranges) in asked {
            for test in try tests(file, ranges) { measurement.observations[test] = right[test] }
        }
        /// The members that each operation does not answer.
        var missing: [String: Set<String>] = [:]
        if case .object(let partial)? = value["partial"] {
            for case (let members, .object(let files)) in partial {
                let members = Set(members.split(separator: ",").map(String.init))
                for (file, ranges) in files {
                    for test in try tests(file, ranges) {
                        measurement.observations[test]?.answered.subtract(members)
                        if let op = right[test]?.op { missing[op, default: []].formUnion(members) }
                    }
                }
            }
        }
        for case (let file, .object(let tests)) in failed {
            for (number, answer) in tests {
                let test = TestName(file: file, tcId: try #require(Int(number)))
                guard var observation = right[test] else { continue }
                observation.answered.subtract(missing[observation.op] ?? [])
                measurement.observations[test] = try read(
                    answer.description, &observation, measurement.profiles)
            }
        }
        return measurement
    }

    /// The wrong answer to a test, such as "verifies R:1234abcd" or "strict accepted". "?" is a value that
    /// the report has shortened.
    ///
    /// - Returns: `nil` for a test that timed out, because it shows nothing.
    private static func read(
        _ text: String, _ observation: inout Observation, _ profiles: [VerificationProfile]
    ) throws -> Observation? {
        var text = text[...]
        if text.hasPrefix("verifies ") {
            observation.isSignatureValid = true
            text = text.dropFirst(9)
        } else if ["eddsa.sign", "request.sign"].contains(observation.op) {
            observation.isSignatureValid = false
        }
        var failed = Set(profiles)
        for profile in VerificationProfile.allCases where text.hasPrefix(profile.rawValue + " ") {
            failed = [profile]
            text = text.dropFirst(profile.rawValue.utf8.count + 1)
        }
        if ["eddsa.verify", "request.verify"].contains(observation.op) {
            observation.failedProfiles = failed
        }
        switch text {
        case "timed out": return nil
        case "?":
            let first = VectorSuite.Operation.membersInOrder(of: observation.op).first {
                observation.answered.contains($0)
            }
            observation.wrong = .values(WrongValues(wrong: [first ?? "signatureBase": nil]))
        default:
            observation.wrong = try #require(Symptom(String(text))?.answers.first, "\(text) is not an answer")
        }
        return observation
    }

    /// "1-22, 24" as tests of a file.
    private static func tests(_ file: String, _ ranges: JSON) throws -> [TestName] {
        try ranges.description.split(separator: ",").flatMap { range in
            let ends = try range.split(separator: "-").map { end in
                try #require(Int(end.trimmingCharacters(in: .whitespaces)))
            }
            return (ends[0]...ends[ends.count - 1]).map { TestName(file: file, tcId: $0) }
        }
    }
}
