// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import OrderCancellation

/// The accounts and orders of a sandbox. Each call changes the ledger in one atomic step. Therefore, if
/// clients cancel one order concurrently, exactly one of them succeeds.
public actor Ledger {
    /// An order in the ledger.
    public struct Entry: Equatable, Sendable {
        /// The order's hash.
        public let hash: OrderHash
        /// The name that the client gave the order.
        public let clientOrderID: ClientOrderID?
        /// The account to which the order belongs.
        public let accountID: AccountID
        /// The order's status.
        public fileprivate(set) var status: OrderStatus
    }

    /// The orders by their hashes.
    public private(set) var orders: [OrderHash: Entry] = [:]
    private var accounts: [APIKey: Sandbox.Account] = [:]
    private var ordersByClientID: [AccountID: [ClientOrderID: OrderHash]] = [:]
    /// The instants of each account's calls in the last second.
    private var calls: [AccountID: [Duration]] = [:]

    private let callsPerSecond: Int?
    private let clock: RelativeClock

    init(callsPerSecond: Int?, clock: RelativeClock) {
        self.callsPerSecond = callsPerSecond
        self.clock = clock
    }

    // MARK: Accounts

    /// Adds an account.
    ///
    /// - Throws: ``SandboxError/accountExists(_:)`` if an account has this number or this API key.
    public func add(_ account: Sandbox.Account) throws(SandboxError) {
        guard accounts[account.apiKey] == nil, !accounts.values.contains(where: { $0.id == account.id })
        else { throw .accountExists(account.id) }
        accounts[account.apiKey] = account
    }

    /// The account with this API key. The call counts toward the account's rate limit.
    ///
    /// - Throws: 104001 without a key, 104002 for an unknown key, HTTP 429 if the account is over the limit.
    func authenticate(_ apiKey: String?) throws(ExchangeError) -> Sandbox.Account {
        guard let apiKey, !apiKey.isEmpty else {
            throw ExchangeError(.emptyAPIKey, "the header X-API-KEY is missing or empty")
        }
        guard let account = (try? APIKey(apiKey)).flatMap({ accounts[$0] }) else {
            throw ExchangeError(.invalidAPIKey, "the API key does not belong to an account")
        }
        guard countCall(of: account.id) else {
            throw ExchangeError(.unknown, "too many calls within a second", httpStatus: 429)
        }
        return account
    }

    /// Counts a call of an account if it is within the limit, and returns whether it is.
    func countCall(of id: AccountID) -> Bool {
        guard let callsPerSecond else { return true }
        let now = clock.now
        let recent = calls[id, default: []].filter { now - $0 < .seconds(1) }
        guard recent.count < callsPerSecond else { return false }
        calls[id] = recent + [now]
        return true
    }

    // MARK: Orders

    /// Adds an order without a request and without a signature.
    ///
    /// - Throws: ``SandboxError/orderExists`` if another order has this hash or this clientOrderId.
    public func place(
        _ hash: OrderHash, clientOrderID: ClientOrderID? = nil, accountID: AccountID,
        status: OrderStatus = .processing
    ) throws(SandboxError) {
        let entry = Entry(hash: hash, clientOrderID: clientOrderID, accountID: accountID, status: status)
        do { _ = try submit(entry) } catch { throw .orderExists }
    }

    /// Sets the status of an order, as a trade or the order's expiry would.
    ///
    /// - Throws: ``SandboxError/noSuchOrder(_:)`` if no order has this hash.
    public func setStatus(of hash: OrderHash, to status: OrderStatus) throws(SandboxError) {
        guard orders[hash] != nil else { throw .noSuchOrder(hash) }
        orders[hash]?.status = status
    }

    /// Adds an order. Adding the same order again changes nothing.
    ///
    /// - Returns: the order, and whether the ledger already had it.
    func submit(_ entry: Entry) throws(ExchangeError) -> (entry: Entry, isRepetition: Bool) {
        if let known = orders[entry.hash] {
            guard known.accountID == entry.accountID, known.clientOrderID == entry.clientOrderID else {
                throw ExchangeError(.invalidArgument, "another order has this hash")
            }
            return (known, true)
        }
        if let clientOrderID = entry.clientOrderID {
            guard ordersByClientID[entry.accountID]?[clientOrderID] == nil else {
                throw ExchangeError(.invalidArgument, "another order has this clientOrderId")
            }
            ordersByClientID[entry.accountID, default: [:]][clientOrderID] = entry.hash
        }
        orders[entry.hash] = entry
        return (entry, false)
    }

    /// Cancels the account's order with this hash, with this clientOrderId, or with both.
    ///
    /// - Returns: the cancelled order.
    func cancel(
        hash: OrderHash?, clientOrderID: ClientOrderID?, of account: AccountID
    ) throws(ExchangeError) -> Entry {
        guard hash != nil || clientOrderID != nil else {
            throw ExchangeError(.emptyOrderHash, "orderHash and clientOrderId are missing: one is required")
        }
        guard let named = hash ?? clientOrderID.flatMap({ ordersByClientID[account]?[$0] }),
            var entry = orders[named], entry.accountID == account,
            clientOrderID == nil || entry.clientOrderID == clientOrderID
        else { throw ExchangeError(.noOrdersToCancel, "the account has no such order") }

        switch entry.status {
        case .cancelling:
            throw ExchangeError(.alreadyInCancel, "the order is being cancelled")
        case .processing, .waiting:
            entry.status = .cancelled
            orders[named] = entry
            return entry
        default:
            // The real exchange answered "order in status CANCELLED can't be cancelled".
            let status = entry.status.rawValue.uppercased()
            throw ExchangeError(.invalidArgument, "order in status \(status) can't be cancelled")
        }
    }
}
