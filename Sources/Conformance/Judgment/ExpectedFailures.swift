// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A list of known failures. With it, a run fails only on other failures.
///
/// Each line has one entry. `eddsa_verify.json#12` names a test, and `flag:FlagName` names every test with
/// that flag. A `#` at the beginning of a line or after white space starts a comment.
public struct ExpectedFailures: Equatable, Sendable {
    /// The entries in their order.
    public private(set) var entries: [TestEntry] = []

    /// No expected failures.
    public static let none = ExpectedFailures()

    private init() {}

    /// Reads a list.
    /// - Throws: ``ConformanceError/notAnEntry(_:line:)`` for the first line that is not an entry.
    public init(_ text: String) throws(ConformanceError) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let name = line.replacing(/(^|\s)#.*/, with: "").trimmingCharacters(in: .whitespaces)
            guard !name.isEmpty else { continue }
            guard let entry = ExpectedFailures.entry(name) else { throw .notAnEntry(name, line: index + 1) }
            entries.append(entry)
        }
    }

    private static func entry(_ name: String) -> TestEntry? {
        guard name.hasPrefix("flag:") else { return TestEntry(test: name) }
        let flag = String(name.dropFirst(5))
        return flag.isEmpty || flag.contains(where: \.isWhitespace) ? nil : .flag(flag)
    }
}
