/// Encodings of a field element as an integer in [0, p): canonical, strict, and checked.
///
/// Integers at every boundary are big-endian; little-endian bytes exist for the nonce (SPEC.md, section
/// "EdDSA") and for packed points. Only ``init(reducingBigEndianBytes:)`` reduces, and its name says so.
extension FieldElement {
    /// The element that is the integer `integer`. [ENC-3] [FIELD-2]
    /// - Throws: ``PrimeFieldError/fieldElementOutOfRange`` if `integer` ≥ p.
    public init(_ integer: Integer256) throws(PrimeFieldError) {
        guard integer.limbs.isBelow(FieldModulus.p) == 1 else { throw .fieldElementOutOfRange }
        self.init(below: integer.limbs)
    }

    /// Reads "0x" and exactly 64 hexadecimal digits of either case, big-endian.
    /// - Throws: ``PrimeFieldError/integerMalformed``; ``PrimeFieldError/fieldElementOutOfRange`` from p on.
    public init(hex: some StringProtocol) throws(PrimeFieldError) {
        try self.init(Integer256(hex: hex))
    }

    /// Reads exactly 32 bytes, most significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes;
    ///   ``PrimeFieldError/fieldElementOutOfRange`` from p on.
    public init(bigEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        try self.init(Integer256(bigEndianBytes: bytes))
    }

    /// Reads exactly 32 bytes, least significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes;
    ///   ``PrimeFieldError/fieldElementOutOfRange`` from p on.
    public init(littleEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        try self.init(Integer256(littleEndianBytes: bytes))
    }

    /// Reads a decimal integer: digits 0–9 only, at least one.
    /// - Throws: ``PrimeFieldError/integerMalformed``; ``PrimeFieldError/fieldElementOutOfRange`` from p on.
    public init(decimal: some StringProtocol) throws(PrimeFieldError) {
        try self.init(Integer256(decimal: decimal))
    }

    /// The big-endian integer of exactly 32 bytes **reduced modulo p**: how a SHA-256 digest becomes a message.
    ///
    /// The only reduction among the encodings. 2²⁵⁶ < 6p, so the residue is found by subtractions of p.
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
        // Below a·1/R + (1 + 2⁻⁶³)·p < 2p.
        return Integer256(limbs: FieldElement(reducingOnce: result).limbs)
    }

    /// "0x" and 64 lower-case hexadecimal digits, big-endian.
    public var hex: String { integer.hex }

    /// The 32 bytes, most significant first.
    public var bigEndianBytes: [UInt8] { integer.bigEndianBytes }

    /// The 32 bytes, least significant first.
    public var littleEndianBytes: [UInt8] { integer.littleEndianBytes }

    /// Into Montgomery form: the element that is the integer `limbs`, which is below p.
    init(below limbs: Limbs) {
        self.init(reducingOnce: Limbs.result(of: limbs, FieldModulus.rSquared, montgomeryMultiply).0)
    }
}

extension FieldElement: CustomStringConvertible {
    /// The text of ``hex``.
    public var description: String { hex }
}
