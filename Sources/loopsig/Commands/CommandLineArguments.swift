// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// The arguments of the program, before they are parsed.
enum CommandLineArguments {
    /// The arguments after the program's name, as the parser gets them.
    ///
    /// - Throws: ``CommandFailure`` for an argument that is not UTF-8. Swift would replace
    ///   its bytes by U+FFFD, and the program would sign or open something else than it was given.
    static func checked() throws(CommandFailure) -> [String] {
        let arguments = (1..<max(1, Int(CommandLine.argc))).compactMap { index -> [UInt8]? in
            CommandLine.unsafeArgv[index].map { Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
        }
        return splittingValues(try texts(arguments))
    }

    /// The arguments as text. The error names an argument that is not UTF-8 by its position and its option.
    static func texts(_ arguments: [[UInt8]]) throws(CommandFailure) -> [String] {
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

    /// `--name=VALUE` as two arguments if the parser would not find the "=".
    ///
    /// It looks for a `Character`, and a VALUE that begins with a combining mark makes one with the "="
    /// before it. This VALUE does not begin with "-", so it can stand alone.
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
