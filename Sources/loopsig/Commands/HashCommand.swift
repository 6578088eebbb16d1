// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import LoopringOrders
import Poseidon
import PrimeField

struct HashCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Computes hashes: of field elements, and of orders.",
        subcommands: [HashOrderCommand.self, HashPoseidonCommand.self]
    )
}

struct HashOrderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order",
        abstract: "Computes the hash that identifies an order, and the message that its owner signs.",
        discussion: """
            Prints the hash that the exchange returns on submission, and that cancel takes. For an order that buys an \
            NFT (token id 32768 or more), the signed message is another hash, with nftData instead of the token id. If \
            an order of this kind has nftData, the command prints both. It may have amount instead of volume.
            """
    )

    @Argument(help: "A file with the JSON of the submit-order request; - for standard input.")
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let order = try LoopringOrder(submitOrderJSON: InputFile.read(file, as: "order"))
        let message = order.signedMessage
        let hash = order.orderHash.hex
        let hashAndMessage = """
            order hash      \(hash)
            signed message  \(message?.hex ?? "not known: the order has no buyToken.nftData")
            """
        try output.print(
            ["hash": hash, "signedMessage": message?.hex, "inputs": order.hashInputs.map(\.hex)],
            text: order.buy.isNFT ? hashAndMessage : hash)
    }
}

struct HashPoseidonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "poseidon",
        abstract: "Hashes field elements with Poseidon, in the flavor of Loopring and ethsnarks.",
        discussion: """
            By default R_F and R_P are those of Loopring's circuit: 6 full rounds; 51 partial rounds at width 3, 52 at \
            4 to 7, 53 at 9 to 13, and 53 at other widths, which the circuit does not use. The challenge of a signature has \
            width 6, the order hash width 12.
            """
    )

    @Option(
        help: """
            t, the number of elements in the state: \(PoseidonParameters.widths.lowerBound) to \
            \(PoseidonParameters.widths.upperBound). Poseidon of this width takes up to t - 1 inputs.
            """)
    var width: Int

    @Option(help: "R_F, the number of full rounds.")
    var fullRounds = 6

    @Option(help: "R_P, the number of partial rounds.")
    var partialRounds: Int?

    @OptionGroup var output: OutputOptions

    @Argument(help: "Field elements: decimal, or 0x and 64 hexadecimal digits.")
    var inputs: [String] = []

    func run() throws {
        // R_P of Loopring's circuit (Loopring/protocols 425d152, MathGadgets.h).
        let circuitRounds = width == 3 ? 51 : (4...7).contains(width) ? 52 : 53
        let partialRounds = self.partialRounds ?? circuitRounds
        let parameters: PoseidonParameters
        do {
            parameters = try PoseidonParameters(
                width: width, fullRounds: fullRounds, partialRounds: partialRounds)
        } catch {
            throw CommandFailure.usage("\(error)")
        }
        let inputs = try self.inputs.enumerated().map { index, text in
            do {
                return text.hasPrefix("0x") ? try FieldElement(hex: text) : try FieldElement(decimal: text)
            } catch PrimeFieldError.fieldElementOutOfRange {
                throw CommandFailure.refused("input \(index + 1) is not a field element: it is p or more")
            } catch {
                throw CommandFailure.refused(
                    "input \(index + 1) is neither a decimal number nor 0x and 64 hexadecimal digits")
            }
        }
        guard let hash = try? PoseidonHash(parameters).hash(inputs) else {
            throw CommandFailure.refused(
                "\(inputs.count) inputs do not fit: width \(width) takes at most \(width - 1); give a larger --width"
            )
        }
        try output.print(
            [
                "hash": hash.hex, "width": width, "fullRounds": fullRounds, "partialRounds": partialRounds,
                "inputs": inputs.map(\.hex),
            ],
            text: hash.hex)
    }
}
