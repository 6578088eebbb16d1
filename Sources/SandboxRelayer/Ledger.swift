import LoopringOrders
import OrderCancellation

/// The accounts and orders of a sandbox. Each call changes it in one step, so that of any number of concurrent
/// cancellations of one order exactly one is the first.
public actor Ledger {
    /// An order on the books.
    public struct Entry: Equatable, Sendable {
        /// Its hash.
        public let hash: OrderHash
        /// The name that its client gave it.
        public let clientOrderID: ClientOrderID?
        /// The account that it belongs to.
        public let accountID: AccountID
        /// Its status.
        public fileprivate(set) var status: OrderStatus
    }

    /// What a change came to.
    enum Outcome: Equatable {
        /// Done; `isRepetition` if it had been done before.
        case done(Entry, isRepetition: Bool)
        case refused(Refusal)
    }

    private var accounts: [AccountID: Account] = [:]
    private var accountsByKey: [APIKey: AccountID] = [:]
    private var orders: [OrderHash: Entry] = [:]
    private var ordersByClientID: [AccountID: [ClientOrderID: OrderHash]] = [:]
    private var rates: [AccountID: CallRate] = [:]

    private let callsPerSecond: Int?
    private let clock: RelativeClock

    init(callsPerSecond: Int?, clock: RelativeClock) {
        self.callsPerSecond = callsPerSecond
        self.clock = clock
    }

    // MARK: Accounts

    /// Adds an account.
    ///
    /// - Throws: ``SandboxRelayerError/accountExists(_:)``.
    public func add(_ account: Account) throws(SandboxRelayerError) {
        guard accounts[account.id] == nil, accountsByKey[account.apiKey] == nil else {
            throw .accountExists(account.id)
        }
        accounts[account.id] = account
        accountsByKey[account.apiKey] = account.id
    }

    /// The account that an API key belongs to.
    func account(of key: APIKey) -> Account? {
        accountsByKey[key].flatMap { accounts[$0] }
    }

    /// Counts a call of an account. Returns `nil` if it is within the limit, or else how long to wait.
    func countCall(of id: AccountID) -> Duration? {
        guard let callsPerSecond else { return nil }
        return rates[id, default: CallRate(limit: callsPerSecond)].count(at: clock.now)
    }

    // MARK: Orders

    /// The orders, in no particular order.
    public var entries: [Entry] { Array(orders.values) }

    /// The order with this hash.
    public func entry(_ hash: OrderHash) -> Entry? {
        orders[hash]
    }

    /// Takes an order onto the books. An order that is there already is not taken twice.
    func submit(_ entry: Entry) -> Outcome {
        if let known = orders[entry.hash] {
            guard known.accountID == entry.accountID, known.clientOrderID == entry.clientOrderID else {
                return .refused(Refusal(.invalidArgument, "another order has this hash"))
            }
            return .done(known, isRepetition: true)
        }
        if let clientOrderID = entry.clientOrderID {
            guard ordersByClientID[entry.accountID]?[clientOrderID] == nil else {
                return .refused(Refusal(.invalidArgument, "another order has this clientOrderId"))
            }
            ordersByClientID[entry.accountID, default: [:]][clientOrderID] = entry.hash
        }
        orders[entry.hash] = entry
        return .done(entry, isRepetition: false)
    }

    /// Cancels the order of an account that has this hash, or this clientOrderId, or both.
    func cancel(hash: OrderHash?, clientOrderID: ClientOrderID?, of account: AccountID) -> Outcome {
        let named: OrderHash
        if let hash {
            named = hash
        } else if let clientOrderID {
            guard let hash = ordersByClientID[account]?[clientOrderID] else {
                return .refused(Refusal(.noOrdersToCancel, "no order of the account has this clientOrderId"))
            }
            named = hash
        } else {
            return .refused(Refusal(.emptyOrderHash, "neither orderHash nor clientOrderId is given"))
        }
        guard var entry = orders[named], entry.accountID == account,
            clientOrderID == nil || entry.clientOrderID == clientOrderID
        else { return .refused(Refusal(.orderDoesNotExist, "no such order of the account")) }

        switch entry.status {
        case .cancelled:
            return .done(entry, isRepetition: true)
        case .cancelling:
            return .refused(Refusal(.alreadyInCancel, "the order is being cancelled"))
        case .processing, .waiting:
            entry.status = .cancelled
            orders[named] = entry
            return .done(entry, isRepetition: false)
        default:
            let status = entry.status.rawValue.uppercased()
            return .refused(Refusal(.invalidArgument, "order in status \(status) can't be cancelled"))
        }
    }
}

/// The calls of one account in the last second.
private struct CallRate {
    let limit: Int
    private var instants: [Duration] = []

    init(limit: Int) {
        self.limit = limit
    }

    /// Counts a call if it is within the limit; otherwise returns the time until the next one will be.
    mutating func count(at now: Duration) -> Duration? {
        instants.removeAll { now - $0 >= .seconds(1) }
        guard instants.count < limit else { return (instants.first ?? now) + .seconds(1) - now }
        instants.append(now)
        return nil
    }
}
