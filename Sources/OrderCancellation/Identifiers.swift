/// The number of a layer-2 account: an index into the account tree, which has 2³² leaves.
public struct AccountID: Hashable, Sendable, CustomStringConvertible {
    /// The number.
    public let value: UInt32

    /// The account with this number.
    public init(_ value: UInt32) {
        self.value = value
    }

    /// Reads decimal digits without sign, space or leading zeros.
    ///
    /// - Throws: `OrderCancellationError.accountIDInvalid`.
    public init(_ text: String) throws(OrderCancellationError) {
        guard let value = UInt32(text), String(value).utf8.elementsEqual(text.utf8) else {
            throw .accountIDInvalid(text)
        }
        self.value = value
    }

    /// The decimal digits.
    public var description: String { String(value) }
}

/// The name that the exchange gives to an order: the Poseidon hash of its fields (see ``Order``).
public struct OrderHash: Hashable, Sendable, CustomStringConvertible {
    /// "0x" and 64 lower-case hexadecimal digits.
    public let hex: String

    /// Reads "0x" and 64 hexadecimal digits of either case.
    ///
    /// - Throws: `OrderCancellationError.orderHashInvalid`.
    public init(_ text: String) throws(OrderCancellationError) {
        let digits = text.utf8.dropFirst(2)
        guard text.utf8.starts(with: "0x".utf8), digits.count == 64,
            digits.allSatisfy({ Unicode.Scalar($0).properties.isASCIIHexDigit })
        else { throw .orderHashInvalid(text) }
        hex = text.lowercased()
    }

    /// The text that is signed and sent.
    public var description: String { hex }
}

/// The name that a client gave to its order on submission.
public struct ClientOrderID: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with a clientOrderId.
    public enum Problem: Equatable, Sendable, CustomStringConvertible {
        /// It has no characters.
        case empty
        /// It is longer than the documented 120 bytes.
        case tooLong(bytes: Int)
        /// It has a control character.
        case controlCharacter

        /// The problem in half a line.
        public var description: String {
            switch self {
            case .empty: "empty"
            case .tooLong(let bytes): "\(bytes) bytes long; the exchange allows \(ClientOrderID.maximumBytes)"
            case .controlCharacter: "not plain text: it has a control character"
            }
        }
    }

    /// The documented maximum (Submit Order, "max length is 120 bytes").
    public static let maximumBytes = 120

    /// The text, byte for byte.
    public let text: String

    /// A clientOrderId.
    ///
    /// - Parameter text: 1 to 120 bytes of UTF-8 without control characters. Spaces are allowed.
    /// - Throws: `OrderCancellationError.clientOrderIDInvalid`.
    public init(_ text: String) throws(OrderCancellationError) {
        guard !text.isEmpty else { throw .clientOrderIDInvalid(.empty) }
        guard text.utf8.count <= Self.maximumBytes else {
            throw .clientOrderIDInvalid(.tooLong(bytes: text.utf8.count))
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .clientOrderIDInvalid(.controlCharacter)
        }
        self.text = text
    }

    /// The text.
    public var description: String { text }

    /// Whether two ids are the same bytes.
    public static func == (a: ClientOrderID, b: ClientOrderID) -> Bool {
        a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Array(text.utf8))
    }
}
