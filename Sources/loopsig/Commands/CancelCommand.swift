// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LoopringOrders
import OrderCancellation
import StrictJSON

struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancels an order on the exchange: DELETE /api/v3/order, signed.",
        discussion: """
            Loopring's exchange has closed (announced on 2026-06-28; Taiko and Base ended by 2025-07-31). Use this \
            command with a sandbox or another relayer that has the same API. If --network is the name of a network, the \
            command prints a warning before it sends.

            The command retries after HTTP 429, HTTP 5xx, a broken connection or error 102118: at most \
            \(RetryPolicy().maximumAttempts) attempts within --timeout. It does not retry after a refused signature or key.

            Exit status 0: the exchange accepted the call, or a repeated call found the order already cancelled or gone. \
            1: the exchange refused the call or could not be reached; or the order was processed, has expired or failed; \
            or the answer has an undocumented status or is about another order.
            """
    )

    @Option(
        help: ArgumentHelp(
            "The base URL of the exchange, or \(LoopringNetwork.all.map(\.name).joined(separator: ", ")).",
            valueName: "url-or-name"),
        transform: LoopringNetwork.argument)
    var network: LoopringNetwork

    @Option(help: "The account that placed the order.")
    var accountID: String

    @Option(help: "The order's hash, 0x and 64 digits.")
    var orderHash: String?

    @Option(help: "The clientOrderId that the order was submitted with.")
    var clientOrderID: String?

    @OptionGroup(title: "Secrets") var secretKey: SecretKeyOptions
    @OptionGroup(title: "Secrets") var apiKey: APIKeyOptions

    @Flag(help: "Print the request with the API key masked, and send nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("The time limit of the call, retries included.", valueName: "seconds"))
    var timeout = Int(RetryPolicy().deadline.components.seconds)

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard secretKey.secretKeyFile != "-" || apiKey.apiKeyFile != "-" else {
            throw ValidationError(
                "only one of the two secrets can come from standard input: give a file for the other one")
        }
        guard (1...3600).contains(timeout) else {
            throw ValidationError("--timeout must be from 1 to 3600 seconds")
        }
    }

    func run() async throws {
        try await run(sendingBy: AsyncHTTPClientTransport())
    }

    /// Runs the command. A test passes another transport and another clock, and reads the warning.
    func run(
        sendingBy transport: any HTTPTransport, clock: any Clock<Duration> = ContinuousClock(),
        warn: (String) -> Void = { LoopsigCommand.complain($0, as: "warning") }
    ) async throws {
        do {
            let request = try CancelOrderRequest(
                accountID: accountID, orderHash: orderHash, clientOrderID: clientOrderID)
            let credentials = Credentials(apiKey: try apiKey.apiKey(), privateKey: try secretKey.privateKey())
            var policy = RetryPolicy(deadline: .seconds(timeout))
            policy.attemptTimeout = min(policy.attemptTimeout, policy.deadline)
            let client = LoopringClient(
                network: network, credentials: credentials, retryPolicy: policy, transport: transport,
                clock: clock)
            let call = try client.prepare(request)
            guard !dryRun else { return try show(call) }
            if let notice = network.closingNotice { warn(notice) }
            switch try await client.send(call) {
            case .accepted(let response): try judge(response, to: request)
            case .alreadyCancelledOrGone(let error):
                try show([
                    "status": "already cancelled, or gone", "code": error.code.rawValue,
                    "message": error.message,
                ])
            }
        } catch let error as CallError {
            switch error.cause {
            case .nothingToCancel:
                throw CommandFailure.usage("\(error): give --order-hash, --client-order-id or both")
            case .baseURLInvalid, .identifierInvalid: throw CommandFailure.usage("\(error)")
            case .connectionFailed:
                let notice = network.closingNotice.map { ". \($0)" } ?? ""
                throw CommandFailure.refused("\(error)\(notice)")
            default: throw CommandFailure.refused("\(error)")
            }
        }
    }

    /// Shows the response; throws if it does not say that the order is or will be cancelled.
    private func judge(_ response: CancelOrderResponse, to request: CancelOrderRequest) throws {
        try show([
            "status": response.status.rawValue, "hash": response.hash,
            "clientOrderId": response.clientOrderID, "isIdempotent": response.isIdempotent,
        ])
        let discrepancies = response.discrepancies(from: request)
        guard discrepancies.isEmpty else {
            let what = discrepancies.joined(separator: ", and ")
            var failure = CommandFailure.refused("the exchange answered about another order: \(what)")
            failure.shownArguments = [orderHash].compactMap(\.self)
            throw failure
        }
        switch response.outcome {
        case .cancelled, .pending, .alreadyCancelledOrGone: break
        case .notCancelled:
            throw CommandFailure.refused("the order was not cancelled: its status is \(response.status)")
        case .unknown:
            throw CommandFailure.refused(
                "whether the order was cancelled is not known: its status, \(response.status), is not documented"
            )
        }
    }

    private func show(_ call: CancelOrderCall) throws {
        let headers = Dictionary(uniqueKeysWithValues: call.maskedHeaders.fields.map { ($0.name, $0.value) })
        try output.print(
            [
                "method": call.method, "url": call.url, "headers": headers,
                "signatureBase": call.canonical.signatureBase,
            ],
            text: "\(call)")
    }

    /// Shows the exchange's answer: its members with the names that the exchange uses, each on a line, with
    /// "-" instead of an empty text.
    private func show(_ answer: OutputObject) throws {
        let lines = answer.members.map { name, value in
            let text = value.map { "\($0)" } ?? ""
            return TextLayout.padded(name, to: 15) + (text.isEmpty ? "-" : text)
        }
        try output.print(answer, text: lines.joined(separator: "\n"))
    }
}

extension LoopringNetwork {
    /// A network by its name, or by its base URL. The URL is checked when it is used.
    fileprivate static func argument(_ text: String) throws -> LoopringNetwork {
        if let network = LoopringNetwork.all.first(where: { $0.name.utf8.elementsEqual(text.utf8) }) {
            return network
        }
        guard text.contains("://") else {
            throw ValidationError(
                "give a base URL such as http://127.0.0.1:8080, or the name of a network: mainnet, testnet, …"
            )
        }
        return .custom(baseURL: text)
    }
}
