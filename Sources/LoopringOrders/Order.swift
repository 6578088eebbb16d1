import Poseidon
import PrimeField

/// The members of an order that its hash covers (SPEC.md, section 10).
///
/// Numbers are field elements: volumes exceed 64 bits, and nothing passes through a type that would round
/// or wrap them ([ORDER-3]).
public struct Order: Equatable, Sendable {
    /// A token and how much of it.
    public struct TokenVolume: Equatable, Sendable {
        /// The number of the token on the exchange.
        public let tokenID: FieldElement
        /// The amount in the token's smallest unit.
        public let volume: FieldElement

        /// A token and how much of it.
        public init(tokenID: FieldElement, volume: FieldElement) {
            self.tokenID = tokenID
            self.volume = volume
        }
    }

    /// The address of the exchange's contract.
    public let exchange: EthereumAddress
    /// The slot of the account's storage tree that the order fills.
    public let storageID: FieldElement
    /// The account that places the order.
    public let accountID: FieldElement
    /// What is sold.
    public let sell: TokenVolume
    /// What is bought.
    public let buy: TokenVolume
    /// When the order becomes invalid, in seconds since 1970.
    public let validUntil: FieldElement
    /// The highest fee that the account accepts, in hundredths of a percent.
    public let maxFeeBips: FieldElement
    /// Whether the order is filled by the bought amount (`true`) or by the sold amount.
    public let fillAmountBOrS: Bool
    /// Who may fill the order; ``EthereumAddress/zero`` is anyone.
    public let taker: EthereumAddress

    /// An order.
    public init(
        exchange: EthereumAddress, storageID: FieldElement, accountID: FieldElement, sell: TokenVolume,
        buy: TokenVolume, validUntil: FieldElement, maxFeeBips: FieldElement, fillAmountBOrS: Bool,
        taker: EthereumAddress = .zero
    ) {
        self.exchange = exchange
        self.storageID = storageID
        self.accountID = accountID
        self.sell = sell
        self.buy = buy
        self.validUntil = validUntil
        self.maxFeeBips = maxFeeBips
        self.fillAmountBOrS = fillAmountBOrS
        self.taker = taker
    }

    // MARK: Encoding

    /// An order from decimal numbers and hexadecimal addresses as text.
    ///
    /// Any number below p has a hash. Whether an order with it can exist is another question: see
    /// ``init(submitOrderJSON:)``, which holds each number to the width of the settlement circuit.
    ///
    /// - Throws: ``LoopringOrdersError/orderInvalid(member:problem:)`` with the offending member: a number that is
    ///   not "0" or digits without a leading 0, or is not below p; an address that is neither empty nor "0x" and 40
    ///   hexadecimal digits.
    public init(
        exchange: String, storageID: String, accountID: String, sellTokenID: String, buyTokenID: String,
        sellVolume: String, buyVolume: String, validUntil: String, maxFeeBips: String, fillAmountBOrS: Bool,
        taker: String
    ) throws(LoopringOrdersError) {
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

    private static func address(_ text: String, member: String) throws(LoopringOrdersError) -> EthereumAddress
    {
        guard let address = EthereumAddress(text) else {
            throw .orderInvalid(member: member, problem: .notAnAddress)
        }
        return address
    }

    /// "0", or decimal digits of which the first is not 0, below p.
    static func number(_ text: String, member: String) throws(LoopringOrdersError) -> FieldElement {
        let digits = text.utf8
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            digits.count == 1 || digits.first != UInt8(ascii: "0")
        else { throw .orderInvalid(member: member, problem: .notAnInteger) }
        guard let element = try? FieldElement(decimal: text) else {
            throw .orderInvalid(member: member, problem: .notAFieldElement)
        }
        return element
    }

    // MARK: Hash

    /// The inputs of the hash, in their order: the sell side before the buy side ([ORDER-1]).
    public var hashInputs: [FieldElement] {
        [
            exchange.fieldElement, storageID, accountID, sell.tokenID, buy.tokenID, sell.volume, buy.volume,
            validUntil, maxFeeBips, fillAmountBOrS ? .one : .zero, taker.fieldElement,
        ]
    }

    /// Poseidon of ``hashInputs`` with t = 12, 6 full and 53 partial rounds. It names the order, and it is the
    /// message of the order's own signature.
    public var hash: FieldElement {
        // Eleven inputs are what the instance takes; see OrderTests.
        try! PoseidonHash.orderHash.hash(hashInputs)
    }

    /// ``hash`` in the form in which the exchange returns it and cancel order takes it.
    public var orderHash: OrderHash { OrderHash(hash) }
}
