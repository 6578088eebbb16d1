// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import Poseidon
import PrimeField
import StrictJSON

extension Operation {
    /// `poseidon.hash`.
    static let poseidonHash = Operation(
        name: "poseidon.hash", input: ["t", "fullRounds", "partialRounds", "inputs"], output: "output"
    ) { arguments in
        let parameters = try PoseidonParameters(
            width: arguments.value("t", .integer), fullRounds: arguments.value("fullRounds", .integer),
            partialRounds: arguments.value("partialRounds", .integer))
        let inputs = try arguments.value("inputs", .texts).map { try FieldElement(hex: $0) }
        return .hex(try PoseidonHash(parameters).hash(inputs))
    }

    private static let orderNumbers = [
        "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume", "buyVolume", "validUntil",
        "maxFeeBips",
    ]

    /// `order.hash`.
    static let orderHash = Operation(
        name: "order.hash", input: ["exchange"] + orderNumbers + ["fillAmountBOrS", "taker"],
        output: ["hash"],
        intermediates: ["inputs"]
    ) { arguments, stages in
        var inputs = [try EthereumAddress(arguments.text("exchange"), member: "exchange").fieldElement]
        inputs += try orderNumbers.map { try FieldElement(orderNumber: arguments.text($0), member: $0) }
        inputs.append(try arguments.value("fillAmountBOrS", .boolean) ? .one : .zero)
        inputs.append(try EthereumAddress(arguments.text("taker"), member: "taker").fieldElement)
        stages["inputs"] = .array(inputs.map(JSON.hex))
        stages["hash"] = .text(try PoseidonHash.orderHash.hash(inputs).hex)
    }
}
