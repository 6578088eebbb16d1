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

    /// The possible secrets in lower case. Each one is here in the three forms in which errors quote: as it
    /// was typed, with control characters visible, and as a Swift literal.
    private let secrets: [[Unicode.Scalar]]

    /// - Parameters:
    ///   - arguments: the arguments after the program's name.
    ///   - options: names that the program itself gives to options.
    init(_ arguments: [String], options: @autoclosure () -> Set<String>) {
        let isAnyLong = arguments.contains { $0.hasPrefix("--") && $0.utf8.count >= ArgumentRedaction.length }
        let options = isAnyLong ? options() : []
        secrets =
            arguments
            .flatMap { ArgumentRedaction.values(of: $0, options) }
            .flatMap(ArgumentRedaction.secretParts)
            .flatMap { Set([$0, VisibleText.visible($0), $0.debugDescription]) }
            .map(ArgumentRedaction.lowercased)
    }

    /// The text with "…" instead of each part that could belong to a secret.
    func callAsFunction(_ text: String) -> String {
        let length = ArgumentRedaction.length
        let lowercased = ArgumentRedaction.lowercased(text)
        guard !secrets.isEmpty, lowercased.count >= length else { return text }
        // Index the text: for each run of `length` scalars, the positions at which it begins.
        var places: [ArraySlice<Unicode.Scalar>: [Int]] = [:]
        for start in 0...lowercased.count - length {
            places[lowercased[start..<start + length], default: []].append(start)
        }
        // Hide each run of the text that is a run of a secret as well.
        var isHidden = Array(repeating: false, count: lowercased.count)
        for secret in secrets where secret.count >= length {
            for start in 0...secret.count - length {
                for place in places[secret[start..<start + length]] ?? [] {
                    for index in place..<place + length { isHidden[index] = true }
                }
            }
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
    private static func values(of argument: String, _ options: Set<String>) -> [String] {
        guard argument.hasPrefix("--") else { return [argument] }
        let scalars = argument.unicodeScalars
        let equals = scalars.firstIndex(of: "=") ?? scalars.endIndex
        return options.contains(String(scalars[..<equals]))
            ? [String(scalars[equals...].dropFirst())] : [argument]
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

    private static func lowercased(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.map { scalar in
            ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value) + 32) : scalar
        }
    }
}
