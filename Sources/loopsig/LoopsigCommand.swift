// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import StrictJSON
import SystemPackage

/// The command line: a list of subcommands, one file each under Commands.
@main
struct LoopsigCommand: AsyncParsableCommand {
    /// The version of everything here: the libraries, the program, the vectors and the testee protocol.
    /// CHANGELOG.md says what it means for each.
    static let version = "1.0.0"

    static let configuration = CommandConfiguration(
        commandName: "loopsig",
        abstract: "Signs, verifies and explains Loopring's layer-2 request signatures.",
        discussion: """
            EdDSA on Baby Jubjub with a Poseidon challenge, over the SHA-256 of a canonicalized request: what \
            Loopring's exchange expects in the header X-API-SIG. SPEC.md defines every step.

            Exit status: 0 yes, 1 no or invalid, 64 usage error.
            """,
        version: version,
        subcommands: [
            KeyCommand.self,
            SignCommand.self,
            VerifyCommand.self,
            HashCommand.self,
            CancelCommand.self,
            SandboxCommand.self,
            DemoCommand.self,
            VectorsCommand.self,
            TesteeCommand.self,
            ConformanceCommand.self,
            AuditCommand.self,
        ]
    )

    static func main() async {
        FileDescriptor.makeStandardOnesSafe()
        do {
            var command = try parseAsRoot(CommandLineArguments.checked())
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try StandardOutput.finish()
        } catch {
            exit(reporting: error)
        }
    }
}

/// The arguments of the program, before they are parsed.
enum CommandLineArguments {
    /// The arguments after the program's name, as the parser gets them.
    ///
    /// - Throws: ``CommandFailure`` for an argument that is not UTF-8. Swift would replace the invalid bytes
    ///   with U+FFFD, and the program would sign another text or open another file than the user named.
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

    /// The arguments, with `--name=VALUE` split in two if the parser would not find the "=".
    ///
    /// The parser looks for "=" as a `Character`. If VALUE begins with a combining mark, Swift joins the "="
    /// and the mark to one `Character`, and the parser does not find it. A VALUE like this does not begin
    /// with "-", so it can be an argument by itself.
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
