// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// The number of a layer-2 account: an index into the account tree, which has 2³² leaves. Its text is decimal
/// digits without leading zeros.
public struct AccountID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    public let value: UInt32

    /// The account with this number.
    public init(_ value: UInt32) {
        self.value = value
    }

    /// Reads decimal digits without sign, space or leading zeros.
    ///
    /// - Throws: ``LoopringOrdersError/accountIDInvalid(_:)``.
    public init(_ text: String) throws(LoopringOrdersError) {
        guard let value = UInt32(text), String(value).utf8.elementsEqual(text.utf8) else {
            throw .accountIDInvalid(text)
        }
        self.value = value
    }

    /// The decimal digits.
    public var description: String { String(value) }

    /// The order of the numbers.
    public static func < (a: AccountID, b: AccountID) -> Bool { a.value < b.value }
}

/// The name of an order on the exchange: the Poseidon hash of its members (see ``LoopringOrder``).
public struct OrderHash: Hashable, Sendable, CustomStringConvertible {
    /// "0x" and 64 lower-case hexadecimal digits.
    public let hex: String

    /// The hash with this value.
    public init(_ value: FieldElement) {
        hex = value.hex
    }

    /// Reads "0x" and 64 hexadecimal digits of either case.
    ///
    /// - Throws: ``LoopringOrdersError/orderHashInvalid(_:)``.
    public init(_ text: String) throws(LoopringOrdersError) {
        guard let value = try? Integer256(hex: text) else { throw .orderHashInvalid(text) }
        hex = value.hex
    }

    /// The text of ``hex``, which is the form that is signed and sent.
    public var description: String { hex }
}

/// The name that the client gave the order when it submitted it.
public struct ClientOrderID: Hashable, Sendable, CustomStringConvertible {
    /// The documented maximum (Submit Order, "max length is 120 bytes").
    public static let maximumBytes = 120

    /// The text. Two ids are equal if they have the same bytes.
    private let exactText: ExactString

    /// The text, byte for byte.
    public var text: String { exactText.text }

    /// A clientOrderId.
    ///
    /// - Parameter text: 1 to 120 bytes of UTF-8 without control characters. Spaces are allowed.
    /// - Throws: ``LoopringOrdersError/clientOrderIDInvalid(problem:)``.
    public init(_ text: String) throws(LoopringOrdersError) {
        guard !text.isEmpty else { throw .clientOrderIDInvalid(problem: "empty") }
        let (count, limit) = (text.utf8.count, Self.maximumBytes)
        guard count <= limit else {
            throw .clientOrderIDInvalid(problem: "\(count) bytes long; the limit is \(limit)")
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .clientOrderIDInvalid(problem: "not valid, because it has a control character")
        }
        exactText = ExactString(text)
    }

    /// The text.
    public var description: String { text }
}

/// A 20-byte Ethereum address, as the integer that is an input of the order hash ([ORDER-2]).
public struct EthereumAddress: Hashable, Sendable {
    /// The address read as a big-endian integer below 2¹⁶⁰.
    public let fieldElement: FieldElement

    /// The address 0. As the `taker` of an order it means anyone.
    public static let zero = EthereumAddress(fieldElement: .zero)
}

extension EthereumAddress {
    /// Reads "0x" and 40 hexadecimal digits of either case. The empty text is the address 0. The case of the
    /// digits may encode an EIP-55 checksum, which is not verified.
    ///
    /// - Returns: `nil` for any other text.
    public init?(_ text: String) {
        guard !text.isEmpty else { self = .zero; return }
        guard let bytes = Hexadecimal.decode(text.utf8, byteCount: 20),
            let element = try? FieldElement(bigEndianBytes: [UInt8](repeating: 0, count: 12) + bytes)
        else { return nil }
        self.init(fieldElement: element)
    }
    /// As ``init(_:)``, for a member of an order.
    ///
    /// - Parameter isRequired: whether the empty text is refused.
    package init(_ text: String, member: String, isRequired: Bool = false) throws(LoopringOrdersError) {
        guard !(isRequired && text.isEmpty), let address = EthereumAddress(text) else {
            throw .orderInvalid(member: member, problem: "is not 0x and 40 hexadecimal digits")
        }
        self = address
    }
}
