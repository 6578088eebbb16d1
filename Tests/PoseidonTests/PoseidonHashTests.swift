// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import Poseidon

/// The limits of parameters and input counts, the padding, and the dependence of the hash on its inputs.
@Suite struct PoseidonHashTests {
    @Test(arguments: [
        (2, 6, 53), (17, 6, 53), (6, 2, 0), (6, 2, 1), (6, 2, 63), (6, 64, 0), (6, 64, 1), (6, 8, 57),
        (2, 4, 61),
    ])
    func parametersAtTheBoundaryAreAccepted(t: Int, fullRounds: Int, partialRounds: Int) throws {
        let parameters = try PoseidonParameters(
            width: t, fullRounds: fullRounds, partialRounds: partialRounds)
        #expect(parameters.width == t)
        #expect(parameters.fullRounds == fullRounds)
        #expect(parameters.partialRounds == partialRounds)
        let inputs = [FieldElement(3)]
        #expect(try PoseidonHash(parameters).hash(inputs) == PoseidonPermutation(parameters).hash(inputs))
    }

    @Test(arguments: [
        // t
        (1, 6, 53), (0, 6, 53), (-6, 6, 53), (18, 6, 53), (.max, 6, 53), (.min, 6, 53),
        // R_F: zero, odd, negative, too many
        (6, 0, 53), (6, 1, 53), (6, 3, 53), (6, 7, 53), (6, -2, 53), (6, 66, 0), (6, .max, 0),
        (6, .max - 1, 0),
        (6, .min, 53),
        // R_P: negative, too many together with R_F
        (6, 6, -1), (6, 6, 60), (6, 8, 58), (6, 64, 2), (6, 2, 64), (6, 6, .max), (6, 6, .min),
        (6, .max - 1, .max),
    ])
    func otherParametersAreRefused(t: Int, fullRounds: Int, partialRounds: Int) {
        #expect(throws: PoseidonError.parametersUnsupported) {
            try PoseidonParameters(width: t, fullRounds: fullRounds, partialRounds: partialRounds)
        }
    }

    @Test func theNamedInstancesHaveTheirParameters() throws {
        #expect(PoseidonParameters.challenge == (try .init(width: 6, fullRounds: 6, partialRounds: 52)))
        #expect(PoseidonParameters.orderHash == (try .init(width: 12, fullRounds: 6, partialRounds: 53)))
        #expect(PoseidonHash.challenge.parameters == .challenge)
        #expect(PoseidonHash.orderHash.parameters == .orderHash)
        let inputs = [FieldElement(1), FieldElement(2)]
        #expect(try PoseidonHash.challenge.hash(inputs) == PoseidonHash(.challenge).hash(inputs))
        #expect(try PoseidonHash.orderHash.hash(inputs) == PoseidonHash(.orderHash).hash(inputs))
    }

    @Test(arguments: [2, 3, 6, 12, 17])
    func atMostOneInputLessThanTheWidthIsAccepted(t: Int) throws {
        let hash = PoseidonHash(try PoseidonParameters(width: t, fullRounds: 6, partialRounds: 53))
        let inputs = (1...20 as ClosedRange<UInt64>).map { FieldElement($0) }
        for count in 0..<t { #expect(throws: Never.self) { try hash.hash(Array(inputs.prefix(count))) } }
        for count in [t, t + 1, 20] {
            #expect(throws: PoseidonError.inputCount) { try hash.hash(Array(inputs.prefix(count))) }
        }
        // With too few partial rounds for the fast path, the limit is the same.
        let plain = PoseidonHash(try PoseidonParameters(width: t, fullRounds: 2, partialRounds: 1))
        #expect(throws: Never.self) { try plain.hash(Array(inputs.prefix(t - 1))) }
        #expect(throws: PoseidonError.inputCount) { try plain.hash(Array(inputs.prefix(t))) }
    }

    /// The number of inputs is not hashed. Absent inputs are zeros.
    @Test(arguments: [4, 5, 6, 12])
    func paddingIsZerosWithoutATag(t: Int) throws {
        let hash = PoseidonHash(try PoseidonParameters(width: t, fullRounds: 6, partialRounds: 53))
        let (one, two) = (FieldElement(1), FieldElement(2))
        let expected = try hash.hash([one, two])
        for zeros in 0...t - 3 {
            #expect(try hash.hash([one, two] + Array(repeating: .zero, count: zeros)) == expected)
        }
        #expect(try hash.hash([]) == hash.hash([.zero]))
        #expect(try hash.hash([.zero, one, two]) != expected)
        #expect(try hash.hash([two, one]) != expected)
    }

    @Test func theHashDependsOnTheInstance() throws {
        let widths = (2...17).map { ($0, 6, 53) }
        let rounds = [(6, 52), (8, 53), (8, 57), (8, 51), (4, 55), (2, 0)].map { (6, $0, $1) }
        let outputs = try (widths + rounds).map { t, full, partial in
            // The definition equals the fast path and needs less preparation.
            let parameters = try PoseidonParameters(width: t, fullRounds: full, partialRounds: partial)
            return PoseidonPermutation(parameters).hash([FieldElement(1)])
        }
        #expect(Set(outputs).count == outputs.count)
    }

    @Test func theHashDependsOnEveryInputAndItsPlace() throws {
        var generator = SeededGenerator(seed: 400)
        for hash in [PoseidonHash.challenge, .orderHash] {
            let inputs = (1..<hash.parameters.width).map { _ in generator.fieldElement() }
            var outputs = [try hash.hash(inputs)]
            #expect(try hash.hash(inputs) == outputs[0])
            for i in inputs.indices {
                var changed = inputs
                changed[i] += .one
                outputs.append(try hash.hash(changed))
                if i > 0 {
                    changed = inputs
                    changed.swapAt(0, i)
                    outputs.append(try hash.hash(changed))
                }
            }
            #expect(Set(outputs).count == outputs.count)
        }
    }
}
