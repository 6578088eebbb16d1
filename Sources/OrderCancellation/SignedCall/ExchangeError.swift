/// An error with which the exchange answered.
public struct ExchangeError: Equatable, Sendable {
    /// The number that names the error.
    public let code: ExchangeErrorCode
    /// The exchange's own words, shortened and with the API key masked. Loopring calls them "for debugging only".
    public let message: String
    /// The HTTP status; the exchange also uses 200 for errors.
    public let httpStatus: Int

    /// An error.
    public init(code: ExchangeErrorCode, message: String, httpStatus: Int) {
        self.code = code
        self.message = message
        self.httpStatus = httpStatus
    }
}

extension ExchangeError: CustomStringConvertible {
    /// The code, its meaning, the exchange's message and the HTTP status, in one line.
    public var description: String {
        let meaning = code.meaning.map { " (\($0))" } ?? ""
        let said = message.isEmpty ? "" : ": \(message)"
        return "\(code)\(meaning)\(said) [HTTP \(httpStatus)]"
    }
}

/// The number of an exchange error. A code that is not known here keeps its text.
public struct ExchangeErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The digits, or the other text that the exchange sent as a code.
    public let rawValue: String

    /// A code by its text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    private init(_ number: Int) {
        rawValue = String(number)
    }

    /// The digits.
    public var description: String { rawValue }

    // MARK: The table

    /// Where a code is documented.
    public enum Provenance: String, Sendable {
        /// In the table of the cancel-order call.
        case call = "cancel order"
        /// In the general table of error codes only, or in the general description of the API.
        case general
        /// Also in a recorded answer to a cancellation.
        case observed = "general, observed"
        /// An error without a number: this library's own name for it.
        case unnumbered = "this library"
    }

    /// One row of the table of codes.
    public struct Entry: Sendable {
        /// The code.
        public let code: ExchangeErrorCode
        /// The meaning, as the documentation words it.
        public let meaning: String
        /// Where the code is documented.
        public let provenance: Provenance
    }

    /// The codes that concern cancel order. Sources: Loopring/Gitbook-Documentation, resources/error-codes.md (5319cb8),
    /// for the meanings; the cancel-order page of Loopring/DEX-API-V3 for the codes of the call.
    public static let table: [Entry] = [
        Entry(code: .unknown, meaning: "Unknown error", provenance: .call),
        Entry(code: .invalidArgument, meaning: "Invalid argument", provenance: .observed),
        Entry(code: .timeout, meaning: "Timeout", provenance: .general),
        Entry(code: .invalidSignature, meaning: "Invalid signature", provenance: .general),
        Entry(code: .noOrdersToCancel, meaning: "No orders to cancel", provenance: .call),
        Entry(
            code: .tryAgainLater, meaning: "Failed to cancel orders, please try again later",
            provenance: .call),
        Entry(code: .invalidOrderHash, meaning: "Invalid hash", provenance: .general),
        Entry(code: .orderNotValid, meaning: "Order is not valid", provenance: .general),
        Entry(code: .alreadyInCancel, meaning: "Order already in cancel", provenance: .general),
        Entry(code: .emptyAPIKey, meaning: "Empty ApiKey", provenance: .call),
        Entry(code: .invalidAPIKey, meaning: "Invalid ApiKey", provenance: .call),
        Entry(code: .invalidAccountID, meaning: "Invalid Account ID", provenance: .call),
        Entry(code: .noSignature, meaning: "No signature information provided", provenance: .general),
        Entry(code: .wrongSignature, meaning: "Wrong signature information", provenance: .general),
        Entry(code: .emptyOrderHash, meaning: "Order Hash cannot be empty", provenance: .general),
        Entry(code: .orderDoesNotExist, meaning: "Order does not exist", provenance: .general),
        Entry(code: .validation, meaning: "A parameter failed validation", provenance: .unnumbered),
    ]

    /// The meaning of the code; `nil` for a code that is not in the ``table``.
    public var meaning: String? { Self.table.first { $0.code == self }?.meaning }

    /// Whether the code says that the signature, the key or the account is wrong. Another attempt cannot succeed.
    var isAuthenticationFailure: Bool {
        [.emptyAPIKey, .invalidAPIKey, .invalidAccountID, .noSignature, .wrongSignature, .invalidSignature]
            .contains(self)
    }

    /// An error that the exchange has no name for.
    public static let unknown = ExchangeErrorCode(100_000)
    /// An argument is invalid; also sent for an order whose status does not admit cancelling.
    public static let invalidArgument = ExchangeErrorCode(100_001)
    /// The exchange did not finish the request in time.
    public static let timeout = ExchangeErrorCode(100_002)
    /// The signature is invalid, in the general description of the API.
    public static let invalidSignature = ExchangeErrorCode(100_206)
    /// There is no order to cancel: the code of this call for an unknown order.
    public static let noOrdersToCancel = ExchangeErrorCode(102_117)
    /// The cancellation failed; the exchange asks to try again later.
    public static let tryAgainLater = ExchangeErrorCode(102_118)
    /// The order hash is malformed.
    public static let invalidOrderHash = ExchangeErrorCode(102_119)
    /// The order is not valid.
    public static let orderNotValid = ExchangeErrorCode(102_120)
    /// The order is being cancelled already.
    public static let alreadyInCancel = ExchangeErrorCode(102_122)
    /// There is no X-API-KEY.
    public static let emptyAPIKey = ExchangeErrorCode(104_001)
    /// X-API-KEY is not the key of the account.
    public static let invalidAPIKey = ExchangeErrorCode(104_002)
    /// accountId is missing, malformed or not that of an account.
    public static let invalidAccountID = ExchangeErrorCode(104_003)
    /// There is no X-API-SIG.
    public static let noSignature = ExchangeErrorCode(104_004)
    /// X-API-SIG is not the account's signature of the request.
    public static let wrongSignature = ExchangeErrorCode(104_005)
    /// The order hash is empty.
    public static let emptyOrderHash = ExchangeErrorCode(107_002)
    /// No such order: the code of GET order for an unknown order.
    public static let orderDoesNotExist = ExchangeErrorCode(107_003)
    /// A validation error, `{"exchange": ["Must satisfy …"]}`, which has no number.
    public static let validation = ExchangeErrorCode(rawValue: "validation")
}
