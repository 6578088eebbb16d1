// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// Secrets come from a file, standard input or the environment, and no output repeats them.
@Suite struct SecretInputTests {
    private func publicKey(_ arguments: [String], environment: [String: String] = [:], input: String = "")
        async throws -> Loopsig.Outcome
    {
        try await Loopsig.run(["key", "public"] + arguments, environment: environment, input: input)
    }

    @Test(arguments: [
        exampleKey, exampleKey + "\n", exampleKey + "\r\n", exampleKey + " ", "0x1234", "1234", "01234\n",
        "0x" + String(repeating: "0", count: 50) + "1234", String(repeating: "0", count: 60) + "1234",
    ])
    func anExportedKeyGetsItsLeadingZeros(text: String) async throws {
        let outcome = try await publicKey(["--secret-key-file", "-"], input: text)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains(examplePublicKey.x))
    }

    @Test(arguments: [
        ("", "empty"), ("\n", "no digits"), ("0x", "no digits"), ("0x12g4", "hexadecimal"),
        ("12 34", "hexadecimal"),
        ("1234\n\n", "hexadecimal"), ("0X1234", "hexadecimal"), ("-1", "hexadecimal"),
        ("0", "0 or not below"),
        ("0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1", "0 or not below"),
        (String(repeating: "f", count: 64), "0 or not below"),
        (String(repeating: "0", count: 65), "65 characters"),
        (String(repeating: "1", count: 5000), "longer than"),
    ])
    func aMalformedKeyIsRefused(text: String, complaint: String) async throws {
        let outcome = try await publicKey(["--secret-key-file", "-"], input: text)
        expectComplaint(outcome, status: 1, about: complaint)
    }

    @Test func aFileThatOnlyTheUserCanReadIsRead() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file(exampleKey + "\n")
        #expect(try await publicKey(["--secret-key-file", path]).output.contains(examplePublicKey.x))

        let link = directory.path("link")
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try await publicKey(["--secret-key-file", link]).output.contains(examplePublicKey.x))
    }

    @Test(arguments: [0o644, 0o640, 0o604, 0o620, 0o602, 0o660, 0o666, 0o777])
    func aFileThatOthersCanAccessIsRefused(mode: Int) async throws {
        let path = try TemporaryDirectory().keeping { try $0.file(exampleKey, mode: mode) }
        let outcome = try await publicKey(["--secret-key-file", path.value])
        expectComplaint(outcome, status: 1, about: "chmod 600")
    }

    @Test func onlyARegularFileIsRead() async throws {
        let directory = try TemporaryDirectory()
        let pipe = directory.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [directory.url.path, pipe, "/dev/null"] {
            let outcome = try await publicKey(["--secret-key-file", path])
            expectComplaint(outcome, status: 1, about: "regular file")
        }
        let missing = try await publicKey(["--secret-key-file", directory.path("missing")])
        expectComplaint(missing, status: 1, about: "No such file")
    }

    /// The user types the key instead of its path.
    @Test func noErrorRepeatsAKeyThatWasTypedInsteadOfAPath() async throws {
        let key = "0x05db65ed466a3b154dcf83e2e4b06b66c0c305d7d2088f9f60031567cf080dc1"
        for arguments in [
            ["key", "public", "--secret-key-file", key], ["key", "public", key],
            ["key", "public", "--secret-key", key], ["sign", "--secret-key-file", key] + exampleRequest,
            ["key", "derive", "--ethereum-signature", key],
            ["key", "derive", "--ethereum-signature", key + key],
        ] {
            let outcome = try await Loopsig.run(arguments)
            #expect(outcome.status != 0)
            #expect(!(outcome.output + outcome.errors).contains("05db65ed"), "\(arguments)")
        }
    }

    @Test func anErrorSaysWhereTheMissingKeyMayComeFrom() async throws {
        let outcome = try await publicKey([])
        expectComplaint(
            outcome, status: 64, about: "--secret-key-file PATH (or - for standard input), or set")
        let empty = try await publicKey([], environment: ["LOOPRING_EDDSA_KEY": ""])
        expectComplaint(empty, status: 64, about: "LOOPRING_EDDSA_KEY")
    }

    @Test func aFileTakesPrecedenceOverTheEnvironment() async throws {
        let outcome = try await publicKey(
            ["--secret-key-file", "-"], environment: ["LOOPRING_EDDSA_KEY": "0x5"], input: "1234")
        #expect(outcome.output.contains(examplePublicKey.x))
    }

    /// No command prints the digits of the key, not even in an error.
    @Test func noOutputContainsTheSecretKey() async throws {
        let digits = "05db65ed466a3b154dcf83e2e4b06b66c0c305d7d2088f9f60031567cf080dc1"
        let environment = ["LOOPRING_EDDSA_KEY": "0x" + digits]
        for arguments in [
            ["key", "public"], ["key", "public", "--json"], ["sign", "--trace"] + exampleRequest,
            ["sign", "--trace", "--json", "--form", "unreduced"] + exampleRequest,
            ["sign", "--method", "GET", "--url", "nonsense"],
        ] {
            let outcome = try await Loopsig.run(arguments, environment: environment)
            #expect(
                !(outcome.output + outcome.errors).lowercased().contains(digits.dropFirst()), "\(arguments)")
        }
    }
}

extension TemporaryDirectory {
    /// A value that `make` creates in the directory. Keep the directory with it: the end of the directory's
    /// life removes its files.
    func keeping<Value>(_ make: (TemporaryDirectory) throws -> Value) rethrows -> (
        value: Value, directory: TemporaryDirectory
    ) {
        (try make(self), self)
    }
}
