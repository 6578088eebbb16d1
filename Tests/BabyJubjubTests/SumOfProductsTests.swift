// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

/// Compares sums by buckets with sums of single products, over the whole group.
@Suite struct SumOfProductsTests {
    private func check(
        short: [(Integer256, Point)], long: [(Integer256, Point)],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let sum = SumOfProducts(
            short: short.map { SumOfProducts.Term($0, PrecomputedPoint($1)) },
            long: long.map { SumOfProducts.Term($0, PrecomputedPoint($1)) }
        ).value()
        let expected = (short + long).reduce(Point.identity) { $0 + $1.1.multipliedVariableTime(by: $1.0) }
        #expect(sum.affineVariableTime() == expected, sourceLocation: sourceLocation)
    }

    /// The greatest integers that a term may have, their neighbors, and the boundaries of limbs and windows.
    private func edges(below bits: Int) throws -> [Integer256] {
        let one = Natural(1)
        var values = [Natural(0), one, Natural(2), .powerOfTwo(bits) - one, .powerOfTwo(bits - 1)]
        for exponent in [3, 63, 64, 65, 127, 128, 130, 192, 250] where exponent < bits {
            values += [.powerOfTwo(exponent) - one, .powerOfTwo(exponent)]
        }
        for byte in [0x55, 0xaa, 0x84] as [UInt8] {
            let pattern = Natural(littleEndianBytes: [UInt8](repeating: byte, count: 32))
            values.append(pattern % .powerOfTwo(bits))
        }
        if bits > 251 { values += [.order, .order - one] }
        return try values.map { try $0.integer256 }
    }

    @Test func sumsOfEdgeIntegersAreExact() throws {
        var generator = SeededGenerator(seed: 360)
        let points = generator.pointsOfEveryClass()
        check(short: [], long: [])
        for (n, k) in try edges(below: 128).enumerated() {
            check(short: [(k, points[n % 8])], long: [])
            check(short: [(k, points[n % 8])], long: [(k, points[(n + 3) % 8])])
        }
        for (n, k) in try edges(below: 252).enumerated() { check(short: [], long: [(k, points[n % 8])]) }
    }

    @Test func sumsOfLowOrderPointsAndOppositesAreExact() throws {
        var generator = SeededGenerator(seed: 361)
        let point = generator.subgroupPoint()
        let k = generator.scalar().integer
        check(short: [], long: [(k, point), (k, -point), (k, point), (k, .identity)])
        check(short: [], long: Point.lowOrderPoints.map { (generator.scalar().integer, $0) })
        check(
            short: Point.lowOrderPoints.map { (Integer256(generator.next()), $0) }, long: [(k, .identity)])
    }

    @Test(arguments: [(1, 1), (7, 2), (40, 1), (40, 40), (150, 17), (0, 60)])
    func sumsOfManyTermsAreExact(short: Int, long: Int) throws {
        var generator = SeededGenerator(seed: UInt64(362 + short + 1000 * long))
        let points = Point.lowOrderPoints + generator.pointsOfEveryClass() + generator.pointsOfEveryClass()
        func integers(_ count: Int, bits: Int) throws -> [Integer256] {
            let edges = try edges(below: bits)
            return try (0..<count).map { i in
                i % 4 == 3
                    ? edges[i / 4 % edges.count]
                    : try (Natural(generator.integer()) % .powerOfTwo(bits)).integer256
            }
        }
        check(
            short: try integers(short, bits: 128).map { ($0, points.randomElement(using: &generator)!) },
            long: try integers(long, bits: 252).map { ($0, points.randomElement(using: &generator)!) })
    }

    /// The cost grows with the number of terms, and the cost of one term falls. The search for invalid
    /// signatures depends on this.
    @Test func theCostOfATermFallsWithTheirNumber() {
        let counts = [1, 4, 16, 64, 256, 1024]
        let costs = counts.map { SumOfProducts.cost(shortTerms: $0, longTerms: 2) }
        #expect(costs == costs.sorted())
        let perTerm = zip(costs, counts).map { Double($0) / Double($1) }
        #expect(perTerm == perTerm.sorted(by: >))
    }
}
