// SPDX-License-Identifier: Apache-2.0
import CGMP
import Secrecy

/// An element of F_p, p = 21888242871839275222246405745257275088548364400416034343698204186575808495617.
///
/// Representation: the Montgomery form x·R mod p, R = 2²⁵⁶, in four limbs. Invariant: the limbs are below p,
/// so equal elements have equal limbs. [FIELD-1] Every operation takes the same time for all values, except those
/// that say VariableTime in their name. SPEC.md, section "Field".
public struct FieldElement: Sendable {
    @usableFromInline package var limbs: Limbs

    /// The element with this Montgomery form, which must be below p.
    package init(montgomery limbs: Limbs) {
        assert(limbs.isBelow(FieldModulus.p) == 1)
        self.limbs = limbs
    }

    // MARK: Constants

    /// The additive identity 0.
    public static let zero = FieldElement(montgomery: .zero)
    /// The multiplicative identity 1.
    public static let one = FieldElement(montgomery: FieldModulus.r)

    /// The element `value`.
    public init(_ value: UInt64) {
        self.init(below: Limbs(Limb(value), 0, 0, 0))
    }

    /// A uniformly random element, from the operating system's generator.
    public static func random() -> FieldElement {
        var generator = SystemGenerator()
        return random(using: &generator)
    }

    /// A uniformly random element, if the bits of `generator` are uniform: 254 bits are drawn until they are an integer
    /// below p, which they are with probability 0.76.
    public static func random(using generator: inout some RandomNumberGenerator) -> FieldElement {
        while true {
            let limbs = Limbs(
                Limb(generator.next()), Limb(generator.next()), Limb(generator.next()),
                Limb(generator.next()) & .max >> 2)
            // Whether a candidate is refused says nothing about the one that is accepted.
            if limbs.isBelow(FieldModulus.p) == 1 { return FieldElement(below: limbs) }
        }
    }
}

// MARK: - Arithmetic

extension FieldElement {
    /// a + b mod p.
    public static func + (a: FieldElement, b: FieldElement) -> FieldElement {
        // a + b < 2p < 2²⁵⁶.
        FieldElement(reducingOnce: Limbs.adding(a.limbs, b.limbs).sum)
    }

    /// a − b mod p.
    public static func - (a: FieldElement, b: FieldElement) -> FieldElement {
        var (difference, borrow) = Limbs.subtracting(a.limbs, b.limbs)
        difference.conditionallyAdd(FieldModulus.p, if: borrow)
        return FieldElement(montgomery: difference)
    }

    /// −a mod p.
    public static prefix func - (a: FieldElement) -> FieldElement {
        .zero - a
    }

    /// a·b mod p.
    public static func * (a: FieldElement, b: FieldElement) -> FieldElement {
        // Below a·b/R + (1 + 2⁻⁶³)·p < 2p.
        let (product, _) = Limbs.result(of: a.limbs, b.limbs) {
            montgomery_multiply($0, $1, $2, FieldModulus.montgomery)
        }
        return FieldElement(reducingOnce: product)
    }

    /// Replaces a by a + b.
    public static func += (a: inout FieldElement, b: FieldElement) { a = a + b }
    /// Replaces a by a − b.
    public static func -= (a: inout FieldElement, b: FieldElement) { a = a - b }
    /// Replaces a by a·b.
    public static func *= (a: inout FieldElement, b: FieldElement) { a = a * b }

    /// self² mod p.
    public func squared() -> FieldElement {
        self * self
    }

    /// self raised to 2ⁿ: n squarings.
    func squared(times n: Int) -> FieldElement {
        var result = self
        for _ in 0..<n { result = result.squared() }
        return result
    }

    /// self raised to a public exponent, bit by bit from the top. The time depends on the exponent, not on self.
    public func raised(to exponent: Integer256) -> FieldElement {
        var result = FieldElement.one
        for word in exponent.limbs.array.reversed() {
            for bit in (0..<Limb.bitWidth).reversed() {
                result = result.squared()
                if word >> Limb(bit) & 1 == 1 { result *= self }
            }
        }
        return result
    }

    /// The element of Montgomery form `limbs` or `limbs` − p, for `limbs` < 2p.
    package init(reducingOnce limbs: Limbs) {
        var limbs = limbs
        limbs.subtractIfNotBelow(FieldModulus.p)
        self.init(montgomery: limbs)
    }

    /// self where `condition` is 0, `other` where it is 1, without a branch.
    package mutating func conditionallyReplace(by other: FieldElement, if condition: Limb) {
        limbs.conditionallyReplace(by: other.limbs, if: condition)
    }
}

// MARK: - Predicates

extension FieldElement: Equatable, Hashable {
    /// Whether the two elements are equal, in constant time.
    public static func == (a: FieldElement, b: FieldElement) -> Bool {
        Limbs.areEqual(a.limbs, b.limbs)
    }

    /// Feeds the limbs to `hasher`; they are canonical, so equal elements hash alike.
    public func hash(into hasher: inout Hasher) {
        for word in limbs.array { hasher.combine(word) }
    }
}

extension FieldElement {
    /// Whether the integer in [0, p) is greater than (p − 1)/2: the "sign" bit of a packed point.
    public var isGreaterThanHalf: Bool {
        FieldModulus.half.isBelow(integer.limbs) == 1
    }
}
