// SPDX-License-Identifier: Apache-2.0

// Definition: Σ kᵢ·Pᵢ with Point.multipliedByDefinition and Point.+.
// Agreement: SumOfProductsTests; Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Multiplications.swift.

import PrimeField

/// A sum Σ kᵢ·Pᵢ of many products of public points and public integers, by Pippenger's buckets.
/// Variable-time.
///
/// The integers are written in signed digits of windows of c bits. In each window, point Pᵢ is added to the
/// bucket of its digit's magnitude d, 1 ≤ d ≤ 2^(c−1), or subtracted if the digit is negative. The sum of the
/// window is Σ d·bucket(d). The sums of the windows are combined from the highest window on, with c doublings
/// between two windows. A window costs one addition for each point and two for each bucket, whatever the size
/// of the digits. No integer is reduced, so the sum is exact on the whole group. Source: Bernstein, Doumen,
/// Lange, Oosterwijk, "Faster batch forgery identification", INDOCRYPT 2012, section 3; Pippenger, "On the
/// evaluation of powers and related problems", FOCS 1976.
package struct SumOfProducts {
    /// A point and the integer that multiplies it.
    package struct Term: Sendable, BitwiseCopyable {
        fileprivate var point: PrecomputedPoint
        fileprivate var integer: Limbs

        /// k·P. The initializer of the sum states how many bits k may have.
        package init(_ k: Integer256, _ point: PrecomputedPoint) {
            self.point = point
            integer = k.limbs
        }
    }

    private var short: [Term]
    private var long: [Term]
    private let windows: WindowPlan

    /// The sum of the `short` products, with integers below 2¹²⁸, and the `long` ones, with integers below
    /// 2²⁵².
    package init(short: [Term], long: [Term]) {
        self.short = short
        self.long = long
        windows = WindowPlan(shortTerms: short.count, longTerms: long.count)
    }

    /// The cost of a sum of this many products, in additions of points. A doubling counts as an addition.
    package static func cost(shortTerms: Int, longTerms: Int) -> Int {
        WindowPlan(shortTerms: shortTerms, longTerms: longTerms).cost
    }
}

/// The positions and widths of the windows. Below ``lowBits`` all terms have digits. Above it only the long
/// terms have digits; they are fewer, so the best windows there are narrower.
private struct WindowPlan {
    struct Window {
        let position: Int
        let width: Int
    }

    /// The windows, from the least significant one on.
    let windows: [Window]
    /// The position of the first window that only long terms have. It is at least 130, so a short integer
    /// plus its bias does not reach it.
    let lowBits: Int
    let cost: Int

    /// The bits of all windows together: enough for a long integer plus its bias.
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

    /// The width with the lowest cost for this number of terms.
    private static func best(bits: Int, terms: Int) -> (width: Int, cost: Int) {
        let costs = (2...13).map { width in
            (width: width, cost: (bits + width - 1) / width * cost(terms: terms, width: width))
        }
        return costs.min { $0.cost < $1.cost } ?? costs[0]
    }

    /// The cost of one window: one addition for each term, and two for each of the 2^(c−1) buckets. The
    /// latter take half as long again, because they need the point in cached form.
    private static func cost(terms: Int, width: Int) -> Int {
        terms + 3 << (width - 1)
    }

    /// Σ 2^(position + width − 1) over the windows that begin below `end`.
    ///
    /// In the sum k + bias, a window of c bits holds d + 2^(c−1), where d is the signed digit of k, −2^(c−1)
    /// ≤ d < 2^(c−1). So the digits can be read from the windows one by one, without a carry.
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
    /// Adds each point to the bucket of its digit's magnitude, or subtracts it if the digit is negative. The
    /// bucket of magnitude d is at index d − 1.
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
    /// Σ (i + 1)·Pᵢ.
    ///
    /// The loop goes from the last point to the first. `partial` is Pₙ + … + Pᵢ, and `total` is the sum of
    /// all partial sums so far. Pᵢ is part of i + 1 of them.
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
    /// Σ 2^i over the positions i < 256, which are different.
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
    /// The prepared form of the point.
    package init(_ point: Point) {
        self.init(u: MinusOneTwist.squareRootOfMinusA * point.x, y: point.y)
    }
}
