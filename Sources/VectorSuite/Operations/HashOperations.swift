// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import Poseidon
import PrimeField
import StrictJSON

extension Operation {
    /// `poseidon.hash`.
    static let poseidonHash = Operation(
        name: "poseidon.hash",
        input: [
            .init(name: "t", shape: .integer), .init(name: "fullRounds", shape: .integer),
            .init(name: "partialRounds", shape: .integer), .init(name: "inputs", shape: .texts),
        ],
        output: ["output"]
    ) { arguments, stages in
        let parameters = try PoseidonParameters(
            width: arguments.integer("t"), fullRounds: arguments.integer("fullRounds"),
            partialRounds: arguments.integer("partialRounds"))
        let inputs = try arguments.texts("inputs").map { try FieldElement(hex: $0) }
        stages.record("output", .hex(try PoseidonInstances.instance(parameters).hash(inputs)))
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

extension Operation {
    /// `order.hash`.
    static let orderHash = Operation(
        name: "order.hash",
        input: [
            "exchange", "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume", "buyVolume",
            "validUntil", "maxFeeBips",
        ].map { .init(name: $0, shape: .text) } + [
            .init(name: "fillAmountBOrS", shape: .boolean), .init(name: "taker", shape: .text),
        ],
        output: ["hash"], intermediates: ["inputs"]
    ) { arguments, stages in
        let numbers = [
            "storageId", "accountId", "sellTokenId", "buyTokenId", "sellVolume", "buyVolume", "validUntil",
            "maxFeeBips",
        ]
        var inputs = [try EthereumAddress(arguments.text("exchange"), member: "exchange").fieldElement]
        inputs += try numbers.map { try FieldElement(orderNumber: arguments.text($0), member: $0) }
        inputs.append(try arguments.boolean("fillAmountBOrS") ? .one : .zero)
        inputs.append(try EthereumAddress(arguments.text("taker"), member: "taker").fieldElement)
        stages.record("inputs", .array(inputs.map(JSON.hex)))
        stages.record("hash", .text(try PoseidonHash.orderHash.hash(inputs).hex))
    }
}
