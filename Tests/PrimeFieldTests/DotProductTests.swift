// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import PrimeField

/// Runs `setDotProduct` with every number of terms and with the largest operands that it allows.
@Suite struct DotProductTests {
    /// aᵢ ≤ p, and c ≤ p.
    private let p = LazyFieldElement(limbs: FieldModulus.p)

    /// The largest bᵢ at even and at odd places: just below 1.6p and (2 + 2ε)·p.
    private let largest: [LazyFieldElement]

    init() throws {
        let even = (Natural(8) * .p).quotient(by: 5)
        let odd = Natural(2) * .p + Natural(2) * .powerOfTwo(192)
        largest = try [even, odd].map { LazyFieldElement(limbs: try ($0 - Natural(1)).integer256.limbs) }
    }

    /// This number of the largest bᵢ.
    private func largest(_ count: Int) -> [LazyFieldElement] { (0..<count).map { largest[$0 % 2] } }

    /// Compares with the sum of products, once at the start of the elements and once after other pairs. There
    /// are enough other pairs for their running sums to exceed 2⁵¹².
    private func check(
        _ a: [LazyFieldElement], _ b: [LazyFieldElement], plus c: LazyFieldElement,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let coefficients = a.map { FieldElement($0) }
        let expected = zip(coefficients, b).reduce(FieldElement(c)) { $0 + $1.0 * FieldElement($1.1) }
        // A constant of zero may also be p.
        let constant = FieldElement(c).dotProductConstant(for: coefficients[...])
        let constants = constant == .zero ? [.zero, p] : [LazyFieldElement(constant)]
        for before in [[], largest(32)] {
            PairedElements.withTemporary(count: before.count + b.count) { elements in
                for (i, element) in (before + b).enumerated() { elements.start[i] = element }
                for k in 0..<(before.count + b.count) / 2 { elements.completePair(k) }
                for var constant in constants {
                    var result = LazyFieldElement.one
                    result.setDotProduct(a, elements, from: before.count, count: a.count, plus: &constant)
                    #expect(
                        FieldElement(result) == expected, "\(a.count) terms", sourceLocation: sourceLocation)
                    #expect(
                        Natural(result) < LazyFieldElementTests.reduced, "\(a.count) terms",
                        sourceLocation: sourceLocation)
                }
            }
        }
    }

    @Test(arguments: 1...40)
    func everyNumberOfTermsIsExactAtItsBounds(count: Int) throws {
        let zeros = [LazyFieldElement](repeating: .zero, count: count)
        let ps = [LazyFieldElement](repeating: p, count: count)
        let full = largest(count)
        check(ps, full, plus: p)
        check(ps, full, plus: .zero)
        check(ps, ps, plus: .one)
        check(zeros, full, plus: p)
        check(ps, zeros, plus: .zero)

        // All elements are zero except one, at every place at which the accumulator is reduced.
        for place in [0, count / 2, count - 1] {
            var one = zeros
            one[place] = p
            check(one, full, plus: p)
        }

        // Random operands from the whole range, alone and mixed with the largest ones.
        var generator = SeededGenerator(seed: UInt64(160 + count))
        for _ in 0..<4 {
            let a = (0..<count).map { _ in LazyFieldElement(generator.fieldElement()) }
            let b = try (0..<count).map { i in
                let element = LazyFieldElement(generator.fieldElement())
                let shifted = Natural(element) + .p
                return shifted < Natural(largest[i % 2])
                    ? LazyFieldElement(limbs: try shifted.integer256.limbs) : element
            }
            check(a, b, plus: LazyFieldElement(generator.fieldElement()))
            check(ps, b, plus: p)
            check(a, full, plus: p)
        }
    }

    /// The largest products with random low bits. The multiple of p that Montgomery's reduction adds takes
    /// many values, and the bound must hold for the largest one.
    @Test(arguments: [5, 6, 7, 10, 11, 12, 18, 19, 25, 40])
    func theBoundHoldsForTheLargestReductions(count: Int) throws {
        var generator = SeededGenerator(seed: UInt64(210 + count))
        for _ in 0..<100 {
            var a = [LazyFieldElement](repeating: p, count: count)
            var b = largest(count)
            a[0].limbs.words.0 &-= 2
            b[0].limbs.words.0 = Limb(generator.next())
            b[0].limbs.words.1 = Limb(generator.next())
            b[0].limbs.words.2 = Limb(generator.next())
            b[0].limbs.words.3 -= 1
            check(a, b, plus: p)
        }
    }
}
