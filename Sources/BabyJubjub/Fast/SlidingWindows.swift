// SPDX-License-Identifier: Apache-2.0

// Definition: FieldElement.raised(to:).
// Agreement: SubgroupMembershipTests (theWindowsSpellTheExponent, eighthPowersAreTold).

import PrimeField

/// A public exponent as squarings and multiplications by odd powers below 2⁴, from the top.
///
/// Source: Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.85.
struct SlidingWindows {
    /// The powers x, x³, …, x¹⁵ of the base.
    static let oddPowers = 8

    /// In each step this number of squarings, then, if there is an index, the product with the power 2·index + 1.
    let windows: [(squarings: Int, index: Int?)]

    init(_ exponent: Limbs) {
        func bit(_ i: Int) -> Int { Int(exponent.array[i / Limb.bitWidth] >> Limb(i % Limb.bitWidth) & 1) }
        var windows: [(squarings: Int, index: Int?)] = []
        var pending = 0
        var top = exponent.bitWidth - 1
        while top >= 0 {
            guard bit(top) == 1 else {
                (pending, top) = (pending + 1, top - 1)
                continue
            }
            // The longest run of at most four bits that begins and ends with a one.
            let end = (max(0, top - 3)...top).first { bit($0) == 1 } ?? top
            let value = (end...top).reversed().reduce(0) { 2 * $0 + bit($1) }
            windows.append((pending + top - end + 1, value >> 1))
            (pending, top) = (0, end - 1)
        }
        if pending > 0 { windows.append((pending, nil)) }
        self.windows = windows
    }
}
