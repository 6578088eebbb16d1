import Secrecy

/// An integer modulo ℓ = 2736030358979909402780800718157159386076813972158567259200215660948447373041,
/// the prime order of the subgroup of Baby Jubjub that the base point generates.
///
/// Representation: the integer itself in four limbs. Invariant: below ℓ. Every operation takes the same
/// time for all values. SPEC.md, section "Field".
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
