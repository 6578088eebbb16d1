// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// An error with which the exchange answered.
public struct ExchangeError: Error, Equatable, Sendable {
    /// The code of the error.
    public let code: ExchangeErrorCode
    /// The exchange's message, shortened and with the API key masked. Loopring's documentation calls it "for
    /// debugging only".
    public let message: String
    /// The HTTP status; the exchange also uses 200 for errors.
    public let httpStatus: Int

    package init(_ code: ExchangeErrorCode, _ message: String, httpStatus: Int = 400) {
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

/// The code of an exchange error, and its meaning if the code is in the ``table``. An unknown code keeps its
/// text.
public struct ExchangeErrorCode: Hashable, Sendable, CustomStringConvertible {
    /// The text of the code, usually digits. Two codes are equal if their texts have the same bytes.
    public var rawValue: String { text.text }
    /// The meaning as the documentation words it; `nil` for a code that is not in the ``table``.
    public let meaning: String?
    private let text: ExactString

    /// The code with this text.
    public init(rawValue: String) {
        let text = ExactString(rawValue)
        self = Self.table.first { $0.text == text } ?? Self(rawValue, nil)
    }

    private init(_ rawValue: String, _ meaning: String?) {
        text = ExactString(rawValue)
        self.meaning = meaning
    }

    /// The text of the code.
    public var description: String { rawValue }

    /// Whether the code says that the signature, the key or the account is wrong. If so, another attempt
    /// cannot succeed.
    var isAuthenticationFailure: Bool {
        [.emptyAPIKey, .invalidAPIKey, .invalidAccountID, .noSignature, .wrongSignature, .invalidSignature]
            .contains(self)
    }

    // MARK: The table

    /// The codes that concern the cancel-order call. Sources: Loopring/Gitbook-Documentation,
    /// resources/error-codes.md (5319cb8), for the meanings; the cancel-order page of Loopring/DEX-API-V3 for
    /// the codes of the call.
    public static let table: [ExchangeErrorCode] = [
        .unknown, .invalidArgument, .timeout, .invalidSignature, .noOrdersToCancel, .tryAgainLater,
        .invalidOrderHash,
        .orderNotValid, .alreadyInCancel, .emptyAPIKey, .invalidAPIKey, .invalidAccountID, .noSignature,
        .wrongSignature, .emptyOrderHash, .orderDoesNotExist, .validation,
    ]

    /// An error without a specific code.
    public static let unknown = Self("100000", "Unknown error")
    /// An argument is invalid. Also sent if the order's status does not allow cancellation.
    public static let invalidArgument = Self("100001", "Invalid argument")
    /// The exchange did not finish the request in time.
    public static let timeout = Self("100002", "Timeout")
    /// The signature is invalid. This code is in the general description of the API.
    public static let invalidSignature = Self("100206", "Invalid signature")
    /// There is no order to cancel. The cancel-order call uses this code for an unknown order.
    public static let noOrdersToCancel = Self("102117", "No orders to cancel")
    /// The cancellation failed; the exchange asks to try again later.
    public static let tryAgainLater = Self(
        "102118", "Failed to cancel orders, please try again later")
    /// The order hash is malformed.
    public static let invalidOrderHash = Self("102119", "Invalid hash")
    /// The order is not valid.
    public static let orderNotValid = Self("102120", "Order is not valid")
    /// The order is already being cancelled.
    public static let alreadyInCancel = Self("102122", "Order already in cancel")
    /// There is no X-API-KEY.
    public static let emptyAPIKey = Self("104001", "Empty ApiKey")
    /// X-API-KEY is not the key of the account.
    public static let invalidAPIKey = Self("104002", "Invalid ApiKey")
    /// accountId is missing, malformed, or not the id of an account.
    public static let invalidAccountID = Self("104003", "Invalid Account ID")
    /// There is no X-API-SIG.
    public static let noSignature = Self("104004", "No signature information provided")
    /// X-API-SIG is not the account's signature of the request.
    public static let wrongSignature = Self("104005", "Wrong signature information")
    /// The order hash is empty.
    public static let emptyOrderHash = Self("107002", "Order Hash cannot be empty")
    /// There is no such order. GET order uses this code for an unknown order.
    public static let orderDoesNotExist = Self("107003", "Order does not exist")
    /// A validation error, `{"exchange": ["Must satisfy …"]}`, which has no number.
    public static let validation = Self("validation", "A parameter failed validation")
}
