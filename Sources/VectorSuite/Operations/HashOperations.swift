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
        let inputs = try OrderHashInputs(
            exchange: arguments.text("exchange"), storageID: arguments.text("storageId"),
            accountID: arguments.text("accountId"), sellTokenID: arguments.text("sellTokenId"),
            buyTokenID: arguments.text("buyTokenId"), sellVolume: arguments.text("sellVolume"),
            buyVolume: arguments.text("buyVolume"), validUntil: arguments.text("validUntil"),
            maxFeeBips: arguments.text("maxFeeBips"), fillAmountBOrS: arguments.boolean("fillAmountBOrS"),
            taker: arguments.text("taker"))
        stages.record("inputs", .array(inputs.elements.map(JSON.hex)))
        stages.record("hash", .text(inputs.hash.hex))
    }
}
