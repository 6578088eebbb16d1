import ArgumentParser
import OrderCancellation

/// `loopsig hash order`
struct HashOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Computes the hash of an order: what the exchange returns on submission, and cancel takes."
    )

    @Argument(help: "The JSON of the submit-order request; - for standard input.")
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let order: Order
        do {
            order = try Order(submitOrderJSON: try InputFile.read(file, as: "order"))
        } catch let error as OrderCancellationError {
            throw Failure(error)
        }
        if output.json {
            try StandardOutput.json(
                OrderHashOutput(hash: order.orderHash.hex, inputs: order.hashInputs.map(\.hex)))
        } else {
            try StandardOutput.line(order.orderHash.hex)
        }
    }

    private struct OrderHashOutput: Encodable {
        let hash: String
        let inputs: [String]
    }
}
