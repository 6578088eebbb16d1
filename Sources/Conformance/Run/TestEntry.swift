// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A test by its file and number.
package struct TestName: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// The number of the test in it.
    package let tcId: Int

    /// The name as it is written in a list of expected failures.
    package var description: String { "\(file)#\(tcId)" }
}

extension TestName {
    /// Reads `eddsa_verify.json#12`, `eddsa_verify#12` or `eddsa_verify:12`; `nil` for another text.
    init?(_ name: some StringProtocol) {
        guard let separator = name.lastIndex(where: { $0 == "#" || $0 == ":" }), separator != name.startIndex,
            let tcId = Int(name[name.index(after: separator)...]), !name.contains(where: \.isWhitespace)
        else { return nil }
        let file = String(name[..<separator])
        self.init(file: file.hasSuffix(".json") ? file : file + ".json", tcId: tcId)
    }
}

/// A name of one or more tests, in a selection or in a list of expected failures.
package enum TestEntry: Hashable, Sendable, CustomStringConvertible {
    /// All tests of an operation.
    case operation(String)
    /// All tests that have a flag.
    case flag(String)
    case test(TestName)

    /// Reads a list of expected failures. With it, a run fails only on other failures.
    ///
    /// Each line has one entry. `eddsa_verify.json#12` names a test, and `flag:FlagName` names every test
    /// with that flag. A `#` at the beginning of a line or after white space starts a comment.
    /// - Throws: ``ConformanceError/notAnEntry(_:line:)`` for the first line that is not an entry.
    package static func expectedFailures(_ list: String) throws(ConformanceError) -> [TestEntry] {
        var entries: [TestEntry] = []
        let lines = list.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let name = line.replacing(/(^|\s)#.*/, with: "").trimmingCharacters(in: .whitespaces)
            guard !name.isEmpty else { continue }
            let flag = name.wholeMatch(of: /flag:(\S+)/).map { String($0.1) }
            guard let entry = flag.map(TestEntry.flag) ?? TestName(name).map(TestEntry.test) else {
                throw .notAnEntry(name, line: index + 1)
            }
            entries.append(entry)
        }
        return entries
    }

    /// The name as it is written in a list of expected failures.
    package var description: String {
        switch self {
        case .operation(let op): op
        case .flag(let flag): "flag:\(flag)"
        case .test(let name): name.description
        }
    }
}

extension TestResult {
    /// Every entry that names the test.
    var entries: Set<TestEntry> {
        Set([.test(name), .operation(op)] + flags.map(TestEntry.flag))
    }
}
