// SPDX-License-Identifier: Apache-2.0

/// A kind of test groups.
struct GroupType {
    /// The operations that the tests may name; none if the tests have no operation.
    let operations: [String]
    /// Members that the tests may have in addition to those of the operation.
    var additionalMembers: Set<String> = []

    /// The kinds by name.
    static let named = [
        "FieldArithmetic": GroupType(operations: names(beginning: "field.")),
        "ScalarArithmetic": GroupType(operations: names(beginning: "scalar.")),
        "CurveOperation": GroupType(operations: names(beginning: "curve.")),
        "PoseidonHash": GroupType(operations: ["poseidon.hash"]),
        "PoseidonConstants": GroupType(
            operations: [], additionalMembers: ["kind", "index", "chain", "value", "t", "matrix"]),
        "EddsaSign": GroupType(operations: ["eddsa.publicKey", "eddsa.sign"]),
        "EddsaVerify": GroupType(operations: ["eddsa.verify"]),
        "KeyDerivation": GroupType(operations: ["key.derive"]),
        "RequestCanonicalize": GroupType(operations: ["request.canonicalize"]),
        "RequestSign": GroupType(operations: ["request.sign"]),
        "RequestVerify": GroupType(operations: ["request.verify"]),
        "OrderHash": GroupType(operations: ["order.hash"]),
        // Signed cancellations of orders, with the HTTP exchange around them.
        "CancelOrder": GroupType(
            operations: ["request.sign"], additionalMembers: ["apiKey", "request", "response", "outcome"]),
    ]

    private static func names(beginning prefix: String) -> [String] {
        Operation.all.map(\.name).filter { $0.hasPrefix(prefix) }
    }
}
