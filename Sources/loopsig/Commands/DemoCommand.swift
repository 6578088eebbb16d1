import ArgumentParser
import EdDSA
import StrictJSON
import LoopringOrders
import OrderCancellation
import RequestCanonicalization
import RequestSigning
import SandboxRelayer
import SignatureDiagnosis

/// `loopsig demo`
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Shows an order cancelled, signed and proven, against a sandbox in this process.",
        discussion: """
            A few seconds; nothing leaves this machine. Each step checks what it shows: exit status 0 means \
            that all of them went as they should.
            """
    )

    @OptionGroup var page: PageOptions

    func run() async throws {
        do {
            let demonstration = try Demonstration()
            try await demonstration.run()
            try page.write(demonstration.page)
        } catch let error as OrderCancellationError {
            throw Failure(error)
        } catch let error as SandboxRelayerError {
            throw Failure.refused("\(error)")
        }
    }
}

/// The story that `loopsig demo` tells: every figure in it is computed, and every response came over HTTP.
struct Demonstration {
    private let account: SandboxAccount
    private let narrator = Narrator(terminal: .standardOutput)

    init() throws(Failure) {
        account = try SandboxAccount()
    }

    /// The story as a page, as far as it was told.
    var page: ReportPage { narrator.story.page }

    func run() async throws {
        try narrator.title("An order cancelled: signed, sent, verified, answered")
        let sandbox = try await openSandbox()
        let client = LoopringClient(
            network: .custom(baseURL: sandbox.baseURL), credentials: account.credentials,
            transport: ShownTransport(show: { [narrator] in try? narrator.response($0) }))
        try await submitTheDocumentedOrder(to: sandbox)
        let call = try await cancelByHash(client)
        try await repeatTheCall(client, call)
        try await cancelByClientOrderID(client, sandbox)
        try await tamper(client, call)
        await sandbox.stop()
        try narrator.end()
    }

    // MARK: The steps

    private func openSandbox() async throws -> SandboxRelayer {
        let sandbox = try await SandboxRelayer.start(accounts: [account.account], callsPerSecond: nil)
        try narrator.step(1, "An exchange in a box")
        try narrator.say(
            """
            A sandbox relayer listens on \(sandbox.baseURL). It knows account \(SandboxAccount.id) by its API \
            key and its public key, a point on Baby Jubjub; the secret key was made for this run and stays here.
            """)
        try narrator.values([
            ("public key x", account.privateKey.publicKey.point.x.hex),
            ("public key y", account.privateKey.publicKey.point.y.hex),
        ])
        return sandbox
    }

    private func submitTheDocumentedOrder(to sandbox: SandboxRelayer) async throws {
        try narrator.step(2, "Submit the order of Loopring's documentation")
        try narrator.say(
            """
            Poseidon over eleven members of the order gives the hash by which the exchange names it. The \
            documentation prints this very hash, on its Submit Order page and on its Cancel Order page.
            """)
        let submission = try account.submission(to: sandbox.baseURL, clientOrderID: "Test")
        try narrator.request(submission.method, submission.url)
        let response = try await NIOTransport().send(submission, timeout: .seconds(10))
        try narrator.response(response)
        try check(
            String(decoding: response.body, as: UTF8.self).contains(DocumentedOrder.hash),
            "the order has the documented hash")
    }

    private func cancelByHash(_ client: LoopringClient) async throws -> CancelOrderCall {
        try narrator.step(3, "Cancel it by its hash")
        try narrator.say(
            """
            The request becomes a text, the text a SHA-256, the SHA-256 a number m below p, and m is signed: \
            R = r·B commits to a nonce, h is the Poseidon hash of R, A and m, and S = r + k·h mod ℓ. Whoever \
            has the public key A can check S·B = R + h·A.
            """)
        let request = CancelOrderRequest(
            accountID: SandboxAccount.id, target: .orderHash(try OrderHash(DocumentedOrder.hash)))
        let call = try client.prepare(request)
        try narrator.trace(trace(of: call))
        try narrator.request(call)
        let response = try await client.send(call)
        try check(
            response.status == .cancelled && response.hash == DocumentedOrder.hash && !response.isIdempotent,
            "the order is cancelled")
        return call
    }

    private func repeatTheCall(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try narrator.step(4, "Send the same call again")
        try narrator.say(
            """
            The signed text has no nonce and no time, so the very same request verifies again. The exchange \
            says that it has seen it: isIdempotent.
            """)
        try narrator.request(call.method, call.url)
        let response = try await client.send(call)
        try check(response.status == .cancelled && response.isIdempotent, "the repetition changes nothing")
    }

    private func cancelByClientOrderID(_ client: LoopringClient, _ sandbox: SandboxRelayer) async throws {
        try narrator.step(5, "Cancel another order by a clientOrderId with a space")
        try narrator.say(
            """
            Implementations differ over the space. Here it is %20 in the query, the same bytes that are sent, \
            and %2520 in the text that is signed, since the query is encoded once more as a whole. It is never +.
            """)
        let name = SandboxAccount.secondClientOrderID
        let submission = try account.submission(to: sandbox.baseURL, storageID: 1, clientOrderID: name)
        let submitted = try await NIOTransport().send(submission, timeout: .seconds(10))
        try check(submitted.status == 200, "the second order is on the books")
        let call = try client.prepare(
            CancelOrderRequest(accountID: SandboxAccount.id, target: .clientOrderID(try ClientOrderID(name))))
        try narrator.values([
            ("parameter string", call.canonical.parameterString),
            ("signature base", call.canonical.signatureBase),
        ])
        try narrator.request(call.method, call.url)
        let response = try await client.send(call)
        try check(
            response.status == .cancelled && response.clientOrderID == name, "the second order is cancelled")
    }

    private func tamper(_ client: LoopringClient, _ call: CancelOrderCall) async throws {
        try narrator.step(6, "Change one digit of the signature")
        let tampered = String(call.signature.dropLast()) + (call.signature.hasSuffix("0") ? "1" : "0")
        let tamperedCall = call.replacingSignature(with: tampered)
        try narrator.say(
            "The last digit of S is another one. The exchange must not believe it, and error 104005 says so.")
        try narrator.request(tamperedCall)
        do {
            _ = try await client.send(tamperedCall)
            try check(false, "the tampered signature is refused")
        } catch OrderCancellationError.rejected(let error) {
            try check(error.code == .wrongSignature, "the tampered signature is refused")
        }
        let verdict = SignatureVerdict(
            on: tampered, of: call.canonical.request, by: .decoded(account.privateKey.publicKey))
        try check(verdict.failure?.step == .equation, "it is the equation that fails")
        try narrator.sides(of: verdict.trace)
    }

    // MARK: Support

    private func trace(of call: CancelOrderCall) throws -> Trace {
        Trace(
            call.canonical, publicKey: account.privateKey.publicKey,
            signature: try Signature(hex: call.signature))
    }

    private func check(_ isAsItShouldBe: Bool, _ claim: String) throws {
        guard isAsItShouldBe else { throw Failure.refused("the demo failed: it is not so that \(claim)") }
        try narrator.confirm(claim)
    }
}
