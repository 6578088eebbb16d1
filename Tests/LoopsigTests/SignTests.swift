// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite struct SignTests {
    @Test(arguments: [
        ["accountId=10005", "clientOrderId=Sample"], ["clientOrderId=Sample", "accountId=10005"],
    ])
    func theOrderOfParametersDoesNotMatter(parameters: [String]) async throws {
        let arguments =
            ["sign", "--method", "DELETE", "--url", "https://api3.loopring.io/api/v3/order", "--param"]
            + parameters
        let outcome = try await Loopsig.run(arguments, environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        #expect(outcome.output == reducedSignature + "\n")
        #expect(outcome.errors.isEmpty)
        #expect(outcome.status == 0)
    }

    @Test func theUnreducedFormComesWithAWarning() async throws {
        let outcome = try await Loopsig.run(
            ["sign", "--form", "unreduced"] + exampleRequest, environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        #expect(outcome.output == unreducedSignature + "\n")
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.hasPrefix("loopsig: warning: the unreduced form leaks"))
        #expect(outcome.status == 0)
    }

    /// The expected stages are from known_answers.json and Vectors/worked_examples.md, section 7.
    @Test func theTraceShowsEveryStage() async throws {
        let outcome = try await Loopsig.run(
            ["sign", "--trace"] + exampleRequest, environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        for value in [
            "accountId=10005&clientOrderId=Sample",
            "DELETE&https%3A%2F%2Fapi3.loopring.io%2Fapi%2Fv3%2Forder&accountId%3D10005%26clientOrderId%3DSample",
            "0xf3bc85aea906679e5e498e34582236b01bc3686c0ad6002b4677e7e490d31570",
            "0x01c6fd70430e46cdc4b831a3d09b7cde52bfdf01aa36cd54f30e1c00e0d3156b",
            examplePublicKey.x, examplePublicKey.y,
            "0x212db8383b951db907143e86a9a3d49b4a56b474a05a5283e8aaab6d2037cc83",
            "0x2be051c5b4de0ccbe09e29a5057e028319469d6056f184d08ed7b9b30e9791d6",
            "0x29b2c689fe7759a5d4a6adbd11fd02cccdaa7906ccce90920c890a9f1d2bfcb7",
            "0x0128ed01487966bb0683d4f2ba8c3cd5ffdb450543821a550886c39703025ca6",
            "S·B = R + h·A",
        ] {
            #expect(outcome.output.contains(value))
        }
        #expect(outcome.output.hasSuffix("\n" + reducedSignature + "\n"))
        #expect(!outcome.output.contains("\u{1B}"), "no color in a pipe")
    }

    @Test func theJSONHasTheSignatureAndOnRequestTheTrace() async throws {
        let environment = ["LOOPRING_EDDSA_KEY": exampleKey]
        let plain = try await Loopsig.run(["sign", "--json"] + exampleRequest, environment: environment)
            .json()
        #expect(Set(plain.keys) == ["signature", "form", "message", "publicKey"])
        #expect(plain["signature"] as? String == reducedSignature)
        #expect(plain["form"] as? String == "reduced")

        let traced = try await Loopsig.run(
            ["sign", "--json", "--trace"] + exampleRequest, environment: environment
        ).json()
        let trace = try #require(traced["trace"] as? [String: Any])
        #expect(
            Set(trace.keys) == [
                "method", "url", "parameterString", "signatureBase", "sha256", "message", "publicKey", "R",
                "S",
                "challenge", "leftSide", "rightSide",
            ])
        #expect(trace["leftSide"] as? [String: String] == trace["rightSide"] as? [String: String])
    }

    /// Neither the secret key nor the nonce is in anything that the command prints or writes. The vectors of
    /// requests state both.
    @Test func noOutputContainsTheKeyOrTheNonce() async throws {
        let vectors = Repository.root.appending(path: "Vectors/request_canonicalization.json")
        let file = try JSONSerialization.jsonObject(with: Data(contentsOf: vectors)) as? [String: Any]
        let groups = try #require(file?["testGroups"] as? [[String: Any]])
        let test = try #require(
            groups.flatMap { $0["tests"] as? [[String: Any]] ?? [] }.first {
                $0["op"] as? String == "request.sign" && $0["method"] as? String == "DELETE"
                    && $0["secretKey"] as? String != exampleKey
            })
        func text(_ name: String) throws -> String { try #require(test[name] as? String) }
        let directory = try TemporaryDirectory()
        let page = directory.path("page.html")
        let request =
            try ["sign", "--method", "DELETE", "--url", text("baseURL") + text("path"), "--trace"]
            + (#require(test["params"] as? [[String]])).flatMap { ["--param", "\($0[0])=\($0[1])"] }
        var shown = ""
        for options in [[], ["--json"], ["--report", page]] {
            let outcome = try await Loopsig.run(
                request + options, environment: ["LOOPRING_EDDSA_KEY": text("secretKey")])
            #expect(outcome.status == 0, "\(outcome.errors)")
            shown += outcome.output + outcome.errors
        }
        shown += try String(contentsOfFile: page, encoding: .utf8)
        // The public values are in the output.
        #expect(try shown.contains(text("challenge")) && shown.contains(text("S").dropFirst(2)))
        for secret in ["secretKey", "nonce"] {
            #expect(try !shown.lowercased().contains(text(secret).dropFirst(2)), "\(secret)")
        }
    }

    @Test func aBodyIsSignedByteForByte() async throws {
        let directory = try TemporaryDirectory()
        let body = try directory.file(#"{"accountId":10005,"memo":"né & ok"}"#, name: "body")
        let arguments = [
            "sign", "--trace", "--method", "POST", "--url", "https://api3.loopring.io/api/v3/apiKey",
            "--body-file", body,
        ]
        let outcome = try await Loopsig.run(arguments, environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        // The digest of SPEC.md, section 9.7, "a body".
        #expect(outcome.output.contains("0x4dcaec505adbb33281a6813b7ff065c1898f6c5e2090c0f670d7eb3abe6e31ff"))
    }

    @Test(arguments: [
        (["--method", "delete", "--url", "https://a.io/"], "method"),
        (["--method", "GET", "--url", "https://a.io/?x=1"], "query"),
        (["--method", "GET", "--url", "https://a.io/#x"], "fragment"),
        (["--method", "GET", "--url", "https://u@a.io/"], "user information"),
        (["--method", "GET", "--url", "a.io/"], "http://"),
        (["--method", "GET", "--url", "https://a.io/", "--param", "x"], "key=value"),
        (["--method", "GET", "--url", "https://a.io/", "--param", "=x"], "empty"),
        (["--method", "GET", "--url", "https://a.io/", "--param", "x=1", "x=2"], "twice"),
        (["--method", "POST", "--url", "https://a.io/", "--param", "x=1"], "body"),
        (["--method", "GET"], "--url"),
        (["--url", "https://a.io/"], "--method"),
        (["--method", "GET", "--url", "https://a.io/", "--form", "leaky"], "--form"),
        (["--method", "GET", "--url", "https://a.io/", "--secret-key", "1"], "--secret-key"),
    ])
    func aRequestThatCannotBeSignedIsAUsageError(arguments: [String], complaint: String) async throws {
        let outcome = try await Loopsig.run(
            ["sign"] + arguments, environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        expectComplaint(outcome, status: 64, about: complaint)
    }

    @Test func anUnreadableOrBinaryBodyIsRefused() async throws {
        let directory = try TemporaryDirectory()
        let arguments = ["sign", "--method", "POST", "--url", "https://a.io/", "--body-file"]
        let environment = ["LOOPRING_EDDSA_KEY": exampleKey]
        let missing = try await Loopsig.run(arguments + [directory.path("none")], environment: environment)
        expectComplaint(missing, status: 1, about: "body")

        let path = directory.path("binary")
        try Data([0xFF, 0xFE]).write(to: URL(filePath: path))
        let binary = try await Loopsig.run(arguments + [path], environment: environment)
        expectComplaint(binary, status: 1, about: "UTF-8")
    }
}
