// SPDX-License-Identifier: Apache-2.0
import CGMP
import Secrecy

/// An element of F_p, p = 21888242871839275222246405745257275088548364400416034343698204186575808495617.
///
/// Representation: the Montgomery form x·R mod p, R = 2²⁵⁶, in four limbs. Invariant: the limbs are below p,
/// so equal elements have equal limbs. [FIELD-1] Every operation is constant-time, except those with
/// VariableTime in their name. SPEC.md, section "Field".
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

    /// A uniformly random element, if the bits of `generator` are uniform.
    ///
    /// Draws 254 bits, and draws again until they are an integer below p. A draw is below p with probability
    /// 0.76.
    public static func random(using generator: inout some RandomNumberGenerator) -> FieldElement {
        while true {
            let limbs = Limbs(
                Limb(generator.next()), Limb(generator.next()), Limb(generator.next()),
                Limb(generator.next()) & .max >> 2)
            // The branch may depend on the candidate: a refused candidate is independent of the accepted one.
            if limbs.isBelow(FieldModulus.p) == 1 { return FieldElement(below: limbs) }
        }
    }
}

// MARK: - Arithmetic

extension FieldElement {
    /// a + b mod p.
    public static func + (a: FieldElement, b: FieldElement) -> FieldElement {
        // a + b < 2p < 2²⁵⁶: no carry, and one subtraction of p makes the sum canonical.
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
        // The product is below a·b/R + (1 + 2⁻⁶³)·p < 2p, so one subtraction of p makes it canonical.
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

    /// self^(2ⁿ), by n squarings.
    func squared(times n: Int) -> FieldElement {
        var result = self
        for _ in 0..<n { result = result.squared() }
        return result
    }

    /// self^exponent, by squaring and multiplying for the bits of the exponent from the top. The time depends
    /// on the exponent, which must be public, and not on self.
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

    /// The element whose Montgomery form is `limbs` mod p. Needs `limbs` < 2p.
    package init(reducingOnce limbs: Limbs) {
        var limbs = limbs
        limbs.subtractIfNotBelow(FieldModulus.p)
        self.init(montgomery: limbs)
    }

    /// Replaces the value by `other` if `condition` is 1, and keeps it if it is 0. Takes no branch.
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

    /// Feeds the limbs to `hasher`. The limbs are canonical, so equal elements have equal hashes.
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
