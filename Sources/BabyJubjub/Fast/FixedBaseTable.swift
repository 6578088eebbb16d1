// SPDX-License-Identifier: Apache-2.0

// Definition: the points i·64ʲ·B by Point.+.
// Agreement: MultiplicationTests (everyEntryOfTheTableIsItsMultiple); Tests/Checks/Proofs/points.py (every
// entry).

import PrimeField

/// The multiples of the base point for the multiplication by a secret scalar. Window j = 0, …, 41 holds the
/// points i·64ʲ·B for i = 0, …, 32. The table takes 133 KB and is computed once, at first use.
///
/// Wider windows do not pay. With 7 bits there would be six additions fewer, but each selection would read
/// twice as many entries.
struct FixedBaseTable: @unchecked Sendable {
    /// The number of bits in a window. Scalars are written in signed digits to base 2⁶.
    static let windowBits = 6
    /// 42 digits of 6 bits represent any scalar below ℓ < 2²⁵¹. The last digit is at most ⌊ℓ/2²⁴⁶⌋ = 24 plus
    /// a carry of
    /// 1. That is below 32, so the last digit is not made negative and leaves no carry.
    static let windowCount = 42
    /// The magnitudes 0, …, 32 of a signed digit.
    static let entriesPerWindow = 33

    /// The table of the base point B.
    static let base = FixedBaseTable(of: .base)

    // Written by init only. Never freed, because the table is used until the process ends.
    private let entries: UnsafeMutablePointer<PrecomputedPoint>

    private init(of point: Point) {
        let points = PrecomputedPoint.windowMultiples(
            of: point, width: FixedBaseTable.windowBits, windowCount: FixedBaseTable.windowCount)
        // `ConstantTime.select` reads the entries as vectors, which need this alignment.
        entries = UnsafeMutableRawPointer.allocate(
            byteCount: points.count * MemoryLayout<PrecomputedPoint>.stride,
            alignment: MemoryLayout<ConstantTime.Triple>.alignment
        ).initializeMemory(as: PrecomputedPoint.self, from: points, count: points.count)
    }

    /// i·64ʲ·B for the secret magnitude i and the public window j, in constant time.
    @inline(__always)
    func select(window j: Int, magnitude i: Int) -> PrecomputedPoint {
        let window = UnsafeRawPointer(entries + j * FixedBaseTable.entriesPerWindow)
        return unsafeBitCast(
            ConstantTime.select(from: window, count: FixedBaseTable.entriesPerWindow, at: i),
            to: PrecomputedPoint.self)
    }
}

extension PrecomputedPoint {
    /// The points i·2^(w·j)·P for i = 0, …, 2^(w−1), for one window j of w bits after the other. These are
    /// the multiples that signed digits to base 2^w need. Variable-time.
    static func windowMultiples(of point: Point, width: Int, windowCount: Int) -> [PrecomputedPoint] {
        let highest = 1 << (width - 1)
        var multiples: [ExtendedPoint] = []
        multiples.reserveCapacity(windowCount * (highest + 1))
        var windowBase = ExtendedPoint(point)
        for _ in 0..<windowCount {
            let step = CachedPoint(windowBase)
            var multiple = ExtendedPoint.identity
            multiples.append(multiple)
            for _ in 1...highest {
                multiple.add(step)
                multiples.append(multiple)
            }
            // `multiple` is now 2^(w−1) times the base of this window. Doubling it gives the base of the next
            // one.
            windowBase = multiple
            windowBase.double(keepingT: true)
        }
        return normalizing(multiples)
    }

    /// The prepared affine forms of the points, with one inversion for all of them (Montgomery's trick).
    /// Variable-time.
    ///
    /// products[i] is Z₁⋯Zᵢ. The loop goes from the last point to the first and keeps inverse = 1/(Z₁⋯Zᵢ).
    /// Then 1/Zᵢ = inverse·products[i − 1], and multiplying `inverse` by Zᵢ prepares the next step.
    static func normalizing(_ points: [ExtendedPoint]) -> [PrecomputedPoint] {
        var products = [FieldElement.one]
        for point in points { products.append(products[products.count - 1] * FieldElement(point.Z)) }
        guard var inverse = try? products[points.count].invertedVariableTime() else {
            preconditionFailure("Z is never zero")
        }
        var result: [PrecomputedPoint] = []
        result.reserveCapacity(points.count)
        for (point, product) in zip(points, products).reversed() {
            let inverseOfZ = inverse * product
            inverse *= FieldElement(point.Z)
            result.append(
                PrecomputedPoint(
                    u: FieldElement(point.X) * inverseOfZ, y: FieldElement(point.Y) * inverseOfZ))
        }
        return result.reversed()
    }

    /// Replaces the point by its negative if `condition` is 1. Takes no branch.
    mutating func conditionallyNegate(if condition: Limb) {
        LazyFieldElement.conditionallySwap(&yMinusU, &yPlusU, if: condition)
        dUY.conditionallyNegate(if: condition)
    }
}
