// SPDX-License-Identifier: Apache-2.0
import Foundation

extension ConformanceReport {
    /// The report as JSON, for other programs: counts, causes, every result, and the stale expectations.
    public var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(
                Document(
                    command: command, profiles: profiles.map(\.rawValue),
                    knownProfile: knownProfile?.rawValue,
                    form: forms?.word,
                    exactErrors: options.exactErrors, isAcceptable: isAcceptable, verdict: verdict,
                    faults: faults.map {
                        Document.Fault(kind: $0.kind.rawValue, count: $0.count, sentence: $0.sentence)
                    },
                    counts: Dictionary(
                        uniqueKeysWithValues: TestStatus.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
                    testsWithoutOperation: testsWithoutOperation, seconds: duration / .seconds(1),
                    starts: starts, remarks: (leak.map { [$0] } ?? []) + remarks,
                    causes: causes.map(Document.Explanation.init),
                    unexplained: unexplained.map(\.name),
                    staleExpectations: staleExpectations.map(\.description), results: results))
        }
    }

    private struct Document: Encodable {
        struct Fault: Encodable {
            let kind: String
            let count: Int
            let sentence: String
        }

        struct Explanation: Encodable {
            let name, summary, consequence, advice, seenIn: String
            let isConfirmed: Bool
            let certainty: Cause.Certainty
            let tests, explained: Int
            let operations, failures: [String]

            init(_ cause: Cause) {
                name = cause.bug.name
                summary = cause.bug.summary
                consequence = cause.bug.consequence.rawValue
                advice = cause.bug.advice
                seenIn = cause.bug.seenIn
                isConfirmed = cause.isConfirmed
                certainty = cause.certainty
                operations = cause.operations
                tests = cause.tests
                explained = cause.explained
                failures = cause.failures.map(\.name)
            }
        }

        let command, profiles: [String]
        let knownProfile, form: String?
        let exactErrors, isAcceptable: Bool
        let verdict: String
        let faults: [Fault]
        let counts: [String: Int]
        let testsWithoutOperation: Int
        let seconds: Double
        let starts: Int
        let remarks: [String]
        let causes: [Explanation]
        let unexplained, staleExpectations: [String]
        let results: [TestResult]
    }
}
