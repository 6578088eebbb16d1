// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

/// Checks the laws of a field on edge values and on random ones, and compares the operations with schoolbook
/// arithmetic.
@Suite struct FieldLawsTests {
    private static func values(seed: UInt64, random: Int) -> [FieldElement] {
        var generator = SeededGenerator(seed: seed)
        return FieldElement.edgeValues + (0..<random).map { _ in generator.fieldElement() }
    }

    @Test func operationsAgreeWithSchoolbookArithmetic() throws {
        func element(_ value: Natural) throws -> FieldElement {
            try FieldElement((value % .p).integer256)
        }
        let values = FieldLawsTests.values(seed: 100, random: 10).map { ($0, Natural($0)) }
        for (a, x) in values {
            #expect(x < .p)
            #expect(try -a == element(.p - x))
            #expect(try a.squared() == element(x * x))
            for (b, y) in values {
                #expect(try a + b == element(x + y))
                #expect(try a - b == element(x + .p - y))
            }
            // A product takes a long division, so only a part of the pairs is multiplied.
            for (b, y) in values.prefix(16) { #expect(try a * b == element(x * y)) }
        }
    }

    @Test func ringLawsHoldForPairs() {
        let values = FieldLawsTests.values(seed: 101, random: 10)
        let zero = FieldElement.zero, one = FieldElement.one
        for a in values {
            #expect(a + zero == a)
            #expect(a * one == a)
            #expect(a * zero == zero)
            #expect(a - a == zero)
            #expect(a + -a == zero)
            #expect(-(-a) == a)
            #expect(a.squared() == a * a)
            for b in values {
                #expect(a + b == b + a)
                #expect(a * b == b * a)
                #expect(a - b == a + -b)
                #expect(a - b == -(b - a))
                #expect((a + b) * (a - b) == a.squared() - b.squared())
                #expect((a * b == zero) == (a == zero || b == zero))
            }
        }
    }

    @Test func ringLawsHoldForTriples() {
        // Every third edge value and some random ones.
        let all = FieldLawsTests.values(seed: 102, random: 9)
        let values = stride(from: 0, to: all.count, by: 3).map { all[$0] }
        for a in values {
            for b in values {
                for c in values {
                    #expect((a + b) + c == a + (b + c))
                    #expect((a * b) * c == a * (b * c))
                    #expect(a * (b + c) == a * b + a * c)
                }
            }
        }
    }

    @Test func compoundAssignmentsAreTheOperations() {
        var generator = SeededGenerator(seed: 103)
        let (a, b) = (generator.fieldElement(), generator.fieldElement())
        var sum = a, difference = a, product = a
        sum += b
        difference -= b
        product *= b
        #expect(sum == a + b)
        #expect(difference == a - b)
        #expect(product == a * b)
    }

    @Test func smallIntegersAreSumsOfOnes() throws {
        #expect(FieldElement(0) == .zero)
        #expect(FieldElement(1) == .one)
        #expect(FieldElement(.max) + .one == (try FieldElement(decimal: "18446744073709551616")))
        #expect((0..<1000).reduce(FieldElement.zero) { sum, _ in sum + .one } == FieldElement(1000))
    }

    @Test func equalElementsHaveEqualHashes() {
        let values = FieldLawsTests.values(seed: 104, random: 20)
        for a in values { #expect(Set([a, a + .one - .one, a * .one]).count == 1) }
        #expect(FieldElement.zero != .one)
        #expect(Set(FieldElement.edgeValues.map(\.hex)).count == Set(FieldElement.edgeValues).count)
    }

    @Test func theTwoInversionsAgree() throws {
        for a in FieldLawsTests.values(seed: 105, random: 40) where a != .zero {
            let inverse = try a.inverted()
            #expect(a * inverse == .one)
            #expect(try a.invertedVariableTime() == inverse)
            #expect(try inverse.inverted() == a)
            #expect(try inverse.invertedVariableTime() == a)
        }
        #expect(try FieldElement.one.inverted() == .one)
        #expect(try (-FieldElement.one).inverted() == -.one)
    }

    @Test func zeroHasNoInverse() {
        #expect(throws: PrimeFieldError.notInvertible) { try FieldElement.zero.inverted() }
        #expect(throws: PrimeFieldError.notInvertible) { try FieldElement.zero.invertedVariableTime() }
        #expect(throws: PrimeFieldError.notInvertible) { try (FieldElement(5) - FieldElement(5)).inverted() }
    }
}
