// SPDX-License-Identifier: Apache-2.0
@testable import PrimeField

@testable import BabyJubjub

/// Checks every path of multiplication: the base point by every scalar in constant time, every entry of its
/// tables, every point by short and long integers, and sums of products of every pair of points and of all
/// points.
func checkMultiplications(_ group: TinyGroup) -> Int {
    for k in 0..<5 {
        let product = Point.baseMultiplied(by: Scalar(UInt64(k)))
        require(product == group[k * group.base], "k·B in constant time")
    }
    for p in group.points.indices {
        for k in integers {
            let product = group[p].multipliedVariableTime(by: k)
            require(product == group[k.moduloForty * p], "k·P in variable time")
        }
    }
    return 5 + group.points.count * integers.count + checkTables(group) + checkSums(group)
}

private func checkTables(_ group: TinyGroup) -> Int {
    func expect(_ entry: PrecomputedPoint, _ k: Int, _ what: String) {
        require(ExtendedPoint(entry).affineVariableTime() == group[k], what)
    }
    var power = group.base
    for window in 0..<FixedBaseTable.windowCount {
        for magnitude in 0..<FixedBaseTable.entriesPerWindow {
            let entry = FixedBaseTable.base.select(window: window, magnitude: magnitude)
            expect(entry, magnitude * power, "entry \(magnitude) of window \(window)")
        }
        power = power << FixedBaseTable.windowBits % 40
    }
    let oddMultiples = 1 << (BaseOddMultiples.width - 2)
    // 2¹²⁸ ≡ 16 modulo 40.
    for (table, factor) in [(BaseOddMultiples.ofBase, 1), (.ofShiftedBase, 16)] {
        for i in 0..<oddMultiples {
            expect(table.entries[i], (2 * i + 1) * factor * group.base, "an odd multiple")
        }
    }
    return FixedBaseTable.windowCount * FixedBaseTable.entriesPerWindow + 2 * oddMultiples
}

private func checkSums(_ group: TinyGroup) -> Int {
    let prepared = group.points.map { PrecomputedPoint($0) }
    let short = integers.filter { $0.limbs.bitWidth <= 128 }
    let long = integers.filter { $0.limbs.bitWidth < 252 }
    func sum(_ shortTerms: [(k: Integer256, p: Int)], _ longTerms: [(k: Integer256, p: Int)]) {
        let terms = [shortTerms, longTerms].map { $0.map { SumOfProducts.Term($0.k, prepared[$0.p]) } }
        let value = SumOfProducts(short: terms[0], long: terms[1]).value().affineVariableTime()
        let expected = (shortTerms + longTerms).reduce(0) { $0 + $1.k.moduloForty * $1.p }
        require(value == group[expected], "a sum of \(shortTerms.count) and \(longTerms.count) products")
    }
    sum([], [])
    for p in group.points.indices {
        for q in group.points.indices {
            let n = p * 40 + q
            sum([(short[n * 7 % short.count], p)], [(long[n * 11 % long.count], q)])
        }
        // Longer sums have wider windows.
        sum((0..<p * p).map { (short[$0 % short.count], $0 * p % 40) }, [(long[p], p)])
    }
    sum(short.flatMap { k in group.points.indices.map { (k, $0) } }, [])
    sum([], long.flatMap { k in group.points.indices.map { (k, $0) } })
    return 1 + 1600 + 40 + 2
}
