// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import LoopringOrders
import OrderCancellation
import Reports
import RequestCanonicalization
import RequestSigning
import SandboxRelayer
import SignatureDiagnosis
import StrictJSON

/// `loopsig demo`
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
        do {
            let demonstration = try await Demonstration().run()
            try page.write(demonstration)
        } catch let error as CallError {
            throw CommandFailure(error)
        } catch let error as SandboxError {
            throw CommandFailure.refused("\(error)")
        }
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
    func run() async throws -> DemoPage {
        let sandbox = try await openSandbox()
        // Show every response as it arrives.
        let transport = ClosureTransport { [narrator, transport] request in
            let response = try await transport.send(request)
            try narrator.response(response)
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
        try narrator.end()
        return narrator.page
    }

    // MARK: The steps

    private func openSandbox() async throws -> Sandbox {
        let sandbox = try await Sandbox.start(accounts: [account.account], callsPerSecond: nil)
        try narrator.step(1, "A sandbox exchange")
        try narrator.say(
            """
            A sandbox relayer listens on \(sandbox.baseURL). It has the API key and the public key of account \
            \(SandboxAccount.id); the public key is a point on Baby Jubjub. The secret key was made for this run, and \
            the relayer does not have it.
            """)
        try narrator.values([
            ("public key x", account.privateKey.publicKey.point.x.hex),
            ("public key y", account.privateKey.publicKey.point.y.hex),
        ])
        return sandbox
    }

    private func submitTheDocumentedOrder(to sandbox: Sandbox) async throws {
        try narrator.step(2, "Submit the order of Loopring's documentation")
        try narrator.say(
            """
            The exchange identifies an order by its hash: Poseidon of eleven members of the order. Loopring's \
            documentation prints the same hash on its Submit Order page and on its Cancel Order page.
            """)
        let submission = try account.submission(to: sandbox.baseURL, clientOrderID: "Test")
        try narrator.request(submission.method, submission.url)
        let response = try await transport.send(submission)
        try narrator.response(response)
        try check(
            String(decoding: response.body, as: UTF8.self).contains(DocumentedOrder.hash),
            "the order has the documented hash")
    }

    private func cancelByHash(_ client: LoopringClient) async throws -> CancelOrderCall {
        try narrator.step(3, "Cancel it by its hash")
        try narrator.say(
            """
            The client writes the request as one text. The message m is the SHA-256 of this text mod p. The \
            signature of m is R and S: R = r·B for a secret nonce r, and S = r + k·h mod ℓ, with h the Poseidon \
            hash of R, A and m. Anyone who has the public key A can check S·B = R + h·A.
            """)
        let request = CancelOrderRequest(
            accountID: SandboxAccount.id, target: .orderHash(try OrderHash(DocumentedOrder.hash)))
        let call = try client.prepare(request)
        try narrator.trace(trace(of: call))
        try show(call)
        let response = try await client.send(call).response
        try check(
            response?.status == .cancelled && response?.hash == DocumentedOrder.hash, "the order is cancelled"
        )
        return call
    }

    private func repeatTheCall(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try narrator.step(4, "Send the same call again")
        try narrator.say(
            """
            The signed text has no nonce and no time, so the signature is valid again. The order is already \
            cancelled, and the sandbox answers with error 100001, as the real exchange did.
            """)
        try narrator.request(call.method, call.url)
        do {
            _ = try await client.send(call)
            try check(false, "the repetition changes nothing")
        } catch let error as CallError {
            guard case .rejected(let rejection) = error.cause else { throw error }
            try check(rejection.saysAlreadyCancelledOrGone, "the repetition changes nothing")
        }
    }

    private func cancelByClientOrderID(_ client: LoopringClient, _ sandbox: Sandbox) async throws {
        try narrator.step(5, "Cancel another order by a clientOrderId with a space")
        try narrator.say(
            """
            Implementations encode the space differently. Here the query that is sent has %20. The signed text has \
            %2520, because there the query is encoded once more as a whole. The space is never +.
            """)
        let name = SandboxAccount.secondClientOrderID
        let submission = try account.submission(to: sandbox.baseURL, storageID: 1, clientOrderID: name)
        let submitted = try await transport.send(submission)
        try check(submitted.status == 200, "the second order is on the books")
        let call = try client.prepare(
            CancelOrderRequest(accountID: SandboxAccount.id, target: .clientOrderID(try ClientOrderID(name))))
        try narrator.values([
            ("parameter string", call.canonical.parameterString),
            ("signature base", call.canonical.signatureBase),
        ])
        try narrator.request(call.method, call.url)
        let response = try await client.send(call).response
        try check(
            response?.status == .cancelled && response?.clientOrderID == name, "the second order is cancelled"
        )
    }

    private func tamper(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try narrator.step(6, "Change one digit of the signature")
        let tampered = String(call.signature.dropLast()) + (call.signature.hasSuffix("0") ? "1" : "0")
        let tamperedCall = call.replacingSignature(with: tampered)
        try narrator.say(
            "The last digit of S is changed. The exchange must refuse this signature with error 104005.")
        try show(tamperedCall)
        do {
            _ = try await client.send(tamperedCall)
            try check(false, "the tampered signature is refused")
        } catch let error as CallError {
            guard case .rejected(let rejection) = error.cause else { throw error }
            try check(rejection.code == .wrongSignature, "the tampered signature is refused")
        }
        let verdict = SignatureVerdict(
            on: tampered, of: call.canonical.request, by: .decoded(account.privateKey.publicKey))
        try check(verdict.failure?.step == .equation, "verification fails at the equation")
        try narrator.inequality(in: verdict.trace)
    }

    // MARK: Support

    private func show(_ call: CancelOrderCall) throws {
        try narrator.request(
            call.method, call.url, headers: call.maskedHeaders.fields.map { ($0.name, $0.value) })
    }

    private func trace(of call: CancelOrderCall) throws -> Trace {
        Trace(
            call.canonical, publicKey: account.privateKey.publicKey,
            signature: try Signature(hex: call.signature))
    }

    private func check(_ isAsItShouldBe: Bool, _ claim: String) throws {
        guard isAsItShouldBe else {
            throw CommandFailure.refused("the demo failed at this check: \(claim)")
        }
        try narrator.confirm(claim)
    }
}
