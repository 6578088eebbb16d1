// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import Poseidon
import PrimeField
import StrictJSON

extension Operation {
    static let poseidonHash = Operation(
        name: "poseidon.hash", input: ["t", "fullRounds", "partialRounds", "inputs"], output: "output"
    ) { arguments in
        let parameters = try PoseidonParameters(
            width: arguments.value("t", .integer), fullRounds: arguments.value("fullRounds", .integer),
            partialRounds: arguments.value("partialRounds", .integer))
        let inputs = try arguments.value("inputs", .texts).map { try FieldElement(hex: $0) }
        return .hex(try PoseidonInstances.instance(parameters).hash(inputs))
    }

    private static let orderNumbers = [
        "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume", "buyVolume", "validUntil",
        "maxFeeBips",
    ]

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

/// The instances of Poseidon that requests have named. To prepare one takes as long as several hashes.
private enum PoseidonInstances {
    private static let lock = NSLock()
    nonisolated(unsafe) private static var prepared: [PoseidonParameters: PoseidonHash] = [:]
    /// More instances than a set of vectors has.
    private static let limit = 64

    static func instance(_ parameters: PoseidonParameters) -> PoseidonHash {
        lock.withLock {
            if let instance = prepared[parameters] { return instance }
            if prepared.count == limit { prepared = [:] }
            let instance = PoseidonHash(parameters)
            prepared[parameters] = instance
            return instance
        }
    }
}
