// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// A list of known failures. With it, a run fails only on other failures.
///
/// Each line has one entry. `eddsa_verify.json#12` names a test, and `flag:FlagName` names every test with
/// that flag. A `#` at the beginning of a line or after white space starts a comment.
public struct ExpectedFailures: Equatable, Sendable {
    /// An entry of the list.
    public enum Entry: Hashable, Sendable, CustomStringConvertible {
        /// A test by file name and number.
        case test(file: String, tcId: Int)
        /// Every test that has the flag.
        case flag(String)

        /// The entry as it is written.
        public var description: String {
            switch self {
            case .test(let file, let tcId): "\(file)#\(tcId)"
            case .flag(let flag): "flag:\(flag)"
            }
        }

        /// Whether the entry names the test.
        func covers(_ result: TestResult) -> Bool {
            switch self {
            case .test(let file, let tcId): result.file == file && result.tcId == tcId
            case .flag(let flag): result.flags.contains(flag)
            }
        }
    }

    /// A line that is not an entry.
    public struct SyntaxError: LocalizedError, Equatable, CustomStringConvertible {
        /// The number of the line, from 1.
        public let line: Int
        /// The text of the line.
        public let text: String

        /// The error in one line.
        public var description: String {
            "line \(line): \(VisibleText.quoted(text)) is neither FILE#tcId nor flag:FlagName"
        }

        /// As ``description``.
        public var errorDescription: String? { description }
    }

    /// The entries in their order.
    public let entries: [Entry]

    /// No expected failures.
    public static let none = ExpectedFailures(entries: [])

    private init(entries: [Entry]) {
        self.entries = entries
    }

    /// Reads a list.
    /// - Throws: ``SyntaxError`` for the first line that is not an entry.
    public init(_ text: String) throws(SyntaxError) {
        var entries: [Entry] = []
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let content = ExpectedFailures.withoutComment(line)
            guard !content.isEmpty else { continue }
            guard let entry = Entry(content) else { throw SyntaxError(line: index + 1, text: content) }
            entries.append(entry)
        }
        self.entries = entries
    }

    private static func withoutComment(_ line: Substring) -> String {
        var content = line
        var previous: Character = " "
        for index in line.indices {
            if line[index] == "#", previous.isWhitespace {
                content = line[..<index]
                break
            }
            previous = line[index]
        }
        return String(content.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

extension ExpectedFailures.Entry {
    fileprivate init?(_ text: String) {
        if text.hasPrefix("flag:") {
            let flag = String(text.dropFirst(5))
            guard !flag.isEmpty, !flag.contains(where: \.isWhitespace) else { return nil }
            self = .flag(flag)
            return
        }
        guard let hash = text.lastIndex(of: "#"), let tcId = Int(text[text.index(after: hash)...]),
            hash != text.startIndex, !text.contains(where: \.isWhitespace)
        else { return nil }
        let file = String(text[..<hash])
        self = .test(file: file.hasSuffix(".json") ? file : file + ".json", tcId: tcId)
    }
}
