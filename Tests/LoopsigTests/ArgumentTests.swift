// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import loopsig

/// The program parses unusual arguments exactly, and refuses wrong ones with an error.
@Suite struct ArgumentTests {
    private let secrets = ["LOOPRING_EDDSA_KEY": exampleKey, "LOOPRING_API_KEY": "x"]

    // MARK: Text

    /// The program signs, sends or opens exactly the bytes that it was given, or refuses them.
    @Test(arguments: try CommandTree.load().leaves)
    func anArgumentThatIsNotUTF8IsRefusedByName(command: CommandTree.Leaf) async throws {
        let path = command.path.map { Array($0.utf8) }
        for option in command.options {
            let name = Array(option.utf8)
            for words in [[name, Array("k=".utf8) + [0xFF, 0xFE]], [name + Array("=".utf8) + [0xC3]]] {
                let number = path.count + words.count
                #expect(throws: CommandFailure.usage("argument \(number), of \(option), is not UTF-8")) {
                    try CommandLineArguments.texts(path + words)
                }
            }
        }
        let outcome = try await Loopsig.run(
            command.path, environment: secrets, shell: "--param \"$(printf 'k=\\377\\376')\"")
        expectComplaint(
            outcome, status: 64, about: "argument \(path.count + 2), of --param, is not UTF-8")
    }

    @Test func bytesThatAreNotUTF8AreRefused() throws {
        for bytes in [[0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0xAF], [0x41, 0xFF]]
            as [[UInt8]]
        {
            #expect(throws: CommandFailure.usage("argument 2 is not UTF-8")) {
                try CommandLineArguments.texts([Array("sign".utf8), bytes])
            }
        }
        let texts = ["é", "e\u{301}", "\u{FFFD}", "", "\u{10FFFF}"]
        let read = try CommandLineArguments.texts(texts.map { Array($0.utf8) })
        #expect(read.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    @Test func aValueMayBeginWithACombiningMark() async throws {
        for value in ["\u{301}x", "\u{338}", "\u{200D}", "\u{FE0F}-"] {
            let arguments = ["cancel", "--network", "mainnet", "--account-id", "1", "--dry-run", "--json"]
            let joined = try await Loopsig.run(
                arguments + ["--client-order-id=\(value)"], environment: secrets)
            let apart = try await Loopsig.run(arguments + ["--client-order-id", value], environment: secrets)
            #expect(joined.status == 0, "\(joined.errors)")
            #expect(joined.output == apart.output)
        }
    }

    /// For every VALUE, the parser reads the same bytes from `--name=VALUE` and from `--name VALUE`.
    @Test func valuesAreParsedByteForByte() throws {
        var generator = SeededGenerator(seed: 20_260_214)
        let scalars: [Unicode.Scalar] = [
            "a", "=", "\u{301}", "\u{338}", "\u{200D}", "\u{FE0F}", "\u{1F1E9}", "\u{600}", "\u{E33}", "é",
            " ", "\r",
            "\n", "\u{1F469}", "\u{5D0}", "\u{AC00}", "\u{11A8}",
        ]
        for round in 0..<80 {
            var value = String.UnicodeScalarView()
            for _ in 0...Int.random(in: 0..<5, using: &generator) {
                value.append(scalars.randomElement(using: &generator) ?? "a")
            }
            let text = String(value)
            for form in [["--client-order-id=\(text)"], ["--client-order-id", text]] {
                let arguments = ["cancel", "--network", "mainnet", "--account-id", "1"] + form
                let command = try LoopsigCommand.parseAsRoot(CommandLineArguments.splittingValues(arguments))
                let parsed = try #require((command as? CancelCommand)?.clientOrderID)
                #expect(parsed.utf8.elementsEqual(text.utf8), "round \(round): \(form)")
            }
        }
    }

    @Test func argumentsAfterTheTerminatorAreUnchanged() {
        let arguments = ["conformance", "--", "python3", "--x=\u{338}"]
        #expect(CommandLineArguments.splittingValues(arguments) == arguments)
    }

    // MARK: Errors of the parser

    /// Any sequence of words is parsed, or refused with a message. No sequence crashes the program.
    @Test func anySequenceOfWordsIsParsedOrRefused() throws {
        var generator = SeededGenerator(seed: 20_260_215)
        let tree = try CommandTree.load()
        let words =
            tree.leaves.flatMap(\.options) + [
                "-", "--", "---", "-=", "--=", "--=x", "-x", "-h", "--help", "--version", "-é", "-\u{301}",
                "", " ", "x=y",
                "help", "--no-diagnosis=1", "--json=true", "-json", "0", "-1", "--experimental-dump-help",
                "\u{1B}[31m",
                "--generate-completion-script", "zsh", "key", "vectors", "check", "order",
            ]
        var refused = 0
        for _ in 0..<120 {
            var arguments = tree.leaves.randomElement(using: &generator)?.path ?? []
            for _ in 0...Int.random(in: 0..<5, using: &generator) {
                arguments.append(words.randomElement(using: &generator) ?? "")
            }
            do {
                _ = try LoopsigCommand.parseAsRoot(CommandLineArguments.splittingValues(arguments))
            } catch {
                let status = LoopsigCommand.exitCode(for: error)
                #expect([.success, .validationFailure].contains(status), "\(arguments)")
                #expect(!LoopsigCommand.fullMessage(for: error).isEmpty, "\(arguments)")
                refused += status == .success ? 0 : 1
            }
        }
        #expect(refused > 60)
    }

    /// If a command has its required arguments, its error names the unknown option and says where its help
    /// is.
    @Test(arguments: try CommandTree.load().leaves)
    func everyCommandRefusesUnknownOptions(command: CommandTree.Leaf) async throws {
        let complete = command.path + command.needed
        // After -- come a testee and its arguments.
        let (before, after) = (complete.prefix { $0 != "--" }, complete.drop { $0 != "--" })
        for (words, complaint) in [
            (["--bogus"], "Unknown option '--bogus'"), (["-q"], "Unknown option '-q'"),
            (["a", "--json=x"], "--json"), (["--bogus=x", "\u{1B}c"], "Unknown option '--bogus'"),
        ] {
            let error = #expect(throws: (any Error).self) {
                try LoopsigCommand.parseAsRoot(before + words + after)
            }
            let text = LoopsigCommand.fullMessage(for: try #require(error))
            #expect(text.contains(complaint), "\(text)")
            #expect(text.contains("See 'loopsig \(command.path.joined(separator: " ")) --help'"), "\(text)")
        }
        if let option = command.options.first(where: { !command.flags.contains($0) }) {
            let error = #expect(throws: (any Error).self) {
                try LoopsigCommand.parseAsRoot(command.path + [option])
            }
            let text = LoopsigCommand.message(for: try #require(error))
            #expect(text.contains("Missing value for '\(option)"), "\(text)")
        }
        let outcome = try await Loopsig.run(command.path + ["--bogus"] + command.needed, environment: secrets)
        expectComplaint(outcome, status: 64, about: "Unknown option '--bogus'")
        #expect(outcome.errors.contains("--help' for more information"))
    }

    /// The parser treats a value that begins with a dash as an option, unless the value follows "=".
    @Test func aValueThatBeginsWithADashGetsAHint() async throws {
        let cancel = ["cancel", "--network", "mainnet", "--account-id", "70001", "--dry-run"]
        let apart = try await Loopsig.run(cancel + ["--client-order-id", "-x1"], environment: secrets)
        expectComplaint(
            apart, status: 64, about: "Write --client-order-id=VALUE if the value begins with a dash")
        let joined = try await Loopsig.run(cancel + ["--client-order-id=-x1"], environment: secrets)
        #expect(joined.status == 0, "\(joined.errors)")
        #expect(joined.output.contains("clientOrderId=-x1"))

        let sign = ["sign", "--method", "DELETE", "--url", "https://api3.loopring.io/api/v3/order"]
        let parameter = try await Loopsig.run(sign + ["--param", "-k=1"], environment: secrets)
        expectComplaint(parameter, status: 64, about: "Write --param=VALUE if the value begins with a dash")
        let missing = try await Loopsig.run(sign + ["--param", "--json"], environment: secrets)
        expectComplaint(missing, status: 64, about: "--param")
        #expect(!missing.errors.contains("dash"), "\(missing.errors)")
    }

    @Test func escapeSequencesInArgumentsAreMadeVisible() async throws {
        for arguments in [
            ["\u{1B}[31mbogus"], ["sign", "--method", "\u{1B}[2J", "--url", "https://a.io/"],
            ["sign", "--method", "GET", "--url", "https://a.io/", "--param", "\u{1B}]0;x\u{7}"],
            ["vectors", "check", "\u{9B}x"], ["cancel", "--network", "\u{202E}x"],
            ["hash", "order", "\u{1B}c"],
        ] {
            let outcome = try await Loopsig.run(arguments, environment: secrets)
            #expect(outcome.status != 0)
            let text = (outcome.output + outcome.errors).unicodeScalars
            let hidden = text.filter {
                $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
            }
            #expect(hidden.isEmpty, "\(arguments): \(outcome.errors.debugDescription)")
        }
    }

    // MARK: Version

    @Test func theVersionIsTheNewestOfTheChangelog() async throws {
        let changelog = try String(
            contentsOf: Repository.root.appending(path: "CHANGELOG.md"), encoding: .utf8)
        let newest = try #require(changelog.firstMatch(of: /\n## (\d+\.\d+\.\d+)/)?.output.1)
        let outcome = try await Loopsig.run(["--version"])
        #expect(outcome.output == "\(newest)\n")
        #expect(outcome.status == 0)
    }
}
