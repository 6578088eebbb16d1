// SPDX-License-Identifier: Apache-2.0

// Definition: Point.isInSubgroup of each point.
// Agreement: SubgroupMembershipOfManyTests; Tests/Checks/Proofs/verification.py ("points outside the
// subgroup pass as a batch with probability 2^-128 at most").

import PrimeField

/// Membership of many points for less than a test of each, by random subset products.
extension Point {
    /// Whether each of the points lies in the subgroup of order ℓ. Variable-time.
    ///
    /// f(P)^((p−1)/8) is a homomorphism to the eighth roots of unity. Where some value is not 1, the product over
    /// a random subset is not 1 with probability 1/2 at least: given the rest of the subset, to take that value in
    /// or to leave it out makes a difference. So if the products over 128 subsets pass, all points are members,
    /// wrongly so with probability 2⁻¹²⁸ at most; if one does not, each point is tested for itself. `generator`
    /// must be unpredictable to anyone who chooses the points.
    package static func areInSubgroup(
        _ points: [Point], using generator: inout some RandomNumberGenerator
    ) -> [Bool] {
        // The products have to be raised to a power as well, so there have to be more points than products.
        if points.count >= 2 * SubsetProducts.count {
            // O lies in the subgroup, though lines vanish there.
            let values = points.map { $0 == .identity ? FieldElement.one : $0.pairingValue }
            if SubsetProducts(of: values, using: &generator).areEighthPowers {
                return [Bool](repeating: true, count: points.count)
            }
        }
        return points.map(\.isInSubgroup)
    }
}

/// The products of field elements over 128 random subsets.
///
/// The elements are taken four at a time: each subset calls for one of the sixteen products of a part of the four.
struct SubsetProducts {
    static let count = 128
    private(set) var products = [LazyFieldElement](repeating: .one, count: count)

    init(of elements: [FieldElement], using generator: inout some RandomNumberGenerator) {
        for start in stride(from: 0, to: elements.count, by: 4) {
            let four = elements[start..<min(start + 4, elements.count)]
            var parts = [LazyFieldElement.one]
            for element in four {
                var factor = LazyFieldElement(element)
                parts += parts.map { part in
                    var (part, product) = (part, LazyFieldElement.zero)
                    product.multiply(&part, &factor)
                    return product
                }
            }
            var random: UInt64 = 0
            for i in 0..<SubsetProducts.count {
                random = i % 16 == 0 ? generator.next() : random >> 4
                multiply(i, by: parts[Int(random & UInt64(parts.count - 1))])
            }
        }
    }

    private mutating func multiply(_ i: Int, by part: LazyFieldElement) {
        var (part, product) = (part, products[i])
        products[i].multiply(&product, &part)
    }

    /// Whether all of the products are eighth powers.
    var areEighthPowers: Bool { products.allSatisfy(\.isEighthPower) }
}
