// SPDX-License-Identifier: Apache-2.0
import Secrecy

/// An integer modulo ℓ = 2736030358979909402780800718157159386076813972158567259200215660948447373041,
/// the prime order of the subgroup of Baby Jubjub that the base point generates.
///
/// Representation: the integer itself in four limbs. Invariant: below ℓ. Every operation is constant-time,
/// except those that say otherwise. A scalar may be a secret key or a nonce, so its description does not show
/// it; ``hex`` does. SPEC.md, section 4.
public struct Scalar: Sendable {
    package var limbs: Limbs

    /// The scalar with these limbs, which must be below ℓ.
    init(below limbs: Limbs) {
        assert(limbs.isBelow(Scalar.order) == 1)
        self.limbs = limbs
    }

    // MARK: Constants

    /// The additive identity 0.
    public static let zero = Scalar(below: .zero)
    /// The multiplicative identity 1.
    public static let one = Scalar(below: Limbs(1, 0, 0, 0))

    /// The scalar `value`.
    public init(_ value: UInt64) {
        limbs = Limbs(Limb(value), 0, 0, 0)
    }

    /// The residue modulo ℓ of exactly 64 bytes, least significant first: of a SHA-512 digest, or of random
    /// bytes. Uniform bytes give a scalar whose distribution differs from the uniform one by at most 2⁻²⁶⁰.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes.
    public init(reducing bytes: some Collection<UInt8>) throws(PrimeFieldError) {
        var copy = Array(bytes)
        defer { copy.withUnsafeMutableBytes(wipe) }
        let wide = copy.withUnsafeBytes { try? WideInteger(littleEndianBytes: $0) }
        guard let wide else { throw .integerMalformed }
        self.init(reducing: wide)
    }

    /// A random scalar from the operating system's generator, uniform up to 2⁻²⁶⁰.
    public static func random() -> Scalar {
        var generator = SystemGenerator()
        return random(using: &generator)
    }

    /// A random scalar: 512 bits of `generator`, reduced modulo ℓ. If the bits are uniform, the scalar is
    /// uniform up to 2⁻²⁶⁰.
    public static func random(using generator: inout some RandomNumberGenerator) -> Scalar {
        func integer() -> Integer256 {
            Integer256(
                limbs: Limbs(
                    Limb(generator.next()), Limb(generator.next()), Limb(generator.next()),
                    Limb(generator.next())))
        }
        let wide = WideInteger(low: integer(), high: integer())
        return Scalar(reducing: classified(wide))
    }

    /// The residue of a wide integer modulo ℓ.
    package init(reducing wide: WideInteger) {
        self.init(below: wide.reduced(modulo: Scalar.order).limbs)
    }
}

// MARK: - Encoding

extension Scalar: ModularInteger {
    /// The scalar that is the integer `integer`. [ENC-3] [SCALAR-2]
    /// - Throws: ``PrimeFieldError/scalarOutOfRange`` if `integer` ≥ ℓ.
    public init(_ integer: Integer256) throws(PrimeFieldError) {
        let isInRange = declassified(
            integer.limbs.isBelow(Scalar.order) == 1, because: "the caller sees whether this throws")
        guard isInRange else { throw .scalarOutOfRange }
        limbs = integer.limbs
    }

    /// The integer in [0, ℓ).
    public var integer: Integer256 { Integer256(limbs: limbs) }
}

// MARK: - Arithmetic modulo ℓ [SCALAR-1]

extension Scalar {
    /// a + b mod ℓ.
    public static func + (a: Scalar, b: Scalar) -> Scalar {
        var (difference, borrow) = Limbs.subtracting(Limbs.adding(a.limbs, b.limbs).sum, order)
        difference.conditionallyAdd(order, if: borrow)
        return Scalar(below: difference)
    }

    /// a − b mod ℓ.
    public static func - (a: Scalar, b: Scalar) -> Scalar {
        var (difference, borrow) = Limbs.subtracting(a.limbs, b.limbs)
        difference.conditionallyAdd(order, if: borrow)
        return Scalar(below: difference)
    }

    /// −a mod ℓ.
    public static prefix func - (a: Scalar) -> Scalar {
        .zero - a
    }

    /// a·b mod ℓ.
    public static func * (a: Scalar, b: Scalar) -> Scalar {
        Scalar(reducing: WideInteger(product: a.integer, b.integer, plus: .zero))
    }

    /// Replaces a by a + b.
    public static func += (a: inout Scalar, b: Scalar) { a = a + b }
    /// Replaces a by a − b.
    public static func -= (a: inout Scalar, b: Scalar) { a = a - b }
    /// Replaces a by a·b.
    public static func *= (a: inout Scalar, b: Scalar) { a = a * b }

    /// self⁻¹ mod ℓ.
    /// - Throws: ``PrimeFieldError/notInvertible`` for zero.
    public func inverted() throws(PrimeFieldError) -> Scalar {
        guard self != .zero else { throw .notInvertible }
        return Scalar(below: limbs.inverted(modulo: Scalar.order))
    }
}

// MARK: - Predicates

extension Scalar: Equatable, Hashable {
    /// Whether the two scalars are equal, in constant time.
    public static func == (a: Scalar, b: Scalar) -> Bool {
        Limbs.areEqual(a.limbs, b.limbs)
    }

    /// Feeds the limbs to `hasher`.
    public func hash(into hasher: inout Hasher) {
        for word in limbs.array { hasher.combine(word) }
    }
}

extension Scalar: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A text without any part of the scalar, which may be secret. ``hex`` shows it.
    public var description: String { "Scalar(redacted)" }
    /// A text without any part of the scalar.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
