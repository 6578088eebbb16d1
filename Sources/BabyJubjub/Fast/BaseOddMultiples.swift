// SPDX-License-Identifier: Apache-2.0

// Definition: the multiples of B and of 2¹²⁸·B by Point.+.
// Agreement: MultiplicationTests (everyEntryOfTheVerificationTablesIsItsOddMultiple);
// Tests/Checks/Proofs/points.py (every entry).

import PrimeField

/// The odd multiples 1, 3, …, 511 of B and of 2¹²⁸·B, one for each digit of a width-10 non-adjacent form. The
/// two tables take 49 KB and are computed once, at first use.
struct BaseOddMultiples: @unchecked Sendable {
    /// The width of the form.
    static let width = 10
    /// The multiples of B.
    static let ofBase = BaseOddMultiples(powerOfTwo: 0)
    /// The multiples of 2¹²⁸·B.
    static let ofShiftedBase = BaseOddMultiples(powerOfTwo: 128)

    // Written by init only. Never freed, because the tables are used until the process ends.
    let entries: UnsafePointer<PrecomputedPoint>

    private init(powerOfTwo n: Int) {
        var point = ExtendedPoint(.base)
        for _ in 0..<n { point.double(keepingT: true) }
        var twice = point
        twice.double(keepingT: true)
        let step = CachedPoint(twice)
        var multiples = [point]
        while multiples.count < 1 << (BaseOddMultiples.width - 2) {
            point.add(step)
            multiples.append(point)
        }
        let points = PrecomputedPoint.normalizing(multiples)
        let memory = UnsafeMutablePointer<PrecomputedPoint>.allocate(capacity: points.count)
        memory.initialize(from: points, count: points.count)
        entries = UnsafePointer(memory)
    }
}
