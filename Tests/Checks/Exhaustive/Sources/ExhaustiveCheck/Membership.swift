// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import PrimeField

/// Checks the tests for the subgroup and for low order: for each point, and in batches in which at most one
/// point is outside the subgroup.
func checkMembership(_ group: TinyGroup) -> Int {
    for (k, point) in group.points.enumerated() {
        require(point.isInSubgroup == (k % 8 == 0), "P is in the subgroup, by the pairing")
        require(point.isAnnihilatedByOrder == (k % 8 == 0), "ℓ·P = O")
        require(point.hasLowOrder == (k % 5 == 0), "8·P = O")
    }
    let torsion = group.logarithm(Point.lowOrderPoints[1]) ?? 0
    for (i, point) in Point.lowOrderPoints.enumerated() {
        require(point == group[i * torsion], "the multiples of T")
    }
    var generator = SeededGenerator(seed: 190)
    let members = (0..<300).map { group[8 * $0] }
    var cases = 0
    for (k, other) in group.points.enumerated() {
        for position in [0, k, 255, 299] {
            for count in [2, 300] where position < count {
                var points = Array(members[..<count])
                points[position] = other
                let areMembers = Point.areInSubgroup(points, using: &generator)
                require(
                    areMembers.indices.allSatisfy { areMembers[$0] == ($0 != position || k % 8 == 0) },
                    "the points of a batch that are in the subgroup")
                cases += 1
            }
        }
    }
    return 48 + cases
}
