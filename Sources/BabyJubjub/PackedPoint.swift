// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// A point packed into 256 bits: the integer y, with bit 255 set if x > (p − 1)/2.
///
/// Loopring's JavaScript writes the integer as 64 big-endian hexadecimal digits (``hex``), ethsnarks as 32
/// little-endian bytes. The sign of x is the comparison with (p − 1)/2, not the parity. SPEC.md, section
/// "Curve".
public struct PackedPoint: Sendable, Equatable, Hashable {
    /// The integer y + 2²⁵⁵·sign. ``Point/init(packed:)`` checks it.
    public let integer: Integer256

    /// The packed form with this integer.
    public init(_ integer: Integer256) {
        self.integer = integer
    }

    /// Reads "0x" and exactly 64 hexadecimal digits, big-endian.
    /// - Throws: `PrimeFieldError.integerMalformed`.
    public init(hex: some StringProtocol) throws(PrimeFieldError) {
        integer = try Integer256(hex: hex)
    }

    /// Reads exactly 32 bytes, least significant first.
    /// - Throws: `PrimeFieldError.integerMalformed`.
    public init(littleEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        integer = try Integer256(littleEndianBytes: bytes)
    }

    /// Reads exactly 32 bytes, most significant first.
    /// - Throws: `PrimeFieldError.integerMalformed`.
    public init(bigEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        integer = try Integer256(bigEndianBytes: bytes)
    }

    /// "0x" and 64 lower-case hexadecimal digits, big-endian. [PACK-2]
    public var hex: String { integer.hex }

    /// The 32 bytes, least significant first.
    public var littleEndianBytes: [UInt8] { integer.littleEndianBytes }

    /// The 32 bytes, most significant first.
    public var bigEndianBytes: [UInt8] { integer.bigEndianBytes }
}

extension Point {
    private static let signBit: Limb = 1 << 63

    /// The packed form of the point. [PACK-1]
    public var packed: PackedPoint {
        var limbs = y.integer.limbs
        limbs.words.3 |= x.isGreaterThanHalf ? Point.signBit : 0
        return PackedPoint(Integer256(limbs: limbs))
    }

    /// The point of a packed form: x = ±√((1 − y²)/(a − d·y²)) with the sign in bit 255.
    ///
    /// Every point has exactly one packed form. No other form is accepted. [PACK-3] [PACK-4]
    /// - Throws: ``BabyJubjubError/packedPointInvalid``.
    public init(packed: PackedPoint) throws(BabyJubjubError) {
        var limbs = packed.integer.limbs
        let isNegative = limbs.words.3 & Point.signBit != 0
        limbs.words.3 &= ~Point.signBit
        guard let y = try? FieldElement(Integer256(limbs: limbs)) else { throw .packedPointInvalid }
        let yy = y.squared()
        // a − d·y² is not zero, because a/d is not a square.
        guard let inverse = try? (CurveParameters.a - CurveParameters.d * yy).invertedVariableTime(),
            let root = try? ((.one - yy) * inverse).squareRoot(),
            !(root == .zero && isNegative)
        else { throw .packedPointInvalid }
        self.init(onCurve: isNegative ? -root : root, y)
    }
}
