// SPDX-License-Identifier: Apache-2.0

/// Encodings of a field element as an integer in [0, p). ``ModularInteger`` has the encodings that ``Scalar``
/// shares. Only ``init(reducingBigEndianBytes:)`` reduces.
extension FieldElement: ModularInteger {
    /// The element that is the integer `integer`. [ENC-3] [FIELD-2]
    /// - Throws: ``PrimeFieldError/fieldElementOutOfRange`` if `integer` ≥ p.
    public init(_ integer: Integer256) throws(PrimeFieldError) {
        guard integer.limbs.isBelow(FieldModulus.p) == 1 else { throw .fieldElementOutOfRange }
        self.init(below: integer.limbs)
    }

    /// The big-endian integer of exactly 32 bytes, **reduced modulo p**. It turns a SHA-256 digest into a
    /// message.
    ///
    /// The integer is below 2²⁵⁶ < 6p. Subtracting 4p, 2p and p in turn, each unless the difference would be
    /// negative, leaves it below 4p, 2p and p.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes.
    public init(reducingBigEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        var remainder = try Integer256(bigEndianBytes: bytes).limbs
        remainder.subtractIfNotBelow(FieldModulus.fourP)
        remainder.subtractIfNotBelow(FieldModulus.twoP)
        remainder.subtractIfNotBelow(FieldModulus.p)
        self.init(below: remainder)
    }

    /// The integer in [0, p).
    public var integer: Integer256 {
        let (result, _) = Limbs.result(of: limbs, Limbs(1, 0, 0, 0), montgomeryMultiply)
        // The Montgomery product of a = x·R mod p and 1 is x, below a·1/R + (1 + 2⁻⁶³)·p < 2p.
        return Integer256(limbs: FieldElement(reducingOnce: result).limbs)
    }

    /// The element that is the integer `limbs`, which must be below p: its product with R² is the Montgomery
    /// form.
    init(below limbs: Limbs) {
        self.init(reducingOnce: Limbs.result(of: limbs, FieldModulus.rSquared, montgomeryMultiply).0)
    }
}

extension FieldElement: ExpressibleByIntegerLiteral {
    /// The element that is an integer literal, as in `let a: FieldElement = 168_700`. A negative literal is
    /// the negative of its magnitude.
    ///
    /// The magnitude must be below p. Otherwise the process ends, because a wrong literal is a programming
    /// error.
    public init(integerLiteral value: StaticBigInt) {
        let isNegative = value.signum() < 0
        // Two's complement: the words of a negative literal are those of 2²⁵⁶ − magnitude.
        let words = Limbs(value[0], value[1], value[2], value[3])
        let magnitude = isNegative ? Limbs.subtracting(.zero, words).difference : words
        precondition(
            value.bitWidth <= 256 && magnitude.isBelow(FieldModulus.p) == 1, "the literal is not below p")
        let element = FieldElement(below: magnitude)
        self = isNegative ? -element : element
    }
}

extension FieldElement: CustomStringConvertible {
    /// The text of ``hex``.
    public var description: String { hex }
}
