import StrictJSON
import Foundation

/// The arguments of the program, before the parser sees them.
enum CommandLineArguments {
    /// What the parser is given: the arguments behind the program's name.
    ///
    /// - Throws: ``Failure`` for an argument that is not UTF-8. Swift puts U+FFFD in the place of what it cannot read:
    ///   another text would be signed than was given, another file looked for.
    static func checked() throws(Failure) -> [String] {
        let arguments = (1..<max(1, Int(CommandLine.argc))).compactMap { index -> [UInt8]? in
            CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
        }
        return splittingValues(try texts(arguments))
    }

    /// The arguments as text. One that is none is named by its place and by the option before it.
    static func texts(_ arguments: [[UInt8]]) throws(Failure) -> [String] {
        var texts: [String] = []
        for (index, bytes) in arguments.enumerated() {
            guard let text = String(strictUTF8: bytes) else {
                let before = texts.last { $0.hasPrefix("--") }.map { $0.prefix { $0 != "=" } }
                let own = String(strictUTF8: bytes.prefix { $0 != UInt8(ascii: "=") })
                let option = own.flatMap { $0.hasPrefix("--") ? $0[...] : nil } ?? before
                throw .usage("argument \(index + 1)\(option.map { ", of \($0)," } ?? "") is not UTF-8")
            }
            texts.append(text)
        }
        return texts
    }

    /// `--name=VALUE` as two arguments where the parser would not find the "=".
    ///
    /// It looks for a `Character`, and a VALUE that begins with a combining mark makes one with the "=" before it.
    /// Such a VALUE does not begin with "-", so it can stand alone.
    static func splittingValues(_ arguments: [String]) -> [String] {
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let options = arguments[..<end].flatMap { argument -> [String] in
            guard argument.hasPrefix("-"), let equals = argument.unicodeScalars.firstIndex(of: "="),
                argument.firstIndex(of: "=") != equals
            else { return [argument] }
            let scalars = argument.unicodeScalars
            return [String(scalars[..<equals]), String(scalars[scalars.index(after: equals)...])]
        }
        return options + arguments[end...]
    }
}

/// What an error may repeat of the command line.
///
/// A key that was typed in the wrong place must not go on from there into a log. Errors of the parser and of the
/// modules below quote what they do not understand, so all of them pass through here: of an argument that could be a
/// secret, no 16 characters in a row are repeated.
struct ArgumentRedaction {
    /// No secret is shorter than this.
    static let length = 16

    /// What must not be repeated, in lower case, each in the forms in which errors quote.
    private let secrets: [[Unicode.Scalar]]

    /// - Parameters:
    ///   - arguments: the arguments behind the program's name.
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

    /// The text with "…" in the place of everything that could be from a secret.
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

    /// An argument, or what stands behind the "=" of an option that there is.
    private static func values(of argument: String, _ options: Set<String>) -> [String] {
        guard argument.hasPrefix("--") else { return [argument] }
        let scalars = argument.unicodeScalars
        let equals = scalars.firstIndex(of: "=") ?? scalars.endIndex
        return options.contains(String(scalars[..<equals]))
            ? [String(scalars[equals...].dropFirst())] : [argument]
    }

    /// The parts that could be a secret: of a URL its words; of a path what follows the last folder that exists, and nothing
    /// if the file exists; otherwise everything. A part with neither a digit nor a capital letter is words of some language.
    private static func secretParts(of text: String) -> [String] {
        let parts: [String]
        if FileManager.default.fileExists(atPath: text) {
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
