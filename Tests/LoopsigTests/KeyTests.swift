// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite struct KeyTests {
    @Test func aGeneratedKeyGoesToANewFileThatOnlyTheUserCanRead() async throws {
        let directory = try TemporaryDirectory()
        let path = directory.path("key")
        let outcome = try await Loopsig.run(["key", "generate", "--out", path])
        #expect(outcome.status == 0)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        #expect(text.wholeMatch(of: /0x[0-9a-f]{64}\n/) != nil)
        #expect(!outcome.output.contains(text.dropFirst(2).dropLast()))

        let shown = try await Loopsig.run(["key", "public", "--secret-key-file", path])
        #expect(shown.output == outcome.output)
    }

    @Test func anExistingFileIsNeverOverwritten() async throws {
        let directory = try TemporaryDirectory()
        let path = try directory.file("precious")
        let outcome = try await Loopsig.run(["key", "generate", "--out", path])
        expectComplaint(outcome, status: 1, about: "exists already")
        #expect(try String(contentsOf: URL(filePath: path), encoding: .utf8) == "precious")

        let link = directory.path("dangling")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: directory.path("target"))
        let dangling = try await Loopsig.run(["key", "generate", "--out", link])
        expectComplaint(dangling, status: 1, about: "exists already")
        #expect(!FileManager.default.fileExists(atPath: directory.path("target")))

        let nowhere = try await Loopsig.run(["key", "generate", "--out", directory.path("no/such/folder")])
        expectComplaint(nowhere, status: 1, about: "cannot be written: No such file")
    }

    @Test func theSecretIsPrintedOnlyOnRequest() async throws {
        let refused = try await Loopsig.run(["key", "generate"])
        expectComplaint(refused, status: 64, about: "--out PATH, or --print")

        let first = try await Loopsig.run(["key", "generate", "--print", "--json"]).json()
        let second = try await Loopsig.run(["key", "generate", "--print", "--json"]).json()
        #expect(Set(first.keys) == ["publicKey", "secretKey"])
        #expect(first["secretKey"] as? String != second["secretKey"] as? String)
        let secret = try #require(first["secretKey"] as? String)
        let shown = try await Loopsig.run(
            ["key", "public", "--json"], environment: ["LOOPRING_EDDSA_KEY": secret]
        ).json()
        #expect(shown["publicKey"] as? [String: String] == first["publicKey"] as? [String: String])
    }

    @Test func derivedKeysEqualThePublishedOnes() async throws {
        for answer in try KnownAnswers.load().keyDerivation {
            let outcome = try await Loopsig.run(
                ["key", "derive", "--ethereum-signature", "-", "--print", "--json"],
                input: answer.ethereumSignature + "\n")
            let json = try outcome.json()
            #expect(json["secretKey"] as? String == answer.secretKey)
            let publicKey = try #require(json["publicKey"] as? [String: String])
            #expect(publicKey["x"] == answer.publicKey.x)
            #expect(publicKey["y"] == answer.publicKey.y)

            let quiet = try await Loopsig.run(
                ["key", "derive", "--ethereum-signature", "-"], input: answer.ethereumSignature)
            #expect(quiet.output.contains(answer.publicKey.x))
            #expect(!quiet.output.contains(answer.secretKey.dropFirst(2)))
        }
    }

    /// The key of an account is derived from a signature with a certain last byte. Some wallets write
    /// another.
    @Test func theOtherLastBytesAreTriedForTheAccountsKey() async throws {
        let answer = try #require(
            try KnownAnswers.load().keyDerivation.first { $0.ethereumSignature.utf8.count == 132 })
        let publicKey = ["--public-key-x", answer.publicKey.x, "--public-key-y", answer.publicKey.y]
        let last = String(answer.ethereumSignature.suffix(2))
        for other in ["1b", "1c", "00", "01"] {
            let outcome = try await Loopsig.run(
                ["key", "derive", "--ethereum-signature", "-", "--print", "--json"] + publicKey,
                input: answer.ethereumSignature.dropLast(2) + other)
            #expect(outcome.status == 0, "\(other)")
            #expect(try outcome.json()["secretKey"] as? String == answer.secretKey, "\(other)")
            let note = "the last byte 0x\(last) instead of 0x\(other)"
            #expect(outcome.errors.contains(note) == (other != last), "\(outcome.errors)")
        }
    }

    @Test func aKeyThatIsNotTheAccountsIsNotWritten() async throws {
        let answer = try #require(
            try KnownAnswers.load().keyDerivation.first { $0.ethereumSignature.utf8.count == 132 })
        let directory = try TemporaryDirectory()
        let arguments = ["key", "derive", "--ethereum-signature", "-", "--out", directory.path("key")]
        let other = try await Loopsig.run(
            arguments + ["--public-key", examplePublicKey.y], input: answer.ethereumSignature)
        expectComplaint(other, status: 1, about: "does not give the account's key")
        let short = try await Loopsig.run(
            arguments + ["--public-key", examplePublicKey.y], input: "0x1234")
        expectComplaint(short, status: 1, about: "does not give the account's key")
        let unreadable = try await Loopsig.run(
            arguments + ["--public-key", "0x12"], input: answer.ethereumSignature)
        expectComplaint(unreadable, status: 1, about: "0x and 64")
        let half = try await Loopsig.run(
            arguments + ["--public-key-x", examplePublicKey.x], input: answer.ethereumSignature)
        expectComplaint(half, status: 64, about: "two coordinates")
        #expect(!FileManager.default.fileExists(atPath: directory.path("key")))
    }

    @Test(arguments: ["", "0x", "1234", "0x123", "0x12zz", "0X1234"])
    func aMalformedEthereumSignatureIsRefused(text: String) async throws {
        let outcome = try await Loopsig.run(["key", "derive", "--ethereum-signature", "-"], input: text)
        expectComplaint(outcome, status: 1, about: "Ethereum signature")
    }

    @Test func packedPublicKeysEqualThePublishedOnes() async throws {
        // The key 1 has the base point as its public key (known_answers.json, loopring_sdk).
        let outcome = try await Loopsig.run(
            ["key", "public", "--json"], environment: ["LOOPRING_EDDSA_KEY": "1"])
        let publicKey = try #require(try outcome.json()["publicKey"] as? [String: String])
        let answer = try #require(try KnownAnswers.load().eddsaSign.first { $0.secretKey.hasSuffix("0001") })
        #expect(publicKey["x"] == answer.publicKey.x)
        #expect(publicKey["y"] == answer.publicKey.y)
        // x > (p − 1)/2, so bit 255 is set.
        #expect(publicKey["packed"] == "0xa" + answer.publicKey.y.dropFirst(3))
    }
}
