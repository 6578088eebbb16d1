// SPDX-License-Identifier: Apache-2.0

// Definition: the points i·64ʲ·B by Point.+.
// Agreement: MultiplicationTests (everyEntryOfTheTable); Tests/Checks/Proofs/points.py (every entry).

import PrimeField

/// The multiples of the base point that multiplication by a secret scalar adds up: for every window
/// j = 0, …, 41 the points i·64ʲ·B with i = 0, …, 32. Computed once, at first use (133 KB).
///
/// Windows of 6 bits are the widest that gain: 7 bits spare six additions, and read twice as much of the table
/// each time.
struct FixedBaseTable: @unchecked Sendable {
    /// Bits in a window: scalars are written in signed digits to base 2⁶.
    static let windowBits = 6
    /// 42 digits of 6 bits hold any scalar below ℓ < 2²⁵¹: what is left for the last one is at most
    /// ⌊ℓ/2²⁴⁶⌋ = 24, and a carry, too little to borrow.
    static let windowCount = 42
    /// The magnitudes 0, …, 32 of a signed digit.
    static let entriesPerWindow = 33

    /// The table of the base point B.
    static let base = FixedBaseTable(of: .base)

    // Written by init only, and never freed: the table lives as long as the process.
    private let entries: UnsafeMutablePointer<PrecomputedPoint>

    private init(of point: Point) {
        let points = PrecomputedPoint.windowMultiples(
            of: point, width: FixedBaseTable.windowBits, windowCount: FixedBaseTable.windowCount)
        // Aligned for the vectors of the selection.
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
    /// The points i·2^(w·j)·P with i = 0, …, 2^(w−1), one window j of w bits after the other: what the magnitudes
    /// of signed digits to base 2^w call for. Variable-time.
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
            // The last multiple is 2^(w−1) times the base of the window.
            windowBase = multiple
            windowBase.double(keepingT: true)
        }
        return normalizing(multiples)
    }

    /// The prepared affine forms of the points, with one inversion for all of them (Montgomery's trick):
    /// from the inverse of Z₁⋯Zₙ, the inverses of Zₙ, …, Z₁ in turn. Variable-time.
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

    /// The point or, where `condition` is 1, its opposite, without a branch.
    mutating func conditionallyNegate(if condition: Limb) {
        LazyFieldElement.conditionallySwap(&yMinusU, &yPlusU, if: condition)
        dUY.conditionallyNegate(if: condition)
    }
}
