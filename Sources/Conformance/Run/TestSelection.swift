// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// The selection of the tests that a run sends.
package struct TestSelection: Sendable {
    /// Each set keeps only the tests that one of its entries names.
    private var restrictions: [Set<TestEntry>] = []
    /// The tests that passed in an earlier run. A run does not send them again. They show which bugs the
    /// testee does not have.
    package private(set) var passedBefore: Set<TestName> = []

    /// Selects all tests.
    package init() {}

    /// Selects tests of these files by names. A name is an operation (`curve.add`), a flag, or one test
    /// (`poseidon.json:12` or `poseidon:12`).
    /// - Throws: ``ConformanceError/unknownTests(_:)`` for the first name that selects no test.
    package init(_ names: [String], of files: [VectorFile]) throws(ConformanceError) {
        let entries = try names.map { name throws(ConformanceError) in
            guard let entry = TestSelection.entry(name, of: files) else { throw .unknownTests(name) }
            return entry
        }
        restrictions = [Set(entries)]
    }

    private static func entry(_ name: String, of files: [VectorFile]) -> TestEntry? {
        if VectorSuite.Operation.named(name) != nil { return .operation(name) }
        if files.contains(where: { $0.notes[name] != nil }) { return .flag(name) }
        guard let test = TestName(name) else { return nil }
        let isTest = files.contains { $0.name == test.file && $0.tests.contains { $0.tcId == test.tcId } }
        return isTest ? .test(test) : nil
    }

    /// Keeps only the tests that failed in an earlier run.
    /// - Parameter report: the JSON report of that run.
    /// - Throws: ``ConformanceError/notAReport(_:)``.
    package mutating func keepFailures(of report: some Collection<UInt8>) throws(ConformanceError) {
        let json: JSON
        do { json = try JSON(parsing: report) } catch { throw .notAReport(error.description) }
        guard case .array(let results)? = json["results"] else { throw .notAReport("it has no results") }
        var failed: Set<TestEntry> = []
        for result in results {
            guard case .text(let file)? = result["file"], case .integer(let tcId)? = result["tcId"],
                case .text(let name)? = result["column"], let status = TestStatus(rawValue: name)
            else { throw .notAReport("a result has no file, tcId and column") }
            let test = TestName(file: file, tcId: tcId)
            if status.isFailure { failed.insert(.test(test)) }
            if status == .passed { passedBefore.insert(test) }
        }
        restrictions.append(failed)
    }

    /// Whether all tests are selected.
    package var isEverything: Bool { restrictions.isEmpty }

    package func contains(_ question: Question) -> Bool {
        let entries = question.unjudged.entries
        return restrictions.allSatisfy { !$0.isDisjoint(with: entries) }
    }
}
