// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import VectorSuite

/// The selection of the tests that a run sends.
public struct TestSelection: Sendable {
    /// A name that selects one or more tests.
    public enum Entry: Hashable, Sendable {
        /// All tests of an operation.
        case operation(String)
        /// All tests with a flag.
        case flag(String)
        /// One test.
        case test(file: String, tcId: Int)
    }

    /// An argument that names no test of the files.
    public struct UnknownName: LocalizedError, Equatable, CustomStringConvertible {
        /// The argument.
        public let name: String

        /// The error in one line.
        public var description: String {
            "\(VisibleText.quoted(name)) is not an operation, a flag or a FILE:ID of the vectors"
        }

        /// As ``description``.
        public var errorDescription: String? { description }
    }

    /// Each set keeps only the tests that one of its entries selects.
    private var restrictions: [Set<Entry>] = []
    /// The tests that passed in an earlier run. A run does not send them again. They show which bugs the
    /// testee does not have.
    package private(set) var passedBefore: Set<TestName> = []

    /// All tests.
    public static let all = TestSelection()

    private init() {}

    /// Selects tests of these files by names. A name is an operation (`curve.add`), a flag, or one test
    /// (`poseidon.json:12` or `poseidon:12`).
    /// - Throws: ``UnknownName`` for the first name that selects no test.
    public init(_ names: [String], of files: [VectorFile]) throws(UnknownName) {
        var entries: Set<Entry> = []
        for name in names {
            guard let entry = TestSelection.entry(name, of: files) else { throw UnknownName(name: name) }
            entries.insert(entry)
        }
        restrictions = [entries]
    }

    private static func entry(_ name: String, of files: [VectorFile]) -> Entry? {
        if VectorSuite.Operation.named(name) != nil { return .operation(name) }
        if files.contains(where: { $0.notes[name] != nil }) { return .flag(name) }
        guard let colon = name.lastIndex(where: { $0 == ":" || $0 == "#" }),
            let tcId = Int(name[name.index(after: colon)...])
        else { return nil }
        let file = files.first { [name[..<colon], name[..<colon] + ".json"].contains($0.name[...]) }
        guard let file, file.tests.contains(where: { $0.tcId == tcId }) else { return nil }
        return .test(file: file.name, tcId: tcId)
    }

    /// Selects the tests that failed in an earlier run, from its report.
    /// - Throws: ``ReportUnreadable`` if the input is not a JSON report.
    public init(failedIn report: some Collection<UInt8>) throws(ReportUnreadable) {
        let json: JSON
        do { json = try JSON(parsing: report) } catch { throw ReportUnreadable(reason: error.description) }
        guard case .array(let results)? = json["results"] else {
            throw ReportUnreadable(reason: "it has no results")
        }
        var entries: Set<Entry> = []
        for result in results {
            guard case .text(let file)? = result["file"], case .integer(let tcId)? = result["tcId"],
                case .text(let name)? = result["column"], let status = TestStatus(rawValue: name)
            else { throw ReportUnreadable(reason: "a result has no file, tcId and column") }
            if status.isFailure { entries.insert(.test(file: file, tcId: tcId)) }
            if status == .passed { passedBefore.insert(TestName(file: file, tcId: tcId)) }
        }
        restrictions = [entries]
    }

    /// Why a report cannot be read.
    public struct ReportUnreadable: LocalizedError, Equatable, CustomStringConvertible {
        /// The reason, in a few words.
        public let reason: String

        /// The error in one line.
        public var description: String { "is not a JSON report: \(reason)" }

        /// As ``description``.
        public var errorDescription: String? { description }
    }

    /// Selects the tests that both selections contain.
    public func intersection(_ other: TestSelection) -> TestSelection {
        var both = self
        both.restrictions += other.restrictions
        both.passedBefore.formUnion(other.passedBefore)
        return both
    }

    /// Whether all tests are selected.
    package var isEverything: Bool { restrictions.isEmpty }

    /// Whether the selection contains the test.
    package func contains(_ question: Question) -> Bool {
        restrictions.allSatisfy { entries in
            entries.contains(.test(file: question.file, tcId: question.test.tcId))
                || entries.contains(.operation(question.operation.name))
                || question.test.flags.contains { entries.contains(.flag($0)) }
        }
    }
}
