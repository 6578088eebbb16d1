// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Poseidon
import PrimeField

/// Checks Poseidon's constants against the vectors, which state them one by one.
///
/// A vector states a draw of the chain as an integer and as its residue mod p. The library has only the
/// residues. So this check reduces the integer and compares the result with the library's residue. It does
/// not check that BLAKE2b maps each integer to the next; `python3 Vectors derive-constants` does.
enum PoseidonConstantsCheck {
    static func failures(of test: VectorTest) -> [VectorFailure] {
        do {
            guard let difference = try difference(in: test) else { return [] }
            return [difference]
        } catch {
            return [failure(test, "members", "a test of constants", "\(error)")]
        }
    }

    private static func difference(in test: VectorTest) throws -> VectorFailure? {
        let arguments = test.members
        switch try arguments.text("kind") {
        case "roundConstant": return try draw(test, arguments, of: roundConstants)
        case "matrixSeed": return try draw(test, arguments, of: MatrixSeeds.all)
        case "matrix":
            let t = try arguments.value("t", .integer)
            // The matrix depends on t alone, so any supported numbers of rounds serve here.
            _ = try PoseidonParameters(width: t, fullRounds: 6, partialRounds: 53)
            let rows = JSON.array(MDSMatrix(width: t).rows.map { .array($0.map(JSON.hex)) })
            guard let stated = test.members["matrix"] else { throw ErrorCode.malformedRequest }
            return stated == rows ? nil : failure(test, "matrix", stated.description, rows.description)
        case let kind:
            return failure(test, "kind", "roundConstant, matrixSeed or matrix", kind)
        }
    }

    private static func draw(_ test: VectorTest, _ arguments: JSON.Object, of values: [FieldElement]) throws
        -> VectorFailure?
    {
        let index = try arguments.value("index", .integer)
        guard values.indices.contains(index - 1) else {
            return failure(test, "index", "\(index)", "there are \(values.count)")
        }
        let value = values[index - 1]
        let stated = try arguments.text("value")
        guard value.hex == stated else { return failure(test, "value", stated, value.hex) }
        let chain = try Integer256(hex: arguments.text("chain"))
        let residue = try FieldElement(reducingBigEndianBytes: chain.bigEndianBytes)
        return residue == value
            ? nil : failure(test, "chain", "an integer that is \(value.hex) mod p", chain.hex)
    }

    /// The constants of the instance with the most rounds.
    private static let roundConstants: [FieldElement] =
        (try? PoseidonParameters(width: 2, fullRounds: 2, partialRounds: 63)).map { Array($0.roundConstants) }
        ?? []

    private static func failure(
        _ test: VectorTest, _ stage: String, _ expected: String, _ actual: String
    ) -> VectorFailure {
        VectorFailure(tcId: test.tcId, op: "", profile: nil, stage: stage, expected: expected, actual: actual)
    }
}
