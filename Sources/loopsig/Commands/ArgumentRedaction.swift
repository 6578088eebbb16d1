// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// Removes possible secrets from an error before it is printed.
///
/// A user may type a key in the wrong place. An error that quotes the key would carry it into a log. Errors
/// of the parser and of the modules quote the arguments that they refuse, so every error passes through this
/// type. If an argument could be a secret, the error repeats no 16 consecutive characters of it.
struct ArgumentRedaction {
    /// Every secret has at least this many characters.
    static let length = 16

    /// The runs of ``length`` scalars of the possible secrets in lower case. Each secret is here in the three
    /// forms in which errors quote: as it was typed, with control characters visible, and as a Swift literal.
    private let secretRuns: Set<ArraySlice<Unicode.Scalar>>

    /// - Parameters:
    ///   - arguments: the arguments after the program's name.
    ///   - options: names that the program itself gives to options.
    init(_ arguments: [String], options: @autoclosure () -> Set<String>) {
        let isAnyLong = arguments.contains { $0.hasPrefix("--") && $0.utf8.count >= ArgumentRedaction.length }
        let options = isAnyLong ? options() : []
        let secrets =
            arguments
            .map { ArgumentRedaction.value(of: $0, options) }
            .flatMap(ArgumentRedaction.secretParts)
            .flatMap { [$0, VisibleText.visible($0), $0.debugDescription] }
        secretRuns = Set(secrets.flatMap(ArgumentRedaction.runs))
    }

    /// The text with "…" instead of each part that could belong to a secret.
    func callAsFunction(_ text: String) -> String {
        // Hide each run of the text that is a run of a secret as well.
        var isHidden = Array(repeating: false, count: text.unicodeScalars.count)
        for run in ArgumentRedaction.runs(of: text) where secretRuns.contains(run) {
            for index in run.indices { isHidden[index] = true }
        }
        // Replace each sequence of hidden scalars with one "…".
        var shown = String.UnicodeScalarView()
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if !isHidden[index] {
                shown.append(scalar)
            } else if index == 0 || !isHidden[index - 1] {
                shown.append("…")
            }
        }
        return String(shown)
    }

    /// The value in an argument: the text after the "=" of an option that exists, otherwise the whole
    /// argument.
    private static func value(of argument: String, _ options: Set<String>) -> String {
        let scalars = argument.unicodeScalars
        guard argument.hasPrefix("--"), let equals = scalars.firstIndex(of: "="),
            options.contains(String(scalars[..<equals]))
        else { return argument }
        return String(scalars[equals...].dropFirst())
    }

    /// The parts of a value that could be a secret:
    ///
    /// - of the path of an existing file whose name has a dot: nothing;
    /// - of a URL: each word;
    /// - of a path in an existing folder: the text after the last slash;
    /// - of anything else: the whole value.
    ///
    /// A part without a digit and without a capital letter is taken for words of a language, not for a
    /// secret.
    private static func secretParts(of text: String) -> [String] {
        let parts: [String]
        let name = text.split(separator: "/").last ?? ""
        if name.contains("."), FileManager.default.fileExists(atPath: text) {
            parts = []
        } else if text.hasPrefix("http://") || text.hasPrefix("https://") {
            parts = text.split { !($0.isLetter || $0.isNumber || $0 == "+" || $0 == "-" || $0 == "_") }.map(
                String.init)
        } else if let slash = text.lastIndex(of: "/"),
            FileManager.default.fileExists(atPath: String(text[...slash]))
        {
            parts = [String(text[text.index(after: slash)...])]
        } else {
            parts = [text]
        }
        return parts.filter { part in
            part.utf8.count >= length && part.contains { $0.isNumber || $0.isUppercase }
        }
    }

    /// All runs of ``length`` scalars of the text in lower case. Their indices are positions in the text.
    private static func runs(of text: String) -> [ArraySlice<Unicode.Scalar>] {
        let scalars = text.unicodeScalars.map { scalar in
            ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
        }
        guard scalars.count >= length else { return [] }
        return (0...scalars.count - length).map { scalars[$0..<$0 + length] }
    }
}
