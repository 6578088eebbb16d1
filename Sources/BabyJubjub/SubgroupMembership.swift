import PrimeField

/// Membership in the subgroup of order ℓ by the Tate pairing of order 8, at a tenth of the cost of ℓ·P = O.
///
/// The group is cyclic of order 8ℓ and 8 divides p − 1, so the pairing of E[8] with E/8E is perfect: with T of
/// order 8 and f the function with divisor 8(T) − 8(O), P lies in 8E, the subgroup of order ℓ, exactly if
/// f(P)^((p−1)/8) = 1. SPEC.md, appendix C.2. Source: Koshelev, "Subgroup membership testing on elliptic curves
/// via the Tate pairing", ePrint 2022/037.
extension Point {
    /// Whether the point lies in the subgroup of order ℓ, which the base point generates ([CURVE-6]). Variable-time.
    public var isInSubgroup: Bool {
        self == .identity || LazyFieldElement(pairingValue).isEighthPower
    }

    /// Whether ℓ·P is the identity: the definition of ``isInSubgroup``, and ten times as long. Variable-time.
    package var isAnnihilatedByOrder: Bool {
        multipliedVariableTime(by: Integer256(limbs: Scalar.order)) == .identity
    }

    /// f(P) up to eighth powers, or 0 for the five of the ``lowOrderPoints`` at which a line vanishes: O, T, 2T,
    /// 4T and 6T, of which only O lies in the subgroup.
    ///
    /// Miller's doublings on the Montgomery form v² = u³ + A·u² + u with u = (1 + y)/(1 − y) and v = u/x give
    ///
    ///     f = l₁⁴·l₂² / ((u − 1)⁴·u)
    ///
    /// with the tangents l₁ at T and l₂ at 2T. The first passes through −2T = (1, −√a), the second through
    /// 4T = (0, 0), so that with r = √a·x
    ///
    ///     l₁·x·(1 − y) = 1 + y + r − β·x·y   and   l₂·x·(1 − y) = (1 + y)·(1 − r).
    ///
    /// Multiplied by eighth powers (2⁴ is one), f becomes g²·(1 − y²) with g as below, and free of divisions.
    var pairingValue: FieldElement {
        let r = TatePairing.squareRootOfA * x
        let tangent = .one + y + r - TatePairing.beta * (x * y)
        let oneMinusY = FieldElement.one - y
        let g = (tangent * y).squared() * (x * (.one - r)) * (oneMinusY.squared() * oneMinusY)
        return g.squared() * (.one - y.squared())
    }
}

/// Membership of many points for less than a test of each, by random subset products.
extension Point {
    /// Whether each of the points lies in the subgroup of order ℓ. Variable-time.
    ///
    /// f(P)^((p−1)/8) is a homomorphism to the eighth roots of unity. Where some value is not 1, the product over
    /// a random subset is not 1 with probability 1/2 at least: given the rest of the subset, to take that value in
    /// or to leave it out makes a difference. So if the products over 128 subsets pass, all points are members,
    /// wrongly so with probability 2⁻¹²⁸ at most; if one does not, each point is tested for itself. `generator`
    /// has to be unpredictable for whoever chose the points.
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

/// The constants of the pairing; recomputed by a test. Those of the lines through the multiples of
/// T = ``Point/lowOrderPoints``[1] are with the other constants of the curve, in CurveParameters.swift.
enum TatePairing {
    /// (p − 1)/8.
    static let exponent = SlidingWindows(
        Limbs(0x287c_3eb2_7e00_0000, 0xa506_7d09_0f37_2e12, 0x370a_08b6_d030_2b0b, 0x060c_89ce_5c26_3405))
}

extension LazyFieldElement {
    /// Whether the element, below 2p, is the eighth power of one that is not zero: self^((p−1)/8) = 1.
    /// Variable-time in the exponent only.
    var isEighthPower: Bool {
        // Every product of factors below 2p is below 1.76p.
        var base = self
        var square = LazyFieldElement.zero
        square.square(&base)
        var powers = [self]  // 1, 3, 5, …
        while powers.count < SlidingWindows.oddPowers {
            var next = LazyFieldElement.zero
            next.multiply(&powers[powers.count - 1], &square)
            powers.append(next)
        }
        var power = LazyFieldElement.one
        withUnsafeMutablePointer(to: &power) { power in
            for window in TatePairing.exponent.windows {
                for _ in 0..<window.squarings { power.pointee.square(power) }
                if let index = window.index { power.pointee.multiply(power, &powers[index]) }
            }
        }
        return FieldElement(power) == .one
    }
}

/// A public exponent as squarings and multiplications by odd powers below 2⁴, from the top.
///
/// Source: Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.85.
struct SlidingWindows {
    /// The powers x, x³, …, x¹⁵ of the base.
    static let oddPowers = 8

    /// So many squarings, then the product with the odd power 2·index + 1, where there is one.
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
