// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite struct VerifyTests {
    private let key = ["--public-key-x", examplePublicKey.x, "--public-key-y", examplePublicKey.y]

    private func verify(_ signature: String, _ arguments: [String] = []) async throws -> Loopsig.Outcome {
        try await Loopsig.run(["verify", "--signature", signature] + exampleRequest + key + arguments)
    }

    @Test func bothFormsAreValidAndTheUnreducedOneIsAFinding() async throws {
        let reduced = try await verify(reducedSignature)
        #expect(reduced.status == 0)
        #expect(reduced.output == "VALID under the relayer profile\n")

        let unreduced = try await verify(unreducedSignature)
        #expect(unreduced.status == 0)
        #expect(unreduced.output.hasPrefix("VALID under the relayer profile\n"))
        #expect(unreduced.output.contains("finding unreducedS"))
        #expect(unreduced.output.contains("bits of the secret key"))
    }

    /// A genuine request of Loopring's documentation, which also prints the public key of the account
    /// (Vectors/known_answers.json names the pages). A request with the path of version 2, with http, or with
    /// the host of the main network is another request.
    @Test func theDocumentedRequestIsValidAndItsVariantsAreNot() async throws {
        let key = [
            "--public-key-x", "0x1cb92be8897bbb7537cc4f58faf31a332bac40158c76723a9c5718bf658d8dbe",
            "--public-key-y", "0x0d330fbce146fbc2cc4d048e578fe2f722532809aef8c433cc4474425c6e3db7",
        ]
        let signature = """
            0x26dbeddb246a338f8a6a9f2494025c64ecf382c0405ada1d8fc213e673772c85\
            074048db0d29620493aff785175346191e38da7b378f423212c8797c6c71e453\
            1c0839111d79c53a593f8016eeb44decfe769410db6dd8917821d38e86889422
            """
        func verify(_ url: String, _ options: [String] = []) async throws -> Loopsig.Outcome {
            try await Loopsig.run(
                [
                    "verify", "--method", "GET", "--url", url, "--param", "accountId=16349", "--signature",
                    signature,
                ]
                    + key + options)
        }
        let documented = try await verify("https://uat2.loopring.io/api/v3/apiKey", ["--json"])
        #expect(documented.status == 0)
        let findings = try documented.json()["findings"] as? [[String: String]]
        #expect(findings?.map { $0["name"] } == ["unreducedS"])
        // A replay of this request returns the API key. JSON and text warn of it, if the signature is valid.
        let advice = try documented.json()["advice"] as? [[String: String]]
        #expect(advice?.count == 1 && advice?[0]["text"]?.contains("the account's API key") == true)
        let text = try await verify("https://uat2.loopring.io/api/v3/apiKey")
        #expect(text.output.contains("Treat this request as a secret."))
        for other in [
            "https://uat2.loopring.io/api/v2/apiKey", "http://uat2.loopring.io/api/v3/apiKey",
            "https://api3.loopring.io/api/v3/apiKey",
        ] {
            let outcome = try await verify(other, ["--no-diagnosis"])
            #expect(outcome.status == 1 && !outcome.output.contains("Treat this request"), "\(other)")
        }
    }

    @Test func theStrictProfileRefusesTheUnreducedForm() async throws {
        #expect(try await verify(reducedSignature, ["--profile", "strict"]).status == 0)
        let outcome = try await verify(unreducedSignature, ["--profile", "strict", "--json"])
        #expect(outcome.status == 1)
        let json = try outcome.json()
        #expect(json["valid"] as? Bool == false)
        #expect((json["failure"] as? [String: String])?["step"] == "profile")
        #expect((json["findings"] as? [[String: String]])?.map { $0["name"] } == ["unreducedS"])
    }

    @Test func aChangedDigitMakesTheSignatureInvalidForANamedReason() async throws {
        var generator = SeededGenerator(seed: 20_260_101)
        for position in [2, 100, 193] {
            let outcome = try await verify(changing(position, using: &generator), ["--no-diagnosis"])
            #expect(outcome.status == 1, "digit \(position)")
            #expect(outcome.output.contains("  why   "))
        }
    }

    /// The reduced signature with another digit at this position.
    private func changing(_ position: Int, using generator: inout SeededGenerator) throws -> String {
        var digits = Array(reducedSignature)
        let others = "0123456789abcdef".filter { $0 != digits[position] }
        digits[position] = try #require(others.randomElement(using: &generator))
        return String(digits)
    }

    @Test func theMistakeOfTheSignerIsNamed() async throws {
        let environment = ["LOOPRING_EDDSA_KEY": exampleKey]
        let other = exampleRequest.map { $0.replacing("api3", with: "uat2") }
        let signature = try await Loopsig.run(["sign"] + other, environment: environment).output.dropLast()
        let text = try await verify(String(signature))
        #expect(text.status == 1)
        #expect(
            text.output.contains(
                "The URL was signed with the host uat2.loopring.io, which is the test network. [REQUEST-3]"))
        let json = try await verify(String(signature), ["--json"]).json()
        let diagnosis = try #require(json["diagnosis"] as? [String: Any])
        #expect((diagnosis["mistakes"] as? [[String: String]])?.map { $0["name"] } == ["urlHost"])

        let unexplained = try await verify(reducedSignature.dropLast() + "7")
        #expect(unexplained.status == 1)
        #expect(unexplained.output.contains("No known mistake explains it"))
    }

    @Test func theExampleOfTheDocumentationIsNotASignature() async throws {
        let example = try KnownAnswers.load().documentedSignatures[0].signature
        let outcome = try await verify(example)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("R.x is not a field element"))
    }

    @Test(arguments: [
        ("0x1234", "192 hexadecimal digits"), (String(reducedSignature.dropLast()), "192 hexadecimal digits"),
        (reducedSignature.replacing("d", with: "g"), "192 hexadecimal digits"),
        ("0x" + String(repeating: "f", count: 192), "R.x is not a field element"),
    ])
    func aMalformedSignatureIsInvalid(signature: String, reason: String) async throws {
        let outcome = try await verify(signature)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("INVALID"))
        #expect(outcome.output.contains("reading the signature"))
        #expect(outcome.output.contains(reason))
    }

    @Test(arguments: [
        (["--public-key-x", "0x12", "--public-key-y", examplePublicKey.y], "integer-malformed"),
        (["--public-key-x", examplePublicKey.y, "--public-key-y", examplePublicKey.x], "point-not-on-curve"),
        (
            [
                "--public-key-x", "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
                "--public-key-y", examplePublicKey.y,
            ], "field-element-out-of-range"
        ),
        (["--public-key", "0x" + String(repeating: "0", count: 63) + "2"], "packed-point-invalid"),
        (["--public-key", "12"], "integer-malformed"),
    ])
    func aBadPublicKeyIsInvalid(key: [String], code: String) async throws {
        let outcome = try await Loopsig.run(
            ["verify", "--json", "--signature", reducedSignature] + exampleRequest + key)
        #expect(outcome.status == 1)
        let failure = try #require(try outcome.json()["failure"] as? [String: String])
        #expect(failure["step"] == "publicKey")
        #expect(failure["error"] == code)
    }

    @Test func thePublicKeyMayBePackedOrDerivedFromTheSecretKey() async throws {
        // x of the example key is at most (p − 1)/2, so the packed form equals y.
        let packed = try await Loopsig.run(
            ["verify", "--signature", reducedSignature, "--public-key", examplePublicKey.y] + exampleRequest)
        #expect(packed.status == 0)
        let derived = try await Loopsig.run(
            ["verify", "--signature", reducedSignature, "--secret-key-file", "-"] + exampleRequest,
            input: exampleKey)
        #expect(derived.status == 0)
    }

    /// With the secret key, the verdict also says which half of the signature is wrong.
    @Test func theSignatureIsComparedWithTheOneOfTheSecretKey() async throws {
        // S + 1 with the right R; the signature of another message; the nonce of another key.
        let wrongS = reducedSignature.dropLast() + "7"
        let other = "clientOrderId=Sample2"
        for (signature, request, name) in [
            (reducedSignature, exampleRequest, "identical"),
            (unreducedSignature, exampleRequest, "unreducedForm"),
            (String(wrongS), exampleRequest, "sameNonce"),
            (reducedSignature, exampleRequest.dropLast() + [other], "otherNonce"),
        ] {
            let json = try await Loopsig.run(
                ["verify", "--signature", signature, "--secret-key-file", "-", "--json", "--no-diagnosis"]
                    + request, input: exampleKey
            ).json()
            #expect((json["comparison"] as? [String: String])?["name"] == name)
        }
        let withoutKey = try await verify(reducedSignature, ["--json"]).json()
        #expect(withoutKey["comparison"] == nil)
    }

    @Test(arguments: [
        [], ["--public-key-x", examplePublicKey.x],
        ["--public-key", examplePublicKey.y, "--public-key-x", examplePublicKey.x],
        ["--public-key", examplePublicKey.y, "--secret-key-file", "-"],
    ])
    func thePublicKeyIsGivenOnce(key: [String]) async throws {
        let outcome = try await Loopsig.run(
            ["verify", "--signature", reducedSignature] + exampleRequest + key)
        expectComplaint(outcome, status: 64, about: "public key")
    }
}
