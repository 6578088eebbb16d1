// SPDX-License-Identifier: Apache-2.0
import Poseidon
import PrimeField

/// An order of `POST /api/v3/order`: the members that are hashed and signed (SPEC.md, section 10). Each
/// member fits its width in the settlement circuit.
///
/// An order has two hashes. ``orderHash`` is its name on the exchange and the parameter of cancel order.
/// ``signedMessage`` is the message of the order's own EdDSA signature. They are equal, except for an order
/// that buys an NFT: ``orderHash`` is computed from the id of the token slot, and ``signedMessage`` from
/// `nftData`, the hash that identifies the NFT.
public struct LoopringOrder: Equatable, Sendable {
    /// A token and an amount of it.
    public struct TokenVolume: Equatable, Sendable {
        /// The lowest token id of an NFT. The ids from here on are slots that the exchange assigns.
        public static let firstNFTTokenID: UInt16 = 32_768
        /// The width of a volume in bits.
        public static let volumeBits = 96

        /// The number of the token on the exchange.
        public let tokenID: UInt16
        /// The amount in the token's smallest unit, below 2⁹⁶.
        public let volume: FieldElement

        /// Whether the token is an NFT.
        public var isNFT: Bool { tokenID >= Self.firstNFTTokenID }

        /// A token and an amount of it.
        ///
        /// - Throws: ``LoopringOrdersError/orderInvalid(member:problem:)`` if the volume does not fit 96
        ///   bits.
        public init(tokenID: UInt16, volume: FieldElement) throws(LoopringOrdersError) {
            self.tokenID = tokenID
            self.volume = try volume.fitting(bits: Self.volumeBits, member: "volume")
        }
    }

    /// The greatest limit of the fee: 10000 hundredths of a percent are the whole amount. The circuit has had
    /// 14 bits for it since August 2021, and rejects greater values.
    public static let greatestMaxFeeBips: UInt16 = 10_000

    /// The address of the exchange's contract.
    public let exchange: EthereumAddress
    /// The slot of the account's storage tree that the order uses.
    public let storageID: UInt32
    /// The account that places the order.
    public let accountID: AccountID
    /// The token and the amount sold.
    public let sell: TokenVolume
    /// The token and the amount bought.
    public let buy: TokenVolume
    /// The time from which the order is invalid, in seconds since 1970.
    public let validUntil: UInt32
    /// The highest fee that the account accepts, in hundredths of a percent: 0 to ``greatestMaxFeeBips``.
    public let maxFeeBips: UInt16
    /// Whether the order is filled by the bought amount (`true`) or by the sold amount.
    public let fillAmountBOrS: Bool
    /// The only address that may fill the order; ``EthereumAddress/zero`` means anyone.
    public let taker: EthereumAddress
    /// For an order that buys an NFT, the hash that identifies the NFT. It is signed, but it is not an input
    /// of ``orderHash``.
    public let nftData: FieldElement?

    /// An order.
    ///
    /// - Throws: ``LoopringOrdersError/orderInvalid(member:problem:)`` if `maxFeeBips` is above
    ///   ``greatestMaxFeeBips``, or `nftData` is given for an order that does not buy an NFT.
    public init(
        exchange: EthereumAddress, storageID: UInt32, accountID: AccountID, sell: TokenVolume,
        buy: TokenVolume, validUntil: UInt32, maxFeeBips: UInt16, fillAmountBOrS: Bool,
        taker: EthereumAddress = .zero, nftData: FieldElement? = nil
    ) throws(LoopringOrdersError) {
        guard maxFeeBips <= Self.greatestMaxFeeBips else {
            throw .orderInvalid(member: "maxFeeBips", problem: "is more than \(Self.greatestMaxFeeBips)")
        }
        guard nftData == nil || buy.isNFT else {
            throw .orderInvalid(member: "nftData", problem: "is allowed only if the order buys an NFT")
        }
        self.exchange = exchange
        self.storageID = storageID
        self.accountID = accountID
        self.sell = sell
        self.buy = buy
        self.validUntil = validUntil
        self.maxFeeBips = maxFeeBips
        self.fillAmountBOrS = fillAmountBOrS
        self.taker = taker
        self.nftData = nftData
    }

    // MARK: Hashes

    /// The eleven inputs of ``orderHash``, the sell side before the buy side ([ORDER-1]).
    public var hashInputs: [FieldElement] { inputs(boughtToken: FieldElement(UInt64(buy.tokenID))) }

    /// The name of the order on the exchange: Poseidon of ``hashInputs`` with t = 12, 6 full and 53 partial
    /// rounds.
    public var orderHash: OrderHash { OrderHash(Self.hash(hashInputs)) }

    /// The message that the account signs, as a field element.
    ///
    /// It equals ``orderHash``, unless the order buys an NFT. Then `nftData` replaces the id of the bought
    /// token ([ORDER-6]). It is `nil` if the order buys an NFT and ``nftData`` is not known.
    public var signedMessage: FieldElement? {
        let boughtToken = buy.isNFT ? nftData : FieldElement(UInt64(buy.tokenID))
        return boughtToken.map { Self.hash(inputs(boughtToken: $0)) }
    }

    private func inputs(boughtToken: FieldElement) -> [FieldElement] {
        [
            exchange.fieldElement, FieldElement(UInt64(storageID)), FieldElement(UInt64(accountID.value)),
            FieldElement(UInt64(sell.tokenID)), boughtToken, sell.volume, buy.volume,
            FieldElement(UInt64(validUntil)), FieldElement(UInt64(maxFeeBips)), fillAmountBOrS ? .one : .zero,
            taker.fieldElement,
        ]
    }

    private static func hash(_ inputs: [FieldElement]) -> FieldElement {
        // The instance accepts up to eleven inputs, and there are eleven.
        try! PoseidonHash.orderHash.hash(inputs)
    }
}

extension FieldElement {
    /// A number of an order: "0", or decimal digits of which the first is not 0, below p ([ORDER-3]).
    ///
    /// The order hash is defined for all of these numbers. The settlement circuit accepts smaller numbers
    /// only; the members of ``LoopringOrder`` have its widths.
    package init(orderNumber text: String, member: String) throws(LoopringOrdersError) {
        let digits = text.utf8
        guard !digits.isEmpty, digits.allSatisfy(\.isDecimalDigit),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { throw .orderInvalid(member: member, problem: "is not an unsigned decimal integer") }
        guard let element = try? FieldElement(decimal: text) else {
            throw .orderInvalid(member: member, problem: "is not below p")
        }
        self = element
    }

    /// The number itself, if it is below 2 to the power of `bits`, a multiple of 8.
    func fitting(bits: Int, member: String) throws(LoopringOrdersError) -> FieldElement {
        guard bigEndianBytes.dropLast(bits / 8).allSatisfy({ $0 == 0 }) else {
            throw .orderInvalid(member: member, problem: "does not fit \(bits) bits")
        }
        return self
    }
}
