// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import Poseidon

/// Compares the fast path with the definition.
@Suite struct FastPermutationTests {
    @Test(arguments: 2...17)
    func everyWidthAgrees(width: Int) throws {
        var generator = SeededGenerator(seed: UInt64(width))
        // Preparing the recurrence takes long, so only some widths are tried with all round numbers.
        let instances = [(6, 53), (6, 52), (8, 57), (2, width), (10, 17)]
        for (full, partial) in instances.prefix([2, 6, 12].contains(width) ? instances.count : 1) {
            let parameters = try PoseidonParameters(
                width: width, fullRounds: full, partialRounds: partial)
            let fast = try #require(FastPermutation(parameters))
            let plain = PoseidonPermutation(parameters)
            let largest = -FieldElement.one
            let random = (1..<width).map { _ in generator.fieldElement() }
            for inputs in [random, [], Array(repeating: largest, count: width - 1), Array(random.prefix(1))] {
                #expect(fast.hash(inputs) == plain.hash(inputs))
            }
        }
    }

    @Test func instancesWithFewPartialRoundsUseTheDefinition() throws {
        for (width, partial) in [(6, 5), (2, 0), (17, 16)] {
            let parameters = try PoseidonParameters(width: width, fullRounds: 6, partialRounds: partial)
            #expect(FastPermutation(parameters) == nil)
            let inputs = [FieldElement(7)]
            #expect(try PoseidonHash(parameters).hash(inputs) == PoseidonPermutation(parameters).hash(inputs))
        }
    }
}
