import LoopringOrders
import PrimeField

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
        let order = try Order(
            exchange: arguments.text("exchange"), storageID: arguments.text("storageId"),
            accountID: arguments.text("accountId"), sellTokenID: arguments.text("sellTokenId"),
            buyTokenID: arguments.text("buyTokenId"), sellVolume: arguments.text("sellVolume"),
            buyVolume: arguments.text("buyVolume"), validUntil: arguments.text("validUntil"),
            maxFeeBips: arguments.text("maxFeeBips"), fillAmountBOrS: arguments.boolean("fillAmountBOrS"),
            taker: arguments.text("taker"))
        stages.record("inputs", .array(order.hashInputs.map(JSON.hex)))
        stages.record("hash", .text(order.orderHash.hex))
    }
}
