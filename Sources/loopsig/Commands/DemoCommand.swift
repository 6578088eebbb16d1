// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import LoopringOrders
import OrderCancellation
import Reports
import RequestSigning
import SandboxRelayer
import SignatureDiagnosis
import StrictJSON

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Cancels orders on a sandbox in this process and shows every stage.",
        discussion: """
            The demonstration takes a few seconds, and nothing leaves this machine. Each step checks its result. \
            Exit status 0: every step succeeded.
            """
    )

    @OptionGroup var page: PageOptions

    func run() async throws {
        let demonstration = try await Demonstration().run()
        try page.write(demonstration)
    }
}

/// The steps of `loopsig demo`. Every value is computed in this run, and every response arrives over HTTP. An
/// actor runs them, because responses arrive on the threads of the transport.
actor Demonstration {
    typealias Values = [(name: String, value: String)]

    private let account = SandboxAccount()
    private let transport = AsyncHTTPClientTransport()
    let terminal = Terminal.standardOutput
    /// The steps shown so far, as chapters of the page.
    var chapters: [(title: String, blocks: [Model])] = []

    func run() async throws -> Page {
        let title = "An order cancelled: signed, sent, verified, answered"
        try StandardOutput.line(terminal.bold(title))
        let sandbox = try await openSandbox()
        let client = LoopringClient(
            network: .custom(baseURL: sandbox.baseURL), credentials: try account.credentials,
            transport: ClosureTransport { try await self.send($0) })
        try await submitTheDocumentedOrder(to: sandbox)
        let call = try await cancelByHash(client)
        try await repeatTheCall(client, call)
        try await cancelByClientOrderID(client, sandbox)
        try await tamper(client, call)
        await sandbox.stop()
        try StandardOutput.line(
            """

            \(terminal.bold("Next steps"))
              loopsig sandbox           run this exchange for your own client
              loopsig sign --trace      sign your own request and see every stage
              loopsig verify            check a signature, and find the signer's mistake
              SPEC.md                   implement the scheme in another language
            """)
        return Page(title: title, chapters: chapters)
    }

    // MARK: The steps

    private func openSandbox() async throws -> Sandbox {
        let sandbox = try await Sandbox.start(accounts: [account.account], callsPerSecond: nil)
        try begin(
            1, "A sandbox exchange",
            """
            A sandbox relayer listens on \(sandbox.baseURL). It has the API key and the public key of account \
            \(DocumentedOrder.accountID); the public key is a point on Baby Jubjub. The secret key was made for this run, and \
            the relayer does not have it.
            """)
        let point = account.privateKey.publicKey.point
        try show(values: [("public key x", point.x.hex), ("public key y", point.y.hex)])
        return sandbox
    }

    private func submitTheDocumentedOrder(to sandbox: Sandbox) async throws {
        try begin(
            2, "Submit the order of Loopring's documentation",
            """
            The exchange identifies an order by its hash: Poseidon of eleven members of the order. Loopring's \
            documentation prints the same hash on its Submit Order page and on its Cancel Order page.
            """)
        let submission = try account.submission(to: sandbox.baseURL, clientOrderID: "Test")
        try show(request: "\(submission.method) \(submission.url)")
        let response = try await send(submission)
        try check(
            String(decoding: response.body, as: UTF8.self).contains(DocumentedOrder.hash),
            "the order has the documented hash")
    }

    private func cancelByHash(_ client: LoopringClient) async throws -> CancelOrderCall {
        try begin(
            3, "Cancel it by its hash",
            """
            The client writes the request as one text. The message m is the SHA-256 of this text mod p. The \
            signature of m is R and S: R = r·B for a secret nonce r, and S = r + k·h mod ℓ, with h the Poseidon \
            hash of R, A and m. Anyone who has the public key A can check S·B = R + h·A.
            """)
        let request = CancelOrderRequest(
            accountID: DocumentedOrder.accountID, target: .orderHash(try OrderHash(DocumentedOrder.hash)))
        let call = try client.prepare(request)
        let signature = try Signature(hex: call.signature)
        let trace = Trace(call.canonical, publicKey: account.privateKey.publicKey, signature: signature)
        let stages = TraceView(trace).text(on: terminal).replacing("\n", with: "\n  ")
        try show(["stages": TraceView(trace)], "\n  " + stages)
        try show(request: "\(call.method) \(call.url)", headers: call.maskedHeaders)
        let response = try await client.send(call).response
        try check(
            response?.status == .cancelled && response?.hash == DocumentedOrder.hash, "the order is cancelled"
        )
        return call
    }

    private func repeatTheCall(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try begin(
            4, "Send the same call again",
            """
            The signed text has no nonce and no time, so the signature is valid again. The order is already \
            cancelled, and the sandbox answers with error 100001, as the real exchange did.
            """)
        try show(request: "\(call.method) \(call.url)")
        let rejection = try await rejection(of: call, by: client)
        try check(rejection?.saysAlreadyCancelledOrGone == true, "the repetition changes nothing")
    }

    private func cancelByClientOrderID(_ client: LoopringClient, _ sandbox: Sandbox) async throws {
        try begin(
            5, "Cancel another order by a clientOrderId with a space",
            """
            Implementations encode the space differently. Here the query that is sent has %20. The signed text has \
            %2520, because there the query is encoded once more as a whole. The space is never +.
            """)
        let name = SandboxAccount.secondClientOrderID
        let submission = try account.submission(to: sandbox.baseURL, storageID: 1, clientOrderID: name)
        let submitted = try await transport.send(submission)
        try check(submitted.status == 200, "the second order is on the books")
        let call = try client.prepare(
            CancelOrderRequest(
                accountID: DocumentedOrder.accountID, target: .clientOrderID(ClientOrderID(name))))
        try show(values: [
            ("parameter string", call.canonical.parameterString),
            ("signature base", call.canonical.signatureBase),
        ])
        try show(request: "\(call.method) \(call.url)")
        let response = try await client.send(call).response
        try check(
            response?.status == .cancelled && response?.clientOrderID == name, "the second order is cancelled"
        )
    }

    private func tamper(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try begin(
            6, "Change one digit of the signature",
            "The last digit of S is changed. The exchange must refuse this signature with error 104005.")
        let tampered = String(call.signature.dropLast()) + (call.signature.hasSuffix("0") ? "1" : "0")
        var tamperedCall = call
        tamperedCall.signature = tampered
        try show(request: "\(call.method) \(call.url)", headers: tamperedCall.maskedHeaders)
        let rejection = try await rejection(of: tamperedCall, by: client)
        try check(rejection?.code == .wrongSignature, "the tampered signature is refused")
        let verdict = SignatureVerdict(
            on: tampered, of: call.canonical.request, by: .decoded(account.privateKey.publicKey))
        try check(verdict.failure?.step == .equation, "verification fails at the equation")
        guard let verification = verdict.trace.verification else { return }
        let sides: Values = [
            ("S·B", verification.leftSide.x.hex), ("R + h·A", verification.rightSide.x.hex),
        ]
        let sentence = "  (x coordinates; loopsig verify --trace shows every stage)"
        try show(
            ["inequality": ["list": sides] as Model],
            "\n" + text(of: sides) + "\n  " + terminal.bad("S·B ≠ R + h·A") + sentence)
    }

    // MARK: Terminal and page

    /// Begins a step, with its title and a paragraph.
    func begin(_ number: Int, _ title: String, _ text: String) throws {
        let rule = String(repeating: "─", count: max(2, TextLayout.width - title.count - 7))
        try StandardOutput.line("\n" + terminal.bold("── \(number). \(title) " + rule))
        chapters.append(("\(number). \(title)", []))
        try show(["paragraph": text], TextLayout.wrapped(text))
    }

    func show(values: Values) throws {
        try show(["values": ["list": values] as Model], "\n" + text(of: values))
    }

    func show(request line: String, headers: HeaderFields? = nil) throws {
        let list = headers.map { $0.fields.map { (name: $0.name, value: $0.value) } }
        let fields = (list ?? []).map { "\n" + terminal.faint("    \($0): \($1)") }
        try show(
            ["request": ["line": line, "headers": list.map { ["list": $0] as Model }] as Model],
            "\n  \(terminal.faint("→")) \(line)\(fields.joined())")
    }

    func show(_ answer: TransportResponse) throws {
        let status = answer.status
        let isGood = status == 200
        let body = VisibleText.visible(String(decoding: answer.body, as: UTF8.self))
        let head = isGood ? terminal.good("HTTP \(status)") : terminal.bad("HTTP \(status)")
        try show(
            ["answer": ["status": status, "kind": isGood ? Tone.good : .bad, "body": body] as Model],
            "\n  \(terminal.faint("←")) \(head)\n    \(terminal.accent(body))")
    }

    /// Prints the text, and adds the block to the page.
    func show(_ block: Model, _ text: String) throws {
        try StandardOutput.line(text)
        chapters[chapters.count - 1].blocks.append(block)
    }

    func text(of values: Values) -> String {
        let width = values.map(\.name.count).max() ?? 0
        return values.map { "  \(TextLayout.padded($0, to: width))  \(terminal.accent($1))" }
            .joined(separator: "\n")
    }

    // MARK: Support

    /// Sends a request, and shows the response as it arrives.
    private func send(_ request: TransportRequest) async throws -> TransportResponse {
        let response = try await transport.send(request)
        try show(response)
        return response
    }

    /// Sends the call. Returns the exchange's error; `nil` if it accepts the call.
    private func rejection(of call: CancelOrderCall, by client: LoopringClient) async throws -> ExchangeError?
    {
        do {
            _ = try await client.send(call)
            return nil
        } catch {
            guard case .rejected(let rejection) = error.cause else { throw error }
            return rejection
        }
    }

    private func check(_ isAsItShouldBe: Bool, _ claim: String) throws {
        guard isAsItShouldBe else {
            throw CommandFailure.refused("the demo failed at this check: \(claim)")
        }
        try show(["confirmed": claim], "  " + terminal.good("✓ ") + claim)
    }
}
