// SPDX-License-Identifier: Apache-2.0

// Definition: Point.isInSubgroup of each point.
// Agreement: SubgroupMembershipOfManyTests; Tests/Checks/Proofs/verification.py ("a batch with points
// outside the subgroup passes with probability at most 2^-128").

import PrimeField

/// The subgroup test of many points at once, by random subset products. It costs less than testing each
/// point.
extension Point {
    /// Whether each of the points lies in the subgroup of order ℓ. Variable-time.
    ///
    /// The map χ(P) = f(P)^((p−1)/8) is a homomorphism to the eighth roots of unity, and P is a member
    /// exactly if χ(P) = 1. Suppose that χ(P) ≠ 1 for some point P of the batch, and take the product of χ
    /// over a random subset. Given which other points are in the subset, the product can be 1 either with P
    /// or without P, but not both. So it is not 1 with probability at least 1/2.
    ///
    /// If the products over 128 independent subsets are all 1, the batch passes. A batch with a point outside
    /// the subgroup passes with probability at most 2⁻¹²⁸. If a product is not 1, each point is tested by
    /// itself. The bits of `generator` must be unpredictable to anyone who chooses the points; otherwise
    /// crafted points pass.
    package static func areInSubgroup(
        _ points: [Point], using generator: inout some RandomNumberGenerator
    ) -> [Bool] {
        // The 128 products have to be raised to the power (p − 1)/8 too, so small batches do not gain.
        if points.count >= 2 * SubsetProducts.count {
            // O lies in the subgroup although its pairing value is 0.
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
/// The elements are processed four at a time. First the products of all sixteen subsets of the four are
/// computed. Then each of the 128 products is multiplied by one of the sixteen, chosen by four random bits.
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
