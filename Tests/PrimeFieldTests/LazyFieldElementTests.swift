// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import PrimeField

/// Compares lazily reduced elements with plain ones, with operands at the bounds that each operation states.
///
/// A value represents x if it is (x·R mod p) + k·p for some k ≥ 0 and below R = 2²⁵⁶. The tests check the
/// bounds on the integers. In debug builds the operations also assert that nothing overflows.
@Suite struct LazyFieldElementTests {
    /// (2 + ε)·p = 2p + 2¹⁹², the bound of a value after `reduce`.
    static let reduced = Natural(2) * .p + .powerOfTwo(192)
    static let r = Natural.powerOfTwo(256)

    /// The Montgomery forms of `elements`, each plus every multiple of p that keeps it below `bound`.
    private func representatives(
        _ elements: [FieldElement], below bound: Natural
    ) throws -> [LazyFieldElement] {
        try elements.flatMap { element in
            var result: [LazyFieldElement] = []
            var value = Natural(LazyFieldElement(element))
            while value < bound {
                result.append(LazyFieldElement(limbs: try value.integer256.limbs))
                value = value + .p
            }
            return result
        }
    }

    /// The integers bound − 1, bound − 2, and some below them, as lazy elements.
    private func justBelow(_ bound: Natural) throws -> [LazyFieldElement] {
        try [1, 2, 3, 1 << 32, 1 << 63].map { offset in
            LazyFieldElement(limbs: try (bound - Natural(offset)).integer256.limbs)
        }
    }

    private func random(_ count: Int, seed: UInt64) -> [FieldElement] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.fieldElement() }
    }

    /// c·p for a c with two decimal places.
    private func timesP(hundredths c: UInt64) -> Natural {
        (Natural(c) * .p).quotient(by: 100)
    }

    @Test func everyRepresentativeReducesToItsElement() throws {
        let elements = FieldElement.edgeValues + random(5, seed: 150)
        for element in elements {
            let all = try representatives([element], below: Self.r)
            #expect((5...6).contains(all.count))
            for lazy in all { #expect(FieldElement(lazy) == element) }
        }
        for lazy in try justBelow(Self.r) { #expect(Natural(FieldElement(lazy).limbs) == Natural(lazy) % .p) }
    }

    @Test func productsOfTheLargestOperandsAreExactAndBounded() throws {
        let elements = Array(FieldElement.edgeValues.prefix(12)) + random(2, seed: 151)
        let operands = try representatives(elements, below: Self.r) + justBelow(Self.r)
        let few =
            try representatives(random(1, seed: 152), below: Self.r)
            + justBelow(Self.r) + justBelow(Self.r - .p)
        let added = Natural.p + .powerOfTwo(190)
        for var a in operands {
            for var b in few {
                // The bound of Montgomery multiplication: a·b/R + p + p/2⁶⁴ + 1, itself below R.
                let bound = Natural(a) * Natural(b) + Self.r * added
                guard bound < Self.r * (Self.r - Natural(1)) else { continue }
                var product = LazyFieldElement.zero
                product.multiply(&a, &b)
                #expect(FieldElement(product) == FieldElement(a) * FieldElement(b))
                #expect(Natural(product) * Self.r < bound)
            }
            guard Natural(a) * Natural(a) + Self.r * added < Self.r * (Self.r - Natural(1)) else { continue }
            var square = LazyFieldElement.zero
            square.square(&a)
            #expect(FieldElement(square) == FieldElement(a).squared())
            #expect(Natural(square) * Self.r < Natural(a) * Natural(a) + Self.r * added)
        }
    }

    @Test func theStatedBoundOfProductsCoversTheExactOne() {
        // p/R < 0.18904, and the difference exceeds the value that the reduction adds to p. If αβ ≤ 5.29,
        // products are below 2p: a·b/R ≤ 5.29·p²/R ≤ p, because 5.29·p ≤ R.
        #expect(Natural(100_000) * (.p + .powerOfTwo(190)) < Natural(18904) * Self.r)
        #expect(Natural(529) * .p <= Natural(100) * Self.r)
        #expect(Self.r < Natural(6) * .p)
    }

    @Test func sumsBelowTheLimitAreExact() throws {
        var (largest, zero) = (LazyFieldElement(limbs: Limbs(.max, .max, .max, .max)), LazyFieldElement.zero)
        var result = LazyFieldElement.one
        result.add(&largest, &zero)
        #expect(Natural(result) == Natural(largest))
        for var a in try representatives(FieldElement.edgeValues + random(3, seed: 153), below: Self.r) {
            // The complement: a + b = 2²⁵⁶ − 1.
            var b = LazyFieldElement(limbs: try (Self.r - Natural(1) - Natural(a)).integer256.limbs)
            result.add(&a, &b)
            #expect(Natural(result) == Self.r - Natural(1))
            #expect(FieldElement(result) == FieldElement(a) + FieldElement(b))
            var accumulator = a
            accumulator.accumulate(&b)
            #expect(Natural(accumulator) == Natural(result))
            if Natural(a) < .powerOfTwo(255) {
                accumulator = a
                accumulator.double()
                #expect(Natural(accumulator) == Natural(a) + Natural(a))
                #expect(FieldElement(accumulator) == FieldElement(a) + FieldElement(a))
            }
        }
        var half = LazyFieldElement(limbs: Limbs(.max, .max, .max, .max >> 1))
        let twice = Natural(half) + Natural(half)
        half.double()
        #expect(Natural(half) == twice)
    }

    @Test func differencesAreExactAtBothBounds() throws {
        let elements = Array(FieldElement.edgeValues.prefix(10)) + random(3, seed: 154)
        for (isWide, k, bound) in [(false, 2, 329), (true, 3, 229)] as [(Bool, UInt64, UInt64)] {
            let offset = Natural(k) * .p
            let limit = timesP(hundredths: bound)
            let minuends = try representatives(elements, below: limit) + justBelow(limit) + [.zero]
            var subtrahends = try representatives(elements, below: offset + Natural(1)) + justBelow(offset)
            subtrahends.append(LazyFieldElement(limbs: try offset.integer256.limbs))
            for var a in minuends {
                for var b in subtrahends {
                    var difference = LazyFieldElement.one
                    if isWide { difference.subtractWide(&a, &b) } else { difference.subtract(&a, &b) }
                    #expect(Natural(difference) + Natural(b) == Natural(a) + offset)
                }
            }
            // a − b + k·p represents a − b.
            var (a, b) = (minuends[0], subtrahends[0])
            var difference = LazyFieldElement.zero
            if isWide { difference.subtractWide(&a, &b) } else { difference.subtract(&a, &b) }
            #expect(FieldElement(difference) == FieldElement(a) - FieldElement(b))
        }
    }

    @Test func reductionKeepsTheElementUpToItsBound() throws {
        let limit = Natural(4) * .p + .powerOfTwo(192)
        var values = try representatives(FieldElement.edgeValues + random(10, seed: 155), below: limit)
        values += try justBelow(limit)
        for multiple in 1...4 as ClosedRange<UInt64> {
            values += try justBelow(Natural(multiple) * .p)
            values += try justBelow(Natural(multiple) * .p + .powerOfTwo(192))
            values += try justBelow(Natural(multiple) * .p + Natural(4))
        }
        for value in values {
            var lazy = value
            lazy.reduce()
            #expect(Natural(lazy) < Self.reduced)
            #expect(FieldElement(lazy) == FieldElement(value))
        }
    }

    @Test func operandsMayBeTheResult() throws {
        let (x, y) = (random(2, seed: 156)[0], random(2, seed: 157)[1])
        func check(_ expected: FieldElement, _ operation: (inout LazyFieldElement) -> Void) {
            var value = LazyFieldElement(x)
            operation(&value)
            #expect(FieldElement(value) == expected)
        }
        var other = LazyFieldElement(y)
        check(x * y) { a in
            withUnsafeMutablePointer(to: &a) { $0.pointee.multiply(UnsafePointer($0), &other) }
        }
        check(x * x) { a in withUnsafeMutablePointer(to: &a) { $0.pointee.square(UnsafePointer($0)) } }
        check(x + y) { a in withUnsafeMutablePointer(to: &a) { $0.pointee.add(UnsafePointer($0), &other) } }
        check(x - y) { a in
            withUnsafeMutablePointer(to: &a) { $0.pointee.subtract(UnsafePointer($0), &other) }
        }
    }

    @Test func conditionalOperationsActExactlyIfTheConditionIsOne() throws {
        for element in FieldElement.edgeValues {
            var lazy = LazyFieldElement(element)
            lazy.conditionallyNegate(if: 0)
            #expect(Natural(lazy) == Natural(LazyFieldElement(element)))
            lazy.conditionallyNegate(if: 1)
            #expect(FieldElement(lazy) == -element)
            #expect(Natural(lazy) <= .p)
            // −0 is p itself, and negating it once more is allowed.
            lazy.conditionallyNegate(if: 1)
            #expect(FieldElement(lazy) == element)
        }
        let (x, y) = (LazyFieldElement(FieldElement(7)), LazyFieldElement(-FieldElement.one))
        for condition in [0, 1] as [Limb] {
            var (a, b) = (x, y)
            LazyFieldElement.conditionallySwap(&a, &b, if: condition)
            #expect(Natural(a) == Natural(condition == 1 ? y : x))
            #expect(Natural(b) == Natural(condition == 1 ? x : y))
        }
    }

    @Test func selectionReadsTheRightEntry() {
        let table = (0..<17 as Range<UInt64>).map { i -> ConstantTime.Triple in
            (SIMD4(repeating: i), SIMD4(repeating: .max - i), SIMD4(i << 63, 1, i, i * i))
        }
        for count in [1, 2, 16, 17] {
            for index in 0..<count {
                let selected = table.withUnsafeBytes {
                    ConstantTime.select(from: $0.baseAddress!, count: count, at: index)
                }
                #expect(selected == table[index])
            }
        }
    }
}

extension Natural {
    init(_ limbs: Limbs) { self.init(Integer256(limbs: limbs)) }

    init(_ lazy: LazyFieldElement) { self.init(lazy.limbs) }

    /// The integer part of self/divisor, by bisection.
    func quotient(by divisor: UInt64) -> Natural {
        var quotient = Natural(0)
        for bit in (0..<258).reversed() {
            let candidate = quotient + .powerOfTwo(bit)
            if Natural(divisor) * candidate <= self { quotient = candidate }
        }
        return quotient
    }
}
