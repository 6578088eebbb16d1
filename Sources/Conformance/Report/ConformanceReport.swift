// SPDX-License-Identifier: Apache-2.0
import EdDSA
import VectorSuite

/// The results of a testee.
public struct ConformanceReport: Sendable {
    /// The program and its arguments.
    public let command: [String]
    /// What was asked and how it was judged.
    public let options: ConformanceRun.Options
    /// The profiles under which signatures were verified.
    public let profiles: [VerificationProfile]
    /// The one profile that the testee was found to know; `nil` if it knows both, or was not probed.
    public let knownProfile: VerificationProfile?
    /// The forms in which the testee was found to sign; `nil` if it does not sign.
    public let forms: SignerForms?
    /// The vectors, for their notes.
    public let files: [VectorFile]
    /// One result a test, in the order of the files.
    public internal(set) var results: [TestResult]
    /// The lines of the protocol that were answered in another way, each by its comment.
    public let wronglyAnsweredLines: [String]
    /// How many lines of the protocol were asked.
    public let lineCount: Int
    /// How often the program was started.
    public let starts: Int
    /// How the program departed from the protocol before the first request and after the last answer.
    public internal(set) var warnings: [String]
    /// How long it took.
    public let duration: Duration
    /// Entries of the list of expected failures that no failure supports: the tests pass, or there are none.
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

    /// Marks the failures that are expected, and notes the expectations that are not met: a listed test that
    /// passes, a listed flag all of whose tests pass.
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

    /// The known bugs that explain failures. Those that cost the user of the testee most come first.
    public internal(set) var causes: [Cause] = []
    /// The failures that neither a cause nor a fault of the protocol explains.
    public internal(set) var unexplained: [TestResult] = []
    /// The operations that refuse everything.
    var refusingOperations: Set<String> = []

    // MARK: Counting

    /// The number of tests by status.
    public var counts: [TestStatus: Int] { ConformanceReport.count(results) }

    /// The number of tests that no operation of the protocol shows, and which a testee is not asked.
    public var testsWithoutOperation: Int { files.flatMap(\.tests).count { $0.op == nil } }

    /// The failures that are not on the list.
    public var unexpectedFailures: [TestResult] {
        results.filter { $0.status.isFailure && !$0.isExpectedToFail }
    }

    /// Whether the testee conforms in what was asked: at least one test is answered, in whole or in part, nothing fails
    /// except what is expected to, and everything that is expected to fail does.
    public var isAcceptable: Bool {
        unexpectedFailures.isEmpty && staleExpectations.isEmpty
            && results.contains { $0.status == .passed || $0.status == .partial || $0.isExpectedToFail }
    }

    package static func count(_ results: [TestResult]) -> [TestStatus: Int] {
        results.reduce(into: [:]) { $0[$1.status, default: 0] += 1 }
    }

    // MARK: Grouping

    /// The results of one operation.
    package struct OperationSection {
        package let op: String
        package let results: [TestResult]
        /// By flag, in the alphabetical order of the flags.
        package let cells: [FlagCell]
    }

    /// The results of one operation that have one flag.
    package struct FlagCell {
        package let flag: String
        package let results: [TestResult]
        /// What the flag means, in each file that the results are from.
        package let notes: [Note]

        /// The worst that happened.
        package var status: TestStatus {
            let order: [TestStatus] = [.crashed, .timedOut, .failed, .partial, .unsupported]
            return order.first { status in results.contains { $0.status == status } } ?? .passed
        }

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
