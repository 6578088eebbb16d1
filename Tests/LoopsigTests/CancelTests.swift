// SPDX-License-Identifier: Apache-2.0
import Foundation
import OrderCancellation
import TestSupport
import Testing

@testable import loopsig

@Suite struct CancelTests {
    private static let apiKey = "an-api-key-that-must-not-be-seen"
    private let secrets = ["LOOPRING_EDDSA_KEY": exampleKey, "LOOPRING_API_KEY": apiKey]

    private func cancel(
        _ network: String, _ arguments: [String] = ["--client-order-id", "Sample"]
    ) async throws -> Loopsig.Outcome {
        let outcome = try await Loopsig.run(
            ["cancel", "--network", network, "--account-id", "10005"] + arguments, environment: secrets)
        #expect(!(outcome.output + outcome.errors).contains(Self.apiKey))
        return outcome
    }

    @Test func theDryRunShowsTheRequestAndSendsNothing() async throws {
        let outcome = try await cancel("mainnet", ["--client-order-id", "Sample", "--dry-run"])
        #expect(
            outcome.output == """
                DELETE https://api3.loopring.io/api/v3/order?accountId=10005&clientOrderId=Sample
                Accept: application/json
                X-API-KEY: [redacted]
                X-API-SIG: \(reducedSignature)

                """)
        #expect(outcome.status == 0)

        let json = try await cancel(
            "testnet", ["--client-order-id", "202003180000 00001010", "--dry-run", "--json"]
        ).json()
        #expect(Set(json.keys) == ["method", "url", "headers", "signatureBase"])
        #expect((json["url"] as? String)?.hasSuffix("clientOrderId=202003180000%2000001010") == true)
        #expect((json["url"] as? String)?.hasPrefix("https://uat2.loopring.io/") == true)
        #expect((json["headers"] as? [String: String])?["X-API-KEY"] == "[redacted]")
    }

    @Test func anAnswerIsPrinted() async throws {
        let body = #"{"hash":"0xab","clientOrderId":"Sample","status":"cancelled","isIdempotent":"false"}"#
        let server = try CannedServer(answer: CannedServer.response(200, body: body))
        let outcome = try await cancel(server.baseURL)
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("status         cancelled\n"))
        let json = try await cancel(server.baseURL, ["--client-order-id", "Sample", "--json"]).json()
        #expect(Set(json.keys) == ["hash", "clientOrderId", "status", "isIdempotent"])
        #expect(json["isIdempotent"] as? Bool == false)
    }

    @Test func anOrderThatWasNotCancelledIsAFailure() async throws {
        let body = #"{"hash":"0xab","status":"processed","isIdempotent":false}"#
        let server = try CannedServer(answer: CannedServer.response(200, body: body))
        let outcome = try await cancel(server.baseURL)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("its status is processed"))
    }

    /// The command prints the answer, and fails because the answer does not say that the order is cancelled.
    @Test(arguments: [
        ("0xab", "Sample", "FAILED", "not known: its status, FAILED,"),
        ("0xab", "Sample", "rejected", "rejected"),
        ("0xab", "Other", "cancelled", "its clientOrderId is Other, not Sample"),
        ("0xab", "\u{1B}[2J", "cancelled", "its clientOrderId is \\u{1B}[2J"),
    ])
    func anAnswerThatContradictsTheRequestIsAFailure(
        hash: String, id: String, status: String, complaint: String
    )
        async throws
    {
        let id = id.replacing("\u{1B}", with: "\\u001b")
        let body = #"{"hash":"\#(hash)","clientOrderId":"\#(id)","status":"\#(status)","isIdempotent":false}"#
        let server = try CannedServer(answer: CannedServer.response(200, body: body))
        let outcome = try await cancel(server.baseURL)
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("status         \(status)\n"))
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains(complaint), "\(outcome.errors)")
    }

    @Test func anAnswerAboutAnotherHashIsAFailure() async throws {
        let asked = "0x" + String(repeating: "1", count: 64)
        // The same hash in decimal, by Python's int(), as older pages of the documentation print hashes.
        let decimal = "7719472615821079694904732333912527190217998977709370935963838933860875309329"
        for (answered, status) in [
            (asked, 0), (decimal, 0), ("0xb", 1), (String(decimal.dropLast()), 1),
        ] as [(String, Int32)] {
            let body = #"{"hash":"\#(answered)","status":"cancelled","isIdempotent":false}"#
            let server = try CannedServer(answer: CannedServer.response(200, body: body))
            let outcome = try await cancel(server.baseURL, ["--order-hash", asked])
            #expect(outcome.status == status, "\(answered)")
            // The error repeats the hash from the command line, although it looks like a secret.
            let complaint = "about another order: its hash is \(answered), not \(asked)"
            #expect(outcome.errors.contains(complaint) == (status == 1), "\(outcome.errors)")
        }
    }

    @Test func theCaseOfAHashDoesNotMatter() async throws {
        let asked = "0x" + String(repeating: "a", count: 64)
        let body =
            #"{"hash":"0x\#(asked.dropFirst(2).uppercased())","status":"cancelled","isIdempotent":false}"#
        let server = try CannedServer(answer: CannedServer.response(200, body: body))
        #expect(try await cancel(server.baseURL, ["--order-hash", asked]).status == 0)
    }

    // MARK: Networks that have closed

    /// The warning has the date and comes before anything is sent; the error about the connection repeats it.
    /// The transport is synthetic, so that no host is looked up.
    @Test(arguments: [
        ("mainnet", "2026-06-28"), ("testnet", "2026-06-28"), ("taiko", "2025-07-31"), ("base", "2025-07-31"),
    ])
    func aClosedNetworkGetsAWarningBeforeSendingAndAfterAFailure(network: String, date: String) async throws {
        let failures = [TransportFailure(.hostNotFound), .init(.connectionRefused), .init(.timedOut)]
        for failure in failures {
            let (warnings, failed) = try await runInProcess(network) { throw failure }
            #expect(warnings.count == 1 && warnings[0].contains("has closed"))
            #expect(warnings[0].contains("(\(network): \(date))"), "\(warnings)")
            #expect(
                failed?.hasSuffix(warnings[0]) == true && failed?.contains("\(failure)") == true,
                "\(failed ?? "")")
        }
    }

    @Test func anErrorFromAClosedNetworkDoesNotSayThatItHasClosed() async throws {
        let (warnings, failed) = try await runInProcess("mainnet") {
            TransportResponse(
                status: 400, headers: [:], body: Array(#"{"resultInfo":{"code":104005,"message":""}}"#.utf8))
        }
        #expect(warnings.count == 1)
        #expect(failed?.contains("104005") == true && failed?.contains("closed") == false)
    }

    @Test func anotherRelayerGetsNoWarning() async throws {
        let (warnings, failed) = try await runInProcess("https://relayer.example") {
            throw TransportFailure(.hostNotFound)
        }
        #expect(warnings.isEmpty)
        #expect(failed?.contains("closed") == false)
    }

    /// The warnings before the first request is sent, and the error of the command.
    private func runInProcess(
        _ network: String, answer: @escaping @Sendable () throws -> TransportResponse
    ) async throws -> (warnings: [String], failure: String?) {
        let folder = try TemporaryDirectory()
        let command = try CancelCommand.parse([
            "--network", network, "--account-id", "10005", "--client-order-id", "Sample",
            "--secret-key-file", folder.file(exampleKey, name: "secret"),
            "--api-key-file", folder.file(Self.apiKey, name: "api"),
        ])
        let (warnings, before) = (Collected<String>(), Collected<[String]>())
        let transport = ClosureTransport { _ in
            before.append(warnings.elements)
            return try answer()
        }
        var failure: String?
        do {
            try await command.run(sendingBy: transport, clock: ManualClock(), warn: { warnings.append($0) })
        } catch let error as CommandFailure {
            failure = error.description
        }
        return (try #require(before.elements.first), failure)
    }

    @Test func theHelpSaysThatTheExchangeHasClosed() async throws {
        let help = try await Loopsig.run(["cancel", "--help"])
        #expect(help.output.contains("has closed") && help.output.contains("2026-06-28"))
        for name in ["mainnet", "taiko", "base", "testnet"] { #expect(help.output.contains(name)) }
    }

    @Test func aDryRunOnAClosedNetworkGetsNoWarning() async throws {
        for network in ["mainnet", "testnet", "taiko", "base"] {
            let outcome = try await cancel(network, ["--client-order-id", "Sample", "--dry-run"])
            #expect(outcome.status == 0 && outcome.errors.isEmpty)
        }
    }

    /// An error in an unexpected place or of an unexpected kind is not treated as "no error".
    @Test(arguments: [
        (#""resultInfo":{},"code":104005"#, "104005"), (#""resultInfo":"ERROR""#, "resultInfo"),
        (#""resultInfo":[{"code":104005}]"#, "resultInfo"), (#""resultInfo":{"code":null}"#, "resultInfo"),
        (#""hash":"b""#, "twice"),
    ])
    func anErrorInAResponseIsAFailure(error: String, complaint: String) async throws {
        let body = #"{\#(error),"hash":"a","status":"cancelled","isIdempotent":false}"#
        let server = try CannedServer(answer: CannedServer.response(200, body: body))
        expectComplaint(try await cancel(server.baseURL), status: 1, about: complaint)
    }

    /// The answer repeats the API key, and the program must not print it.
    @Test(arguments: [
        (CannedServer.response(200, type: "text/html", body: "<html>\(apiKey)\nbusy</html>"), "not JSON"),
        (CannedServer.response(200, body: apiKey.replacing("-", with: "\\u002d")), "not JSON: [redacted]"),
        (CannedServer.response(200, body: "<p>\(apiKey.uppercased())</p>"), "not JSON: [redacted]"),
        (CannedServer.response(403, type: "text/html", body: "<html>no</html>"), "HTTP 403"),
        (CannedServer.response(400, body: #"{"resultInfo":{"code":104005,"message":"no"}}"#), "104005"),
        (CannedServer.response(200, body: #"{"code":107003,"msg":"none"}"#), "107003"),
        (CannedServer.response(200, body: ""), "empty body"),
        (
            "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n",
            "redirect"
        ),
        ("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"hash\":\"0x", "the connection broke"),
    ])
    func aBadAnswerIsReportedOnOneLine(answer: String, complaint: String) async throws {
        let server = try CannedServer(answer: answer)
        expectComplaint(try await cancel(server.baseURL), status: 1, about: complaint)
    }

    @Test func aServerThatNeverAnswersIsATimeout() async throws {
        let server = try CannedServer(answer: nil)
        let outcome = try await cancel(server.baseURL, ["--client-order-id", "1", "--timeout", "1"])
        expectComplaint(outcome, status: 1, about: "in time")
        #expect(outcome.duration < .seconds(25), "the default is 30")
    }

    @Test func anUnreachableHostIsReportedOnOneLine() async throws {
        let outcome = try await CannedServer.withRefusingBaseURL { try await cancel($0) }
        expectComplaint(outcome, status: 1, about: "does not accept connections")
    }

    @Test(arguments: [
        ("mainnet", [], "--order-hash, --client-order-id or both"),
        ("mainnet", ["--order-hash", "0x12"], "64 hexadecimal digits"),
        ("mainnet", ["--client-order-id", ""], "empty"),
        ("mainnet", ["--client-order-id", String(repeating: "x", count: 121)], "121 bytes"),
        ("mainnet", ["--client-order-id", "1", "--timeout", "0"], "--timeout"),
        ("moonnet", ["--client-order-id", "1"], "give a base URL"),
        ("https://a.io/?x", ["--client-order-id", "1"], "query"),
        ("http://api3.loopring.io", ["--client-order-id", "1"], "unencrypted"),
        (
            "mainnet", ["--client-order-id", "1", "--secret-key-file", "-", "--api-key-file", "-"],
            "standard input"
        ),
    ])
    func aRequestThatCannotBeSentIsAUsageError(network: String, arguments: [String], complaint: String)
        async throws
    {
        expectComplaint(try await cancel(network, arguments), status: 64, about: complaint)
    }

    @Test(arguments: ["x", "-1", "4294967296", "010", ""])
    func anAccountIsADecimalNumber(account: String) async throws {
        let outcome = try await Loopsig.run(
            ["cancel", "--network", "mainnet", "--account-id=\(account)", "--client-order-id", "1"],
            environment: secrets)
        expectComplaint(outcome, status: 64, about: "account")
    }

    @Test func anErrorNamesTheMissingSecret() async throws {
        let arguments = ["cancel", "--network", "mainnet", "--account-id", "1", "--client-order-id", "1"]
        let noAPIKey = try await Loopsig.run(arguments, environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        expectComplaint(noAPIKey, status: 64, about: "LOOPRING_API_KEY")
        let noSecretKey = try await Loopsig.run(arguments, environment: ["LOOPRING_API_KEY": "x"])
        expectComplaint(noSecretKey, status: 64, about: "LOOPRING_EDDSA_KEY")
        let notAKey = try await Loopsig.run(
            arguments, environment: ["LOOPRING_EDDSA_KEY": exampleKey, "LOOPRING_API_KEY": "a b"])
        expectComplaint(notAKey, status: 1, about: "API key")

        let path = try TemporaryDirectory().keeping { try $0.file("key", mode: 0o644) }
        let readable = try await Loopsig.run(
            arguments + ["--api-key-file", path.value], environment: ["LOOPRING_EDDSA_KEY": exampleKey])
        expectComplaint(readable, status: 1, about: "chmod 600")
    }
}
