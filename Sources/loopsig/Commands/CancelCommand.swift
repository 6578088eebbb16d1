import ArgumentParser
import OrderCancellation

/// `loopsig cancel`
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancels an order on the exchange: DELETE /api/v3/order, signed.",
        discussion: """
            Passing failures (HTTP 429, HTTP 5xx, a broken connection) are retried until --timeout; a refused \
            signature or key never is. Exit status 0: the exchange accepted the call. 1: it refused, could not \
            be reached, or answered that the order was processed, has expired or failed, with a status that is not \
            documented, or about another order.
            """
    )

    @Option(
        help: "mainnet, testnet, or the base URL of another exchange or sandbox.",
        transform: Network.argument)
    var network: Network

    @Option(help: "The account that placed the order.")
    var accountID: String

    @Option(help: "The order's hash, 0x and 64 digits.")
    var orderHash: String?

    @Option(help: "The clientOrderId that the order was submitted with.")
    var clientOrderID: String?

    @OptionGroup(title: "Secrets") var secretKey: SecretKeyOptions
    @OptionGroup(title: "Secrets") var apiKey: APIKeyOptions

    @Flag(help: "Print the request that would be sent, the API key masked, and send nothing.")
    var dryRun = false

    @Option(help: ArgumentHelp("How long the call may take, retries included.", valueName: "seconds"))
    var timeout = 30

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard secretKey.secretKeyFile != "-" || apiKey.apiKeyFile != "-" else {
            throw ValidationError("only one of the two secrets can come from standard input")
        }
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is 1 to 3600 seconds") }
    }

    func run() async throws {
        do {
            try await cancel()
        } catch let error as OrderCancellationError {
            throw Failure(error)
        }
    }

    private func cancel() async throws {
        let request = try CancelOrderRequest(
            accountID: accountID, orderHash: orderHash, clientOrderID: clientOrderID)
        let credentials = Credentials(apiKey: try apiKey.apiKey(), privateKey: try secretKey.privateKey())
        let deadline = Duration.seconds(timeout)
        let client = LoopringClient(
            network: network, credentials: credentials,
            retryPolicy: RetryPolicy(attemptTimeout: min(.seconds(10), deadline), deadline: deadline))
        let call = try client.prepare(request)
        guard !dryRun else { return try show(call) }
        let response = try await client.send(call)
        try show(response)
        let discrepancies = response.discrepancies(from: request)
        guard discrepancies.isEmpty else {
            let what = discrepancies.map(\.description).joined(separator: ", and ")
            throw Failure.refused("the exchange answered about another order: \(what)")
        }
        switch response.outcome {
        case .cancelled, .pending: break
        case .notCancelled:
            throw Failure.refused("the order was not cancelled: its status is \(response.status)")
        case .unknown:
            throw Failure.refused(
                "whether the order was cancelled is not known: its status, \(response.status), is not one of the "
                    + "documented")
        }
    }

    private func show(_ call: CancelOrderCall) throws {
        if output.json {
            let headers = Dictionary(
                uniqueKeysWithValues: call.maskedHeaders.fields.map { ($0.name, $0.value) })
            try StandardOutput.json(
                DryRunOutput(
                    method: call.method, url: call.url, headers: headers,
                    signatureBase: call.canonical.signatureBase))
        } else {
            try StandardOutput.line("\(call)")
        }
    }

    private func show(_ response: CancelOrderResponse) throws {
        let output = CancelOrderOutput(response)
        if self.output.json { try StandardOutput.json(output) } else { try StandardOutput.line(output.text) }
    }

    private struct DryRunOutput: Encodable {
        let method, url: String
        let headers: [String: String]
        let signatureBase: String
    }
}

/// The exchange's answer, under the names that the exchange uses.
struct CancelOrderOutput: Encodable {
    let hash: String
    let clientOrderId: String?
    let status: String
    let isIdempotent: Bool

    init(_ response: CancelOrderResponse) {
        hash = response.hash
        clientOrderId = response.clientOrderID
        status = response.status.rawValue
        isIdempotent = response.isIdempotent
    }

    /// One line a member for people.
    var text: String {
        """
        status         \(status)
        hash           \(hash)
        clientOrderId  \(clientOrderId ?? "-")
        isIdempotent   \(isIdempotent)
        """
    }
}
