// SPDX-License-Identifier: Apache-2.0

/// An integer modulo a prime, encoded as the integer in [0, modulus): a ``FieldElement`` or a ``Scalar``.
///
/// Encodings are canonical. A decoder accepts exactly the stated form, refuses an integer that is not below
/// the modulus, and never reduces. Integers are big-endian at every boundary. Little-endian bytes exist for
/// the nonce (SPEC.md, section 7.3) and for packed points.
public protocol ModularInteger: Hashable, Sendable {
    /// The residue class of 0.
    static var zero: Self { get }

    /// The residue class of `integer`. [ENC-3]
    /// - Throws: ``PrimeFieldError/fieldElementOutOfRange`` or ``PrimeFieldError/scalarOutOfRange`` if
    ///   `integer` is the modulus or more.
    init(_ integer: Integer256) throws(PrimeFieldError)

    /// The integer in [0, modulus).
    var integer: Integer256 { get }
}

// MARK: - Encoding

extension ModularInteger {
    /// Reads "0x" and exactly 64 hexadecimal digits of either case, big-endian.
    /// - Throws: ``PrimeFieldError/integerMalformed``; as `init(_:)` if the integer is not below the
    ///   modulus.
    public init(hex: some StringProtocol) throws(PrimeFieldError) {
        try self.init(Integer256(hex: hex))
    }

    /// Reads exactly 32 bytes, most significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes; as `init(_:)` if the
    ///   integer is not below the modulus.
    public init(bigEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        try self.init(Integer256(bigEndianBytes: bytes))
    }

    /// Reads exactly 32 bytes, least significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes; as `init(_:)` if the
    ///   integer is not below the modulus.
    public init(littleEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        try self.init(Integer256(littleEndianBytes: bytes))
    }

    /// Reads a decimal integer: digits 0–9 only, at least one. Variable-time: for public values only.
    /// - Throws: ``PrimeFieldError/integerMalformed``; as `init(_:)` if the integer is not below the
    ///   modulus.
    public init(decimal: some StringProtocol) throws(PrimeFieldError) {
        try self.init(Integer256(decimal: decimal))
    }

    /// "0x" and 64 lower-case hexadecimal digits, big-endian.
    public var hex: String { integer.hex }

    /// The 32 bytes, most significant first.
    public var bigEndianBytes: [UInt8] { integer.bigEndianBytes }

    /// The 32 bytes, least significant first.
    public var littleEndianBytes: [UInt8] { integer.littleEndianBytes }

    /// The decimal digits, without leading zeros. Variable-time: for public values only.
    public var decimal: String { integer.decimal }
}

// MARK: - Predicates

extension ModularInteger {
    /// Whether this is 0, in constant time.
    public var isZero: Bool { self == .zero }
}
