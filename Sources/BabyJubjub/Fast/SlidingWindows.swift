// SPDX-License-Identifier: Apache-2.0

// Definition: FieldElement.raised(to:).
// Agreement: SubgroupMembershipTests (theWindowsSpellTheExponent, onlyEighthPowersPass).

import PrimeField

/// A public exponent as a sequence of squarings and of multiplications by the odd powers x, x³, …, x¹⁵.
///
/// The bits are read from the top. A zero bit is a squaring. A one bit begins a window: the longest run of at
/// most four bits that ends with a one. A window of w bits and value v is w squarings and a multiplication by
/// xᵛ; v is odd.
///
/// Source: Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.85.
struct SlidingWindows {
    /// The powers x, x³, …, x¹⁵ of the base.
    static let oddPowers = 8

    /// The steps: this number of squarings, then, if there is an index, a multiplication by x^(2·index + 1).
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
