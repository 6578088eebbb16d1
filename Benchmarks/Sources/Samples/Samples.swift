// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField
import RequestCanonicalization

/// Inputs of the measured operations: the same in every run, and enough of them that a processor does not
/// learn them by heart.
public enum Samples {
    /// How many of each there are.
    public static let count = 32

    /// Field elements of full size.
    public static let fieldElements: [FieldElement] = {
        var elements = [FieldElement(0x9E37_79B9_7F4A_7C15)]
        while elements.count < 12 * count {
            elements.append(elements[elements.count - 1].squared() + FieldElement(UInt64(elements.count)))
        }
        return elements
    }()

    /// Overlapping runs of field elements, as inputs of a hash.
    public static func hashInputs(width: Int) -> [[FieldElement]] {
        (0..<count).map { Array(fieldElements[12 * $0..<12 * $0 + width - 1]) }
    }

    /// Messages of full size.
    public static let messages = fieldElements.prefix(count).map(Message.init)

    /// A private key that is published in test suites.
    public static let privateKey = literal {
        try PrivateKey(hex: "0x045873d727cf47f60d9ce6f4d31ce16abdcb84633599c88b31beab6f1edd405a")
    }

    /// Secret keys: 32 bytes, big-endian, below ℓ because the first five bits are zero.
    public static let secretKeys: [[UInt8]] = fieldElements.prefix(count).map {
        [$0.bigEndianBytes[0] & 0x03] + $0.bigEndianBytes.dropFirst()
    }

    /// Private keys of these secret keys.
    public static let privateKeys = secretKeys.map { bytes in
        literal { try PrivateKey(rawRepresentation: bytes) }
    }

    /// Ethereum signatures as far as key derivation looks at them: 65 bytes.
    public static let ethereumSignatures: [[UInt8]] = fieldElements.prefix(count).map {
        $0.bigEndianBytes + $0.squared().bigEndianBytes + [27]
    }

    /// Signed messages, each under a key of its own.
    public static let signedMessages: [SignedMessage] = zip(privateKeys, messages).map { key, message in
        literal {
            SignedMessage(key: key.publicKey, message: message, signature: try key.signature(for: message))
        }
    }

    /// Signed messages, each under the next of so many keys in turn.
    public static func batch(of count: Int, underKeys keyCount: Int) -> [SignedMessage] {
        let keys = (1...keyCount).map { i in
            literal { try PrivateKey(hex: FieldElement(UInt64(i) << 32).hex) }
        }
        return (0..<count).map { i in
            let key = keys[i % keyCount]
            let message = Message(fieldElements[i % fieldElements.count] + FieldElement(UInt64(i)))
            return literal {
                SignedMessage(
                    key: key.publicKey, message: message, signature: try key.signature(for: message))
            }
        }
    }

    /// Points of the subgroup other than the base point.
    public static let points = privateKeys.map(\.publicKey.point)

    /// Order hashes as the cancelling request names them.
    public static let orderHashes = fieldElements.prefix(count).map(\.hex)

    /// The request that cancels an order, from its strings.
    public static func cancelOrder(orderHash: String) -> SignableRequest {
        literal {
            try SignableRequest(
                method: "DELETE", baseURL: "https://api3.loopring.io", path: "/api/v3/order",
                parameters: [Parameter("accountId", "10029"), Parameter("orderHash", orderHash)])
        }
    }
}

/// The value of an expression that throws for no sample.
public func literal<Value>(_ value: () throws -> Value) -> Value {
    do { return try value() } catch { fatalError("a sample was refused: \(error)") }
}
