// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField
import RequestCanonicalization

/// Inputs of the measured operations. They are the same in every run. There are enough of them that the
/// branch predictor does not learn the branches of one input.
public enum Samples {
    /// The number of samples of each kind.
    public static let count = 32

    /// Field elements. From the third one on, they have full size.
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

    /// Messages.
    public static let messages = fieldElements.prefix(count).map(Message.init)

    /// A private key that public test suites use.
    public static let privateKey = literal {
        try PrivateKey(hex: "0x045873d727cf47f60d9ce6f4d31ce16abdcb84633599c88b31beab6f1edd405a")
    }

    /// Secret keys: 32 bytes, big-endian. They are below ℓ because the first six bits are zero.
    public static let secretKeys: [[UInt8]] = fieldElements.prefix(count).map {
        [$0.bigEndianBytes[0] & 0x03] + $0.bigEndianBytes.dropFirst()
    }

    /// Private keys of these secret keys.
    public static let privateKeys = secretKeys.map { bytes in
        literal { try PrivateKey(rawRepresentation: bytes) }
    }

    /// Inputs of key derivation: 65 bytes each, the length of an Ethereum signature.
    public static let ethereumSignatures: [[UInt8]] = fieldElements.prefix(count).map {
        $0.bigEndianBytes + $0.squared().bigEndianBytes + [27]
    }

    /// Signed messages, each under a different key.
    public static let signedMessages: [SignedMessage] = zip(privateKeys, messages).map { key, message in
        literal {
            SignedMessage(key: key.publicKey, message: message, signature: try key.signature(for: message))
        }
    }

    /// Signed messages. `keyCount` keys sign them in turn.
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

    /// Order hashes, as parameters of cancel order.
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

/// The value of an expression that does not throw for the samples.
public func literal<Value>(_ value: () throws -> Value) -> Value {
    do { return try value() } catch { fatalError("a sample was refused: \(error)") }
}
