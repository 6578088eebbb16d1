// SPDX-License-Identifier: Apache-2.0
import Poseidon
import PrimeField

/// The eleven inputs of the order hash (SPEC.md, section 10). Each may be any number below p.
///
/// The hash is defined for all of them. The settlement circuit accepts smaller numbers only; the members of
/// ``LoopringOrder`` have its widths.
package struct OrderHashInputs: Equatable, Sendable {
    /// The inputs in the order in which they are hashed: the sell side before the buy side ([ORDER-1]).
    package let elements: [FieldElement]

    init(_ elements: [FieldElement]) {
        self.elements = elements
    }

    /// The inputs from decimal numbers and hexadecimal addresses as text.
    ///
    /// - Throws: ``LoopringOrdersError/orderInvalid(member:problem:)`` with the name of the member. A number
    ///   must be "0" or digits without a leading 0, and below p. An address must be empty or "0x" and 40
    ///   hexadecimal digits.
    package init(
        exchange: String, storageID: String, accountID: String, sellTokenID: String, buyTokenID: String,
        sellVolume: String, buyVolume: String, validUntil: String, maxFeeBips: String, fillAmountBOrS: Bool,
        taker: String
    ) throws(LoopringOrdersError) {
        elements = [
            try Self.address(exchange, member: "exchange"),
            try Self.number(storageID, member: "storageId"),
            try Self.number(accountID, member: "accountId"),
            try Self.number(sellTokenID, member: "sellTokenId"),
            try Self.number(buyTokenID, member: "buyTokenId"),
            try Self.number(sellVolume, member: "sellVolume"),
            try Self.number(buyVolume, member: "buyVolume"),
            try Self.number(validUntil, member: "validUntil"),
            try Self.number(maxFeeBips, member: "maxFeeBips"),
            fillAmountBOrS ? .one : .zero,
            try Self.address(taker, member: "taker"),
        ]
    }

    private static func address(_ text: String, member: String) throws(LoopringOrdersError) -> FieldElement {
        guard let address = EthereumAddress(text) else {
            throw .orderInvalid(member: member, problem: .notAnAddress)
        }
        return address.fieldElement
    }

    /// "0", or decimal digits of which the first is not 0, below p ([ORDER-3]).
    static func number(_ text: String, member: String) throws(LoopringOrdersError) -> FieldElement {
        let digits = text.utf8
        guard !digits.isEmpty, digits.allSatisfy(\.isDecimalDigit),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { throw .orderInvalid(member: member, problem: .notAnInteger) }
        guard let element = try? FieldElement(decimal: text) else {
            throw .orderInvalid(member: member, problem: .notAFieldElement)
        }
        return element
    }

    /// Poseidon of the eleven inputs with t = 12, 6 full and 53 partial rounds.
    package var hash: FieldElement {
        // The instance accepts up to eleven inputs, and each initializer creates eleven.
        try! PoseidonHash.orderHash.hash(elements)
    }
}
