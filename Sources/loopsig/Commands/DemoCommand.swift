// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import LoopringOrders
import OrderCancellation
import Reports
import RequestSigning
import SandboxRelayer
import SignatureDiagnosis

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

/// The steps of `loopsig demo`. Every value is computed in this run, and every response arrives over HTTP.
struct Demonstration {
    private let account: SandboxAccount
    private let narrator: Narrator
    private let transport = AsyncHTTPClientTransport()

    init() throws {
        account = try SandboxAccount()
        narrator = try Narrator(title: "An order cancelled: signed, sent, verified, answered")
    }

    /// Runs all steps; returns the demonstration as a page.
    func run() async throws -> Page {
        let sandbox = try await openSandbox()
        // Show every response as it arrives.
        let transport = ClosureTransport { [narrator, transport] request in
            let response = try await transport.send(request)
            try await narrator.show(response)
            return response
        }
        let client = LoopringClient(
            network: .custom(baseURL: sandbox.baseURL), credentials: account.credentials, transport: transport
        )
        try await submitTheDocumentedOrder(to: sandbox)
        let call = try await cancelByHash(client)
        try await repeatTheCall(client, call)
        try await cancelByClientOrderID(client, sandbox)
        try await tamper(client, call)
        await sandbox.stop()
        return try await narrator.end()
    }

    // MARK: The steps

    private func openSandbox() async throws -> Sandbox {
        let sandbox = try await Sandbox.start(accounts: [account.account], callsPerSecond: nil)
        try await narrator.step(
            1, "A sandbox exchange",
            """
            A sandbox relayer listens on \(sandbox.baseURL). It has the API key and the public key of account \
            \(SandboxAccount.id); the public key is a point on Baby Jubjub. The secret key was made for this run, and \
            the relayer does not have it.
            """)
        let point = account.privateKey.publicKey.point
        let values = [(name: "public key x", value: point.x.hex), ("public key y", point.y.hex)]
        try await narrator.show(values: values)
        return sandbox
    }

    private func submitTheDocumentedOrder(to sandbox: Sandbox) async throws {
        try await narrator.step(
            2, "Submit the order of Loopring's documentation",
            """
            The exchange identifies an order by its hash: Poseidon of eleven members of the order. Loopring's \
            documentation prints the same hash on its Submit Order page and on its Cancel Order page.
            """)
        let submission = try account.submission(to: sandbox.baseURL, clientOrderID: "Test")
        try await narrator.show(request: "\(submission.method) \(submission.url)")
        let response = try await transport.send(submission)
        try await narrator.show(response)
        try await check(
            String(decoding: response.body, as: UTF8.self).contains(DocumentedOrder.hash),
            "the order has the documented hash")
    }

    private func cancelByHash(_ client: LoopringClient) async throws -> CancelOrderCall {
        try await narrator.step(
            3, "Cancel it by its hash",
            """
            The client writes the request as one text. The message m is the SHA-256 of this text mod p. The \
            signature of m is R and S: R = r·B for a secret nonce r, and S = r + k·h mod ℓ, with h the Poseidon \
            hash of R, A and m. Anyone who has the public key A can check S·B = R + h·A.
            """)
        let request = CancelOrderRequest(
            accountID: SandboxAccount.id, target: .orderHash(try OrderHash(DocumentedOrder.hash)))
        let call = try client.prepare(request)
        let signature = try Signature(hex: call.signature)
        let trace = Trace(call.canonical, publicKey: account.privateKey.publicKey, signature: signature)
        try await narrator.show(TraceView(trace))
        try await show(call)
        let response = try await client.send(call).response
        try await check(
            response?.status == .cancelled && response?.hash == DocumentedOrder.hash, "the order is cancelled"
        )
        return call
    }

    private func repeatTheCall(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try await narrator.step(
            4, "Send the same call again",
            """
            The signed text has no nonce and no time, so the signature is valid again. The order is already \
            cancelled, and the sandbox answers with error 100001, as the real exchange did.
            """)
        try await narrator.show(request: "\(call.method) \(call.url)")
        let rejection = try await rejection(of: call, by: client)
        try await check(rejection?.saysAlreadyCancelledOrGone == true, "the repetition changes nothing")
    }

    private func cancelByClientOrderID(_ client: LoopringClient, _ sandbox: Sandbox) async throws {
        try await narrator.step(
            5, "Cancel another order by a clientOrderId with a space",
            """
            Implementations encode the space differently. Here the query that is sent has %20. The signed text has \
            %2520, because there the query is encoded once more as a whole. The space is never +.
            """)
        let name = SandboxAccount.secondClientOrderID
        let submission = try account.submission(to: sandbox.baseURL, storageID: 1, clientOrderID: name)
        let submitted = try await transport.send(submission)
        try await check(submitted.status == 200, "the second order is on the books")
        let call = try client.prepare(
            CancelOrderRequest(accountID: SandboxAccount.id, target: .clientOrderID(try ClientOrderID(name))))
        let values = [
            (name: "parameter string", value: call.canonical.parameterString),
            ("signature base", call.canonical.signatureBase),
        ]
        try await narrator.show(values: values)
        try await narrator.show(request: "\(call.method) \(call.url)")
        let response = try await client.send(call).response
        try await check(
            response?.status == .cancelled && response?.clientOrderID == name, "the second order is cancelled"
        )
    }

    private func tamper(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try await narrator.step(
            6, "Change one digit of the signature",
            "The last digit of S is changed. The exchange must refuse this signature with error 104005.")
        let tampered = String(call.signature.dropLast()) + (call.signature.hasSuffix("0") ? "1" : "0")
        let tamperedCall = call.replacingSignature(with: tampered)
        try await show(tamperedCall)
        let rejection = try await rejection(of: tamperedCall, by: client)
        try await check(rejection?.code == .wrongSignature, "the tampered signature is refused")
        let verdict = SignatureVerdict(
            on: tampered, of: call.canonical.request, by: .decoded(account.privateKey.publicKey))
        try await check(verdict.failure?.step == .equation, "verification fails at the equation")
        guard let verification = verdict.trace.verification else { return }
        let (left, right) = (verification.leftSide.x.hex, verification.rightSide.x.hex)
        try await narrator.show(inequality: [("S·B", left), ("R + h·A", right)])
    }

    // MARK: Support

    private func show(_ call: CancelOrderCall) async throws {
        let headers = call.maskedHeaders.fields.map { (name: $0.name, value: $0.value) }
        try await narrator.show(request: "\(call.method) \(call.url)", headers: headers)
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

    private func check(_ isAsItShouldBe: Bool, _ claim: String) async throws {
        guard isAsItShouldBe else {
            throw CommandFailure.refused("the demo failed at this check: \(claim)")
        }
        try await narrator.confirm(claim)
    }
}
