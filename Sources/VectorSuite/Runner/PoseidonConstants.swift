// SPDX-License-Identifier: Apache-2.0
import Poseidon
import PrimeField
import StrictJSON

/// Poseidon's constants, which the vectors state one by one.
///
/// A vector states a draw of the chain as an integer and as its residue mod p. The library has only the
/// residues, so a stated integer is right if its residue is the library's. Whether BLAKE2b maps each integer
/// to the next is not checked here; `python3 Vectors derive-constants` does.
enum PoseidonConstants {
    /// The values of the library for a test of constants.
    /// - Throws: ``ErrorCode/malformedRequest`` if the library has no such constant.
    static func values(for members: JSON.Object) throws -> JSON.Object {
        switch try members.text("kind") {
        case "roundConstant": return try draw(members, of: roundConstants)
        case "matrixSeed": return try draw(members, of: MatrixSeeds.all)
        case "matrix":
            let t = try members.value("t", .integer)
            // The matrix depends on t alone, so any supported numbers of rounds serve here.
            _ = try PoseidonParameters(width: t, fullRounds: 6, partialRounds: 53)
            return ["matrix": .array(MDSMatrix(width: t).rows.map { .array($0.map(JSON.hex)) })]
        default: throw ErrorCode.malformedRequest
        }
    }

    private static func draw(_ members: JSON.Object, of values: [FieldElement]) throws -> JSON.Object {
        let index = try members.value("index", .integer)
        guard values.indices.contains(index - 1) else { throw ErrorCode.malformedRequest }
        let value = values[index - 1]
        let chain = try Integer256(hex: members.text("chain"))
        let residue = try FieldElement(reducingBigEndianBytes: chain.bigEndianBytes)
        return [
            "value": .hex(value),
            "chain": residue == value ? .hex(chain) : .text("an integer that is \(value.hex) mod p"),
        ]
    }

    /// The constants of the instance with the most rounds.
    private static let roundConstants: [FieldElement] =
        (try? PoseidonParameters(width: 2, fullRounds: 2, partialRounds: 63)).map { Array($0.roundConstants) }
        ?? []
}
