// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// What an error may repeat of the command line.
///
/// A key that was typed in the wrong place must not go on from there into a log. Errors of the parser and of
/// the modules below quote what they do not understand, so all of them pass through here: of an argument that
/// could be a secret, no 16 characters in a row are repeated.
struct ArgumentRedaction {
    /// Every secret has at least this many characters.
    static let length = 16

    /// What must not be repeated, in lower case, each in the forms in which errors quote.
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

    /// The text with "…" instead of everything that could be a part of a secret.
    func callAsFunction(_ text: String) -> String {
        let length = ArgumentRedaction.length
        let lowercased = ArgumentRedaction.lowercased(text)
        guard !secrets.isEmpty, lowercased.count >= length else { return text }
        var places: [ArraySlice<Unicode.Scalar>: [Int]] = [:]
        for start in 0...lowercased.count - length {
            places[lowercased[start..<start + length], default: []].append(start)
        }
        var isHidden = Array(repeating: false, count: lowercased.count)
        for secret in secrets where secret.count >= length {
            for start in 0...secret.count - length {
                for place in places[secret[start..<start + length]] ?? [] {
                    for index in place..<place + length { isHidden[index] = true }
                }
            }
        }
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

    /// An argument, or what follows the "=" of an option that exists.
    private static func values(of argument: String, _ options: Set<String>) -> [String] {
        guard argument.hasPrefix("--") else { return [argument] }
        let scalars = argument.unicodeScalars
        let equals = scalars.firstIndex(of: "=") ?? scalars.endIndex
        return options.contains(String(scalars[..<equals]))
            ? [String(scalars[equals...].dropFirst())] : [argument]
    }

    /// The parts that could be a secret: of a URL its words; of a path what follows the last folder that
    /// exists, and nothing if it names an existing file with an extension; otherwise everything. A part with
    /// neither a digit nor a capital letter is words of some language.
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
