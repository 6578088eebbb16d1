// SPDX-License-Identifier: Apache-2.0

/// The kinds of test groups, with the operations and the additional members that tests of each may have.
public enum GroupType: String, CaseIterable, Sendable {
    case fieldArithmetic = "FieldArithmetic"
    case scalarArithmetic = "ScalarArithmetic"
    case curveOperation = "CurveOperation"
    case poseidonHash = "PoseidonHash"
    case poseidonConstants = "PoseidonConstants"
    case eddsaSign = "EddsaSign"
    case eddsaVerify = "EddsaVerify"
    case keyDerivation = "KeyDerivation"
    case requestCanonicalize = "RequestCanonicalize"
    case requestSign = "RequestSign"
    case requestVerify = "RequestVerify"
    case orderHash = "OrderHash"
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
