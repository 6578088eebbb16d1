// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// The results of a run.
public struct ConformanceReport: Sendable {
    /// The program and its arguments.
    public let command: [String]
    /// The options of the run.
    public let options: ConformanceRun.Options
    /// The profiles under which signatures were verified.
    public let profiles: [VerificationProfile]
    /// The only profile that the testee implements, as the probes showed; `nil` if it implements both, or was
    /// not probed.
    public let knownProfile: VerificationProfile?
    /// The forms in which the testee signs, as the probes showed; `nil` if it does not sign.
    public let forms: SignerForms?
    /// The vectors, for their notes.
    public let files: [VectorFile]
    /// One result for each test, in the order of the files.
    public internal(set) var results: [TestResult]
    /// The comments of the protocol lines that the testee answered wrongly.
    public let wronglyAnsweredLines: [String]
    /// The number of protocol lines that were sent.
    public let lineCount: Int
    /// The number of times that the program was started.
    public let starts: Int
    /// How the program departed from the protocol before the first request and after the last answer.
    public internal(set) var warnings: [String]
    /// The duration of the run.
    public let duration: Duration
    /// The stale entries of the list of expected failures. Their tests pass, or do not exist.
    public private(set) var staleExpectations: [ExpectedFailures.Entry] = []

    init(
        command: [String], options: ConformanceRun.Options, profiles: [VerificationProfile],
        knownProfile: VerificationProfile?, forms: SignerForms?, files: [VectorFile], results: [TestResult],
        wronglyAnsweredLines: [String], lineCount: Int, starts: Int, warnings: [String], duration: Duration
    ) {
        self.command = command
        self.options = options
        self.profiles = profiles
        self.knownProfile = knownProfile
        self.wronglyAnsweredLines = wronglyAnsweredLines
        self.lineCount = lineCount
        self.forms = forms
        self.files = files
        self.results = results
        self.starts = starts
        self.warnings = warnings
        self.duration = duration
    }

    /// Marks the expected failures, and collects the stale entries: a listed test that passes, or a listed
    /// flag whose tests all pass.
    public mutating func apply(_ expected: ExpectedFailures) {
        var supported: Set<ExpectedFailures.Entry> = []
        for index in results.indices where results[index].status != .passed {
            for entry in expected.entries where entry.covers(results[index]) {
                supported.insert(entry)
                results[index].isExpectedToFail = true
            }
        }
        staleExpectations = expected.entries.filter { !supported.contains($0) }
    }

    /// The known bugs that explain failures. The most costly for the user of the testee come first.
    public internal(set) var causes: [Cause] = []
    /// The failures that neither a cause nor a protocol fault explains.
    public internal(set) var unexplained: [TestResult] = []
    /// The operations that refuse everything.
    var refusingOperations: Set<String> = []

    // MARK: Counting

    /// The number of tests by status.
    public var counts: [TestStatus: Int] { ConformanceReport.count(results) }

    /// The number of tests that a run does not send, because they name no operation.
    public var testsWithoutOperation: Int { files.flatMap(\.tests).count { $0.op == nil } }

    /// The failures that are not on the list of expected failures.
    public var unexpectedFailures: [TestResult] {
        results.filter { $0.status.isFailure && !$0.isExpectedToFail }
    }

    /// Whether the testee conforms in the tests that were asked. No test fails unexpectedly, no entry of the
    /// list of expected failures is stale, and at least one test passes, in whole or in part, or fails as
    /// expected.
    public var isAcceptable: Bool {
        unexpectedFailures.isEmpty && staleExpectations.isEmpty
            && results.contains { $0.status == .passed || $0.status == .partial || $0.isExpectedToFail }
    }

    /// The number of the results by status.
    package static func count(_ results: [TestResult]) -> [TestStatus: Int] {
        results.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    // MARK: Grouping

    /// The results of one operation.
    package struct OperationSection {
        /// The name of the operation.
        package let op: String
        /// Its results.
        package let results: [TestResult]
        /// By flag, in the alphabetical order of the flags.
        package let cells: [FlagCell]
    }

    /// The results of one operation that have one flag.
    package struct FlagCell {
        /// The name of the flag.
        package let flag: String
        /// The results.
        package let results: [TestResult]
        /// The notes of the flag in the files of the results.
        package let notes: [Note]

        /// The worst status of the results.
        package var status: TestStatus {
            let order: [TestStatus] = [.crashed, .timedOut, .failed, .partial, .unsupported]
            return order.first { status in results.contains { $0.status == status } } ?? .passed
        }

        /// The results that have a problem.
        package var problems: [TestResult] { results.filter { $0.problem != nil } }
    }

    /// The results by operation, in the order of the protocol.
    package var sections: [OperationSection] {
        let notes = Dictionary(files.map { ($0.name, $0.notes) }, uniquingKeysWith: { first, _ in first })
        let byOperation = Dictionary(grouping: results, by: \.op)
        return VectorSuite.Operation.all.compactMap { operation in
            guard let results = byOperation[operation.name] else { return nil }
            var byFlag: [String: [TestResult]] = [:]
            for result in results { for flag in result.flags { byFlag[flag, default: []].append(result) } }
            let cells = byFlag.keys.sorted().map { flag in
                let results = byFlag[flag] ?? []
                var meanings: [Note] = []
                for file in results.map(\.file) {
                    if let note = notes[file]?[flag], !meanings.contains(note) { meanings.append(note) }
                }
                return FlagCell(flag: flag, results: results, notes: meanings)
            }
            return OperationSection(op: operation.name, results: results, cells: cells)
        }
    }
}
