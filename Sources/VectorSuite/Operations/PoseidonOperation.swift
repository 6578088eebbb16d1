import Poseidon
import PrimeField

extension Operation {
    /// `poseidon.hash`.
    static let poseidonHash = Operation(
        name: "poseidon.hash",
        input: [
            .init(name: "t", shape: .integer), .init(name: "fullRounds", shape: .integer),
            .init(name: "partialRounds", shape: .integer), .init(name: "inputs", shape: .texts),
        ],
        output: ["output"]
    ) { arguments, stages in
        let parameters = try PoseidonParameters(
            width: arguments.integer("t"), fullRounds: arguments.integer("fullRounds"),
            partialRounds: arguments.integer("partialRounds"))
        let inputs = try arguments.texts("inputs").map { try FieldElement(hex: $0) }
        stages.record("output", .hex(try PoseidonHash(parameters).hash(inputs)))
    }
}
