// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import loopsig

/// If a user types a key in a wrong place, the program does not repeat it.
@Suite struct RedactionTests {
    /// Secrets of every form: an exported key, with and without 0x, API keys, an Ethereum signature.
    private static let keys = [
        "05db65ed466a3b154dcf83e2e4b06b66c0c305d7d2088f9f60031567cf080dc1",
        "0x05DB65ED466A3B154DCF83E2E4B06B66C0C305D7D2088F9F60031567CF080DC1",
        "qXbnfuZP5LfzTz0dJUTJz3Snkb6t4yKfhWC5VcZQ8RtDgGY2mE7aHsNvLpoA91wB",
        "k7/Wq+zT0pLr8vXcN2mJ/9aYdG5fHs3b/6eUo1iRxZtA+wBvQgMnC4jPDyKhEuTs==",
        "/Wq+zT0pLr8vXcN2mJ9aYdG5fHs3b6eUo1iRxZtAwBvQ=",
        "6a1f0f3e-5f0b-4c53-9b0a-0c8c4f1b7d55",
        "0x" + String(repeating: "5cd02f81aa6e739b4c", count: 8) + "1b",
    ]
    private let secrets = ["LOOPRING_EDDSA_KEY": exampleKey, "LOOPRING_API_KEY": "x"]

    /// Puts keys into every option of every command, as one word and as two, with and without the other
    /// arguments that the command needs, and in places that accept no argument. Arguments are parsed in this
    /// process. The program is started once for each option whose value parses.
    @Test(arguments: try CommandTree.load().leaves)
    func noErrorRepeatsAKey(command: CommandTree.Leaf) async throws {
        let directory = try TemporaryDirectory()
        for (index, key) in RedactionTests.keys.enumerated() {
            var cases = [
                [key], ["--\(key)"], ["-\(key)"], ["--secret-key", key], ["--key=\(key)"], [key, key],
            ]
            for option in command.options {
                cases += [["\(option)=\(key)"], [option, key]]
                if index == 0 {
                    cases += [
                        [option, "https://a.io/?k=\(key)"], [option, "x/\(key)"], [option, "k=\(key)"],
                    ]
                }
            }
            // Run all cases with the first key, and some of them with each of the other keys.
            for (number, words) in cases.enumerated() where index == 0 || number % 21 == index {
                for rest in command.needed.isEmpty || number % 3 == 0 ? [[]] : [command.needed] {
                    let arguments = command.path + words + rest
                    if let complaint = complaint(ofParserAbout: arguments) {
                        expect(complaint, holdsNothingOf: key)
                        continue
                    }
                    guard index == 0, words.last == key, words.count == 2 else { continue }
                    let outcome = try await Loopsig.run(
                        arguments, environment: secrets, directory: directory.url, timeout: 30)
                    guard outcome.status != 0 else { continue }
                    #expect([1, 64].contains(outcome.status), "\(arguments)")
                    // The output of verify is a verdict, which may repeat the request.
                    let answer = command.path == ["verify"] ? "" : outcome.output
                    expect(answer + outcome.errors, holdsNothingOf: key)
                }
            }
        }
    }

    /// The error for arguments that cannot be parsed; `nil` if they can.
    private func complaint(ofParserAbout arguments: [String]) -> String? {
        do {
            _ = try LoopsigCommand.parseAsRoot(CommandLineArguments.splittingValues(arguments))
            return nil
        } catch {
            return LoopsigCommand.visible(LoopsigCommand.message(for: error), arguments: arguments)
        }
    }

    private func expect(
        _ text: String, holdsNothingOf key: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let (text, key) = (Data(text.lowercased().utf8), Data(key.lowercased().utf8))
        let pieces = (0...key.count - 16).map { key[$0..<$0 + 16] }
        guard let piece = pieces.first(where: { text.range(of: $0) != nil }) else { return }
        Issue.record(
            "\(String(decoding: piece, as: UTF8.self)) in \(String(decoding: text, as: UTF8.self))",
            sourceLocation: sourceLocation)
    }

    @Test func possibleSecretsAreHiddenAndEverythingElseIsShown() {
        let key = RedactionTests.keys[0]
        let redaction = ArgumentRedaction(
            [
                "cancel", "--network=\(key)", "moonnet", "--secret-key-file",
                "https://api3.loopring.io/\(key)", "/tmp/\(key)",
            ],
            options: ["--network", "--secret-key-file"])
        #expect(redaction("value '\(key)' of --secret-key-file") == "value '…' of --secret-key-file")
        #expect(redaction("0X" + key.uppercased()) == "0X…")
        #expect(redaction("\(key.prefix(15)) moonnet") == "\(key.prefix(15)) moonnet")
        #expect(redaction("\(key.prefix(16))…") == "……")
        #expect(
            redaction("a URL such as https://api3.loopring.io") == "a URL such as https://api3.loopring.io")
        #expect(redaction("cannot read /tmp/\(key)") == "cannot read /tmp/…")
        #expect(redaction("") == "")
        let words = ArgumentRedaction(["--secret-key-fle", "/nonexistent/order.json"], options: [])
        #expect(
            words("--secret-key-fle /nonexistent/order.json") == "--secret-key-fle /nonexistent/order.json")
        let escaped = ArgumentRedaction(["\u{1B}\u{1B}\"\(key.prefix(14))"], options: [])
        #expect(!escaped("\u{1B}\u{1B}\"\(key.prefix(14))".debugDescription).contains(key.prefix(8)))
        let unknown = ArgumentRedaction(["--\(key)"], options: [])
        #expect(unknown("Unknown option '--\(key)'") == "Unknown option '…'")
    }

    @Test func theNameOfAFileThatExistsIsShown() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("", name: "Export-2026-06-28.ndjson")
        #expect(ArgumentRedaction([path], options: [])("cannot read \(path)") == "cannot read \(path)")
        let other = directory.path("Export-2026-06-29.ndjson")
        #expect(ArgumentRedaction([other], options: [])("cannot read \(other)") != "cannot read \(other)")
    }
}
