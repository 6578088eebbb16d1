// SPDX-License-Identifier: Apache-2.0

/// The kinds of test groups, with the operations and the additional members that tests of each may have.
public enum GroupType: String, CaseIterable, Sendable {
    /// Operations on field elements.
    case fieldArithmetic = "FieldArithmetic"
    /// Operations on scalars.
    case scalarArithmetic = "ScalarArithmetic"
    /// Operations on curve points.
    case curveOperation = "CurveOperation"
    /// Hashes of Poseidon.
    case poseidonHash = "PoseidonHash"
    /// Constants of Poseidon, which no operation returns.
    case poseidonConstants = "PoseidonConstants"
    /// Public keys and signatures.
    case eddsaSign = "EddsaSign"
    /// Verification of signatures.
    case eddsaVerify = "EddsaVerify"
    /// Derivation of keys from Ethereum signatures.
    case keyDerivation = "KeyDerivation"
    /// Canonicalization of requests.
    case requestCanonicalize = "RequestCanonicalize"
    /// Signatures of requests.
    case requestSign = "RequestSign"
    /// Verification of signed requests.
    case requestVerify = "RequestVerify"
    /// Hashes of orders.
    case orderHash = "OrderHash"
    /// Signed cancellations of orders, with the HTTP exchange around them.
    case cancelOrder = "CancelOrder"

    /// The operations of the tests; empty if the tests have no operation.
    package var operations: [String] {
        switch self {
        case .fieldArithmetic:
            ["add", "subtract", "multiply", "negate", "square", "invert", "squareRoot"].map { "field." + $0 }
        case .scalarArithmetic: ["add", "subtract", "multiply", "invert"].map { "scalar." + $0 }
        case .curveOperation:
            ["isOnCurve", "isInSubgroup", "add", "multiply", "pack", "unpack"].map { "curve." + $0 }
        case .poseidonHash: ["poseidon.hash"]
        case .poseidonConstants: []
        case .eddsaSign: ["eddsa.publicKey", "eddsa.sign"]
        case .eddsaVerify: ["eddsa.verify"]
        case .keyDerivation: ["key.derive"]
        case .requestCanonicalize: ["request.canonicalize"]
        case .requestSign, .cancelOrder: ["request.sign"]
        case .requestVerify: ["request.verify"]
        case .orderHash: ["order.hash"]
        }
    }

    /// Members in addition to those of the operation.
    package var additionalMembers: Set<String> {
        switch self {
        case .poseidonConstants: ["kind", "index", "chain", "value", "t", "matrix"]
        case .cancelOrder: ["apiKey", "request", "response", "outcome"]
        default: []
        }
    }
}
