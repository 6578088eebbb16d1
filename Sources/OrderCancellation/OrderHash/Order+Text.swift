import PrimeField

extension Order {
    /// An order from decimal numbers and hexadecimal addresses as text.
    ///
    /// Any number below p has a hash. Whether an order with it can exist is another question: see
    /// ``init(submitOrderJSON:)``, which holds each number to the width of the settlement circuit.
    ///
    /// - Throws: `OrderCancellationError.orderInvalid` with the offending member: a number that is not "0" or
    ///   digits without a leading 0, or is not below p; an address that is neither empty nor "0x" and 40
    ///   hexadecimal digits.
    public init(
        exchange: String, storageID: String, accountID: String, sellTokenID: String, buyTokenID: String,
        sellVolume: String, buyVolume: String, validUntil: String, maxFeeBips: String, fillAmountBOrS: Bool,
        taker: String
    ) throws(OrderCancellationError) {
        self.init(
            exchange: try Self.address(exchange, member: "exchange"),
            storageID: try Self.number(storageID, member: "storageId"),
            accountID: try Self.number(accountID, member: "accountId"),
            sell: TokenVolume(
                tokenID: try Self.number(sellTokenID, member: "sellTokenId"),
                volume: try Self.number(sellVolume, member: "sellVolume")),
            buy: TokenVolume(
                tokenID: try Self.number(buyTokenID, member: "buyTokenId"),
                volume: try Self.number(buyVolume, member: "buyVolume")),
            validUntil: try Self.number(validUntil, member: "validUntil"),
            maxFeeBips: try Self.number(maxFeeBips, member: "maxFeeBips"),
            fillAmountBOrS: fillAmountBOrS,
            taker: try Self.address(taker, member: "taker"))
    }

    static func address(_ text: String, member: String) throws(OrderCancellationError) -> EthereumAddress {
        guard let address = EthereumAddress(text) else {
            throw .orderInvalid(member: member, problem: .notAnAddress)
        }
        return address
    }

    /// "0", or decimal digits of which the first is not 0, below p.
    static func number(_ text: String, member: String) throws(OrderCancellationError) -> FieldElement {
        let digits = text.utf8
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { throw .orderInvalid(member: member, problem: .notAnInteger) }
        guard let element = try? FieldElement(decimal: text) else {
            throw .orderInvalid(member: member, problem: .notAFieldElement)
        }
        return element
    }
}
