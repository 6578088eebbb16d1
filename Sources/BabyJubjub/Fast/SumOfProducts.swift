// SPDX-License-Identifier: Apache-2.0

// Definition: Σ kᵢ·Pᵢ with Point.multipliedByDefinition and Point.+.
// Agreement: SumOfProductsTests; Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Multiplications.swift.

import PrimeField

/// A sum Σ kᵢ·Pᵢ of many products of public points and public integers, by Pippenger's buckets. Variable-time.
///
/// The integers are cut into windows of c bits. In each window a point is added to the bucket of its digit, the
/// buckets are summed with their digits as weights, and the sums of the windows are put together by doublings
/// as in Horner's scheme: 2^(c−1) buckets cost as many points need not be added twice. Exact on the whole group, since
/// no integer is reduced. Source: Bernstein, Doumen, Lange, Oosterwijk, "Faster batch forgery identification", INDOCRYPT
/// 2012, section 3; Pippenger, "On the evaluation of powers and related problems", FOCS 1976.
package struct SumOfProducts {
    /// A point and the integer that multiplies it.
    package struct Term: Sendable, BitwiseCopyable {
        fileprivate var point: PrecomputedPoint
        fileprivate var integer: Limbs

        /// k·P. The sum says how long k may be.
        package init(_ k: Integer256, _ point: PrecomputedPoint) {
            self.point = point
            integer = k.limbs
        }
    }

    private var short: [Term]
    private var long: [Term]
    private let windows: WindowPlan

    /// The sum of products with integers below 2¹²⁸ (`short`) and below 2²⁵² (`long`).
    package init(short: [Term], long: [Term]) {
        self.short = short
        self.long = long
        windows = WindowPlan(shortTerms: short.count, longTerms: long.count)
    }

    /// What a sum of so many products costs, in additions of points; doublings count as additions.
    package static func cost(shortTerms: Int, longTerms: Int) -> Int {
        WindowPlan(shortTerms: shortTerms, longTerms: longTerms).cost
    }
}

/// How the bits of the integers are cut into windows: those below ``lowBits``, where all terms have digits, and
/// those above, where only the long ones have, and where buckets have to be fewer.
private struct WindowPlan {
    struct Window {
        let position: Int
        let width: Int
    }

    /// From the least significant one.
    let windows: [Window]
    /// Where the windows of the long terms alone begin: above 2¹²⁹, so that no short term reaches them.
    let lowBits: Int
    let cost: Int

    /// The bits of all windows together: above 2²⁵³, so that no long term leaves them.
    private static let bits = 255

    init(shortTerms: Int, longTerms: Int) {
        let (low, _) = WindowPlan.best(bits: 130, terms: shortTerms + longTerms)
        lowBits = low * ((130 + low - 1) / low)
        let (high, _) = WindowPlan.best(bits: WindowPlan.bits - lowBits, terms: longTerms)
        var windows: [Window] = []
        var position = 0
        while position < WindowPlan.bits {
            let width = position < lowBits ? low : min(high, WindowPlan.bits - position)
            windows.append(Window(position: position, width: width))
            position += width
        }
        self.windows = windows
        let lowBits = lowBits
        cost = windows.reduce(WindowPlan.bits) { cost, window in
            let terms = window.position < lowBits ? shortTerms + longTerms : longTerms
            return cost + WindowPlan.cost(terms: terms, width: window.width)
        }
    }

    /// The width at which so many terms are added up with the fewest operations.
    private static func best(bits: Int, terms: Int) -> (width: Int, cost: Int) {
        let costs = (2...13).map { width in
            (width: width, cost: (bits + width - 1) / width * cost(terms: terms, width: width))
        }
        return costs.min { $0.cost < $1.cost } ?? costs[0]
    }

    /// An addition for each term, and for each of the 2^(c−1) buckets two that take half as long again.
    private static func cost(terms: Int, width: Int) -> Int {
        terms + 3 << (width - 1)
    }

    /// Σ 2^(position + width − 1) over the windows that begin below `end`. An integer to which this is added
    /// shows the signed digit d of each window, −2^(c−1) ≤ d < 2^(c−1), as d + 2^(c−1), with no carry between
    /// windows.
    func bias(below end: Int) -> Limbs {
        Limbs(bitsAt: windows.filter { $0.position < end }.map { $0.position + $0.width - 1 })
    }
}

extension SumOfProducts {
    /// The sum.
    package func value() -> ExtendedPoint {
        var (short, long) = (short, long)
        let shortBias = windows.bias(below: windows.lowBits)
        let longBias = windows.bias(below: .max)
        for i in short.indices { short[i].integer = Limbs.adding(short[i].integer, shortBias).sum }
        for i in long.indices { long[i].integer = Limbs.adding(long[i].integer, longBias).sum }
        let widest = windows.windows.map(\.width).max() ?? 1
        var buckets = [ExtendedPoint](repeating: .identity, count: 1 << (widest - 1))

        var result = ExtendedPoint.identity
        for window in windows.windows.reversed() {
            for i in 0..<window.width { result.double(keepingT: i == window.width - 1) }
            let count = 1 << (window.width - 1)
            buckets.withUnsafeMutableBufferPointer { buckets in
                buckets[..<count].update(repeating: .identity)
                long.sort(into: buckets, by: window)
                if window.position < windows.lowBits { short.sort(into: buckets, by: window) }
            }
            var sum = CachedPoint(ExtendedPoint.weightedSum(of: buckets[..<count]))
            result.add(&sum)
        }
        return result
    }
}

extension [SumOfProducts.Term] {
    /// Adds each point to the bucket of its digit's magnitude m, which is at m − 1, or takes it away.
    fileprivate mutating func sort(
        into buckets: UnsafeMutableBufferPointer<ExtendedPoint>, by window: WindowPlan.Window
    ) {
        let half = 1 << (window.width - 1)
        withUnsafeMutableBufferPointer { terms in
            for i in terms.indices {
                let digit = terms[i].integer.bits(window.width, at: window.position) - half
                if digit > 0 { buckets[digit - 1].add(&terms[i].point) }
                if digit < 0 { buckets[-digit - 1].subtract(&terms[i].point) }
            }
        }
    }
}

extension ExtendedPoint {
    /// Σ (i + 1)·Pᵢ: the sum of all partial sums Pₙ + … + Pᵢ.
    fileprivate static func weightedSum(of points: ArraySlice<ExtendedPoint>) -> ExtendedPoint {
        var partial = ExtendedPoint.identity
        var total = ExtendedPoint.identity
        for point in points.reversed() {
            var addend = CachedPoint(point)
            partial.add(&addend)
            addend = CachedPoint(partial)
            total.add(&addend)
        }
        return total
    }
}

extension Limbs {
    /// Σ 2^i over these different positions i < 256.
    init(bitsAt positions: [Int]) {
        var limbs = [Limb](repeating: 0, count: Limbs.count)
        for i in positions { limbs[i / Limb.bitWidth] |= 1 << Limb(i % Limb.bitWidth) }
        self.init(limbs[0], limbs[1], limbs[2], limbs[3])
    }

    /// The `width` < 64 bits from `position` on, as an integer.
    @inline(__always)
    func bits(_ width: Int, at position: Int) -> Int {
        withLimbs { limbs in
            let (word, bit) = (position / Limb.bitWidth, position % Limb.bitWidth)
            var value = limbs[word] >> Limb(bit)
            if bit + width > Limb.bitWidth, word + 1 < Limbs.count {
                value |= limbs[word + 1] << Limb(Limb.bitWidth - bit)
            }
            return Int(truncatingIfNeeded: value & (1 << Limb(width) - 1))
        }
    }
}

extension PrecomputedPoint {
    /// The point, prepared for addition.
    package init(_ point: Point) {
        self.init(u: MinusOneTwist.squareRootOfMinusA * point.x, y: point.y)
    }
}
