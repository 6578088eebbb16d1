import PrimeField

/// A 20-byte Ethereum address, as the integer that the order hash takes in.
public struct EthereumAddress: Hashable, Sendable {
    /// The address read as a big-endian integer below 2¹⁶⁰.
    public let fieldElement: FieldElement

    /// The address 0: in an order's `taker`, "anyone".
    public static let zero = EthereumAddress(fieldElement: .zero)

    private init(fieldElement: FieldElement) {
        self.fieldElement = fieldElement
    }

    /// Reads "0x" and 40 hexadecimal digits of either case; the empty text is the address 0. An EIP-55
    /// checksum, which lives in the case of the digits, is not verified.
    ///
    /// - Returns: `nil` for any other text.
    public init?(_ text: String) {
        guard !text.isEmpty else { self = .zero; return }
        let digits = text.utf8.dropFirst(2)
        guard text.utf8.starts(with: "0x".utf8), digits.count == 40,
            let element = try? FieldElement(
                hex: "0x" + String(repeating: "0", count: 24) + String(decoding: digits, as: UTF8.self))
        else { return nil }
        fieldElement = element
    }
}
