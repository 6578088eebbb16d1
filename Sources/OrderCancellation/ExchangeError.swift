/// An error that the exchange answered with.
public struct ExchangeError: Equatable, Sendable {
    /// The number that names the error.
    public let code: ExchangeErrorCode
    /// What the exchange says about it, shortened and with the API key masked.
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
    /// The code, what it stands for, the exchange's message and the HTTP status, in one line.
    public var description: String {
        let meaning = code.meaning.map { " (\($0))" } ?? ""
        let said = message.isEmpty ? "" : ": \(message)"
        return "\(code)\(meaning)\(said) [HTTP \(httpStatus)]"
    }
}

/// The number of an exchange error. A code that is not known here keeps its text.
public struct ExchangeErrorCode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The digits (or whatever text the exchange sent in their place).
    public let rawValue: String

    /// A code by its text.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    private init(_ number: Int) {
        rawValue = String(number)
    }

    /// An error that the exchange has no name for.
    public static let unknown = ExchangeErrorCode(100_000)
    /// An argument is invalid; also sent for an order that is in a final state.
    public static let invalidArgument = ExchangeErrorCode(100_001)
    /// There is no order to cancel.
    public static let noOrdersToCancel = ExchangeErrorCode(102_117)
    /// Try again later.
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
    /// No such order.
    public static let orderDoesNotExist = ExchangeErrorCode(107_003)

    /// What the documentation says the code stands for; `nil` for a code that is not known here.
    public var meaning: String? {
        switch self {
        case .unknown: "unknown error"
        case .invalidArgument: "invalid argument"
        case .noOrdersToCancel: "no orders to cancel"
        case .tryAgainLater: "try again later"
        case .invalidOrderHash: "invalid order hash"
        case .orderNotValid: "order not valid"
        case .alreadyInCancel: "order is being cancelled already"
        case .emptyAPIKey: "empty API key"
        case .invalidAPIKey: "invalid API key"
        case .invalidAccountID: "invalid account id"
        case .noSignature: "no signature"
        case .wrongSignature: "wrong signature"
        case .emptyOrderHash: "empty order hash"
        case .orderDoesNotExist: "order does not exist"
        default: nil
        }
    }

    /// Whether the exchange said that it does not believe who is asking. Asking again cannot help.
    var isAuthenticationFailure: Bool {
        [.emptyAPIKey, .invalidAPIKey, .invalidAccountID, .noSignature, .wrongSignature].contains(self)
    }

    /// The digits.
    public var description: String { rawValue }
}
