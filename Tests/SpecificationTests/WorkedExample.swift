// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// A worked example, in the format of SPEC.md, section 2.5.
struct WorkedExample: Sendable, CustomTestStringConvertible {
    /// One `name = value`.
    struct Member: Sendable {
        let name, value: String
    }

    /// Why a block is malformed.
    struct FormatError: Error, CustomStringConvertible {
        let line: Int
        let description: String
    }

    let operation: String
    let title: String
    /// The line of the document at which the block begins.
    let line: Int
    let inputs: [Member]
    /// Outputs and intermediate values, or the one member `error`.
    let outputs: [Member]

    var testDescription: String { "\(operation), line \(line): \(title)" }

    /// Every block whose info string begins with `vector`.
    static func all(in text: String) throws(FormatError) -> [WorkedExample] {
        var examples: [WorkedExample] = []
        var block: (line: Int, info: Substring, lines: [Substring])?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let open = block {
                guard line == "```" else {
                    block?.lines.append(line)
                    continue
                }
                if open.info.hasPrefix("vector") {
                    examples.append(try WorkedExample(info: open.info, lines: open.lines, line: open.line))
                }
                block = nil
            } else if line.hasPrefix("```") {
                block = (index + 1, line.dropFirst(3), [])
            }
        }
        if let block { throw FormatError(line: block.line, description: "the block does not end") }
        return examples
    }

    init(operation: String, title: String, line: Int, inputs: [Member], outputs: [Member]) {
        self.operation = operation
        self.title = title
        self.line = line
        self.inputs = inputs
        self.outputs = outputs
    }

    private init(info: Substring, lines: [Substring], line: Int) throws(FormatError) {
        func fail(_ offset: Int, _ reason: String) -> FormatError {
            FormatError(line: line + offset, description: reason)
        }
        let words = info.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0] == "vector", !words[1].isEmpty else {
            throw fail(0, "the info string is not \"vector\", a space and an operation")
        }
        var sections: [[Member]] = [[]]
        var titles: [Substring] = []
        for (index, text) in lines.enumerated() {
            if text.hasPrefix("#") {
                titles.append(text.dropFirst().drop { $0 == " " })
            } else if text.isEmpty {
                sections.append([])
            } else {
                guard let equals = text.firstRange(of: " = ") else { throw fail(index + 1, "no \" = \"") }
                var value = String(text[equals.upperBound...])
                if value.hasPrefix("\"") {
                    guard let string = try? JSONDecoder().decode(String.self, from: Data(value.utf8)) else {
                        throw fail(index + 1, "the value is not a JSON string")
                    }
                    value = string
                }
                sections[sections.count - 1].append(
                    Member(name: String(text[..<equals.lowerBound]), value: value))
            }
        }
        guard sections.count == 2, !sections[1].isEmpty else {
            throw fail(0, "one empty line must separate the inputs from the outputs")
        }
        let names = sections.joined().map(\.name)
        guard let title = titles.first else { throw fail(0, "no title") }
        guard Set(names).count == names.count else { throw fail(0, "a member occurs twice") }
        self.init(
            operation: String(words[1]), title: String(title), line: line, inputs: sections[0],
            outputs: sections[1])
    }
}
