import Poseidon
import PrimeField

/// The members of an order that its hash covers (SPEC.md, "Order hash").
///
/// Numbers are field elements: volumes exceed 64 bits, and nothing passes through a type that would round
/// or wrap them.
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

    /// The inputs of the hash, in their order: the sell side before the buy side.
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
    public var orderHash: OrderHash {
        OrderHash(fieldElement: hash)
    }
}

extension OrderHash {
    /// The order hash with this value.
    init(fieldElement: FieldElement) {
        hex = fieldElement.hex
    }
}
