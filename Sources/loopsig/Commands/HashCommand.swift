import ArgumentParser
import LoopringOrders
import Poseidon
import PrimeField

/// `loopsig hash …`
struct HashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Computes hashes: of field elements, and of orders.",
        subcommands: [HashOrderCommand.self, HashPoseidonCommand.self]
    )
}

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
        } catch let error as LoopringOrdersError {
            throw Failure.refused("\(error)")
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

/// `loopsig hash poseidon`
struct HashPoseidonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poseidon",
        abstract: "Hashes field elements with Poseidon, in the flavour of Loopring and ethsnarks.",
        discussion: """
            The instances in use: --width 6 with 6 + 52 rounds for the challenge of a signature, --width 12 \
            with 6 + 53 rounds for the order hash, 6 + 53 rounds for other widths. --partial-rounds is 52 at \
            width 6 and 53 otherwise, unless it is given.
            """
    )

    @Option(help: "t, the number of elements in the state: 2 to 17. It takes up to t - 1 inputs.")
    var width: Int

    @Option(help: "R_F, the number of full rounds.")
    var fullRounds = 6

    @Option(help: "R_P, the number of partial rounds.")
    var partialRounds: Int?

    @OptionGroup var output: OutputOptions

    @Argument(help: "Field elements: decimal, or 0x and 64 hexadecimal digits.")
    var inputs: [String] = []

    func run() throws {
        let partialRounds = self.partialRounds ?? (width == 6 ? 52 : 53)
        guard
            let parameters = try? PoseidonParameters(
                width: width, fullRounds: fullRounds, partialRounds: partialRounds)
        else {
            throw Failure.usage(
                "no such instance: it takes a width from 2 to 17, an even number of full rounds from 2, and at "
                    + "most 65 rounds in all")
        }
        let inputs = try self.inputs.enumerated().map { index, text throws(Failure) in
            try HashPoseidonCommand.fieldElement(text, number: index + 1)
        }
        guard let hash = try? PoseidonHash(parameters).hash(inputs) else {
            throw Failure.refused(
                "\(inputs.count) inputs do not fit: width \(width) takes at most \(width - 1)")
        }
        if output.json {
            try StandardOutput.json(
                HashOutput(
                    hash: hash.hex, width: width, fullRounds: fullRounds, partialRounds: partialRounds,
                    inputs: inputs.map(\.hex)))
        } else {
            try StandardOutput.line(hash.hex)
        }
    }

    private struct HashOutput: Encodable {
        let hash: String
        let width, fullRounds, partialRounds: Int
        let inputs: [String]
    }

    /// A field element in either of the forms that people have at hand.
    private static func fieldElement(_ text: String, number: Int) throws(Failure) -> FieldElement {
        do {
            return text.hasPrefix("0x") ? try FieldElement(hex: text) : try FieldElement(decimal: text)
        } catch PrimeFieldError.fieldElementOutOfRange {
            throw .refused("input \(number) is not a field element: it is p or more")
        } catch {
            throw .refused("input \(number) is neither a decimal number nor 0x and 64 hexadecimal digits")
        }
    }
}
