// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import Poseidon

/// The permutation by definition, checked in every element of the state.
@Suite struct PoseidonPermutationTests {
    @Test func publishedHashesAreElementZero() throws {
        for answer in try KnownAnswers.load().poseidon {
            let permutation = PoseidonPermutation(
                try PoseidonParameters(
                    width: answer.t, fullRounds: answer.fullRounds, partialRounds: answer.partialRounds))
            let inputs = try answer.inputs.map { try FieldElement(decimal: $0) }
            let padding = [FieldElement](repeating: .zero, count: answer.t - inputs.count)
            #expect(try permutation(inputs + padding)[0] == FieldElement(decimal: answer.output))
            #expect(try permutation.hash(inputs) == permutation(inputs + padding)[0])
        }
    }

    /// States by the independent Python reference (Vectors/loopring_vectors/reference/poseidon.py):
    /// permute(state, R_F, R_P).
    @Test func wholeStatesAgree() throws {
        let challenge = PoseidonPermutation(.challenge)
        let counting = (0..<6 as Range<UInt64>).map { FieldElement($0) }
        #expect(
            try challenge(counting).map(\.hex) == [
                "0x037194d5045275f1d9dbcf45b880bd912db0e1bf63eb97f0af6d4996c7f473f1",
                "0x046337ec4bf79200174ec7dd834734fc051b13f4bcb1018e7198e2a3793bfebe",
                "0x1967b55425a22f8c8fb5c5cf1424ec21c25c0444e0247688a62bf004d467fc8e",
                "0x1945ab6557d2b3d7d690e74214c6e2b24975b1c77c63b498a4bd232ab60d23c1",
                "0x27c2221256a5bea64fdd1a07f53d7bd791acc9b7b4bfd35a1c3fb154cf6aa85d",
                "0x0a46c9e65975cc3280128c9a27c4952ed97bc27995e6fb2cce67b54e15b8a8c7",
            ])
        let narrow = PoseidonPermutation(
            try PoseidonParameters(width: 2, fullRounds: 6, partialRounds: 53))
        #expect(
            try narrow([FieldElement(1), FieldElement(2)]).map(\.hex) == [
                "0x048ae06e2f0344c40c9bce9c1cac82238c5c09ad4303cce26d270618882f25c4",
                "0x1ddd017db12021bc1dfca9515238e21cf9a6f7e8067ac2965bcb4016ee469d3a",
            ])
        // Two full rounds and no partial rounds, on the largest element.
        let short = PoseidonPermutation(try PoseidonParameters(width: 3, fullRounds: 2, partialRounds: 0))
        #expect(
            try short([FieldElement](repeating: -.one, count: 3)).map(\.hex) == [
                "0x11919a9f35504b32f380439dc5beb090b11f5ad3a97a802ea44008192be081bc",
                "0x020368d053210d371461faa3514fbffb30c2c3686ea6a051bd1400f135cfd9c2",
                "0x189e2ab27c0aadad814db2170164056f69354867670ff5b5da6fede8e0269ff9",
            ])
    }

    @Test func theMatrixIsACauchyMatrixOfDistinctSeeds() throws {
        #expect(MatrixSeeds.all.count == 34)
        #expect(Set(MatrixSeeds.all).count == 34)
        for t in [2, 6, 12, 17] {
            let rows = MDSMatrix(width: t).rows
            #expect(rows.count == t)
            for (i, row) in rows.enumerated() {
                #expect(row.count == t)
                for (j, entry) in row.enumerated() {
                    #expect(entry * (MatrixSeeds.all[i] - MatrixSeeds.all[t + j]) == .one)
                }
            }
            // Column j is the image of the j-th unit vector.
            for j in [0, t - 1] {
                var unit = [FieldElement](repeating: .zero, count: t)
                unit[j] = .one
                #expect(MDSMatrix(width: t).multiplied(by: unit) == rows.map { $0[j] })
            }
        }
        #expect(MDSMatrix(width: 3).rows[0][1] != MDSMatrix(width: 3).rows[1][0])
    }

    @Test(arguments: [0, 1, 5, 7, 12])
    func onlyStatesOfTElementsArePermuted(count: Int) {
        #expect(throws: PoseidonError.stateSize) {
            try PoseidonPermutation(.challenge)([FieldElement](repeating: .one, count: count))
        }
    }

    @Test func instancesArePrintedInOneLine() {
        #expect("\(PoseidonHash.challenge)" == "PoseidonHash(t = 6, R_F = 6, R_P = 52)")
        #expect("\(PoseidonPermutation(.orderHash))" == "PoseidonPermutation(t = 12, R_F = 6, R_P = 53)")
        var dumped = ""
        dump(PoseidonHash.challenge, to: &dumped)
        dump(PoseidonPermutation(.challenge), to: &dumped)
        #expect(dumped.utf8.count < 1_000)
    }

    @Test func theLimitsAreThoseOfTheConstants() {
        #expect(PoseidonParameters.largestRoundCount == RoundConstants.all.count)
        #expect(2 * PoseidonParameters.widths.upperBound == MatrixSeeds.all.count)
    }

    @Test func halfOfTheFullRoundsComeBeforeThePartialOnes() throws {
        let parameters = try PoseidonParameters(width: 3, fullRounds: 4, partialRounds: 5)
        #expect(
            (0..<9).map(parameters.isFull) == [true, true, false, false, false, false, false, true, true])
        #expect(parameters.roundConstants.count == 9)
        #expect(Array(parameters.roundConstants) == Array(RoundConstants.all.prefix(9)))
        #expect(Set(RoundConstants.all).count == 65)
    }
}
