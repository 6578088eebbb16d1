// SPDX-License-Identifier: Apache-2.0
import CGMP

/// An integer in [0, 2²⁵⁶) without a modulus, whose range has not been checked further.
///
/// The S of a signature, the factor of a point multiplication and every 64-digit text are read as an
/// `Integer256`. ``FieldElement`` and ``Scalar`` are made from it by a range check that throws, never by a
/// reduction. SPEC.md, section "Conventions and encodings".
public struct Integer256: Sendable, BitwiseCopyable {
    package var limbs: Limbs

    package init(limbs: Limbs) {
        self.limbs = limbs
    }

    /// The integer `value`.
    public init(_ value: UInt64) {
        limbs = Limbs(Limb(value), 0, 0, 0)
    }

    /// The integer 0.
    public static let zero = Integer256(0)
}

// MARK: - Encoding

extension Integer256 {
    /// Reads "0x" and exactly 64 hexadecimal digits of either case, big-endian. [ENC-2]
    ///
    /// Time depends on the validity of the text, not on the digits.
    /// - Throws: ``PrimeFieldError/integerMalformed``.
    public init(hex: some StringProtocol) throws(PrimeFieldError) {
        guard let bytes = Hexadecimal.decode(hex.utf8, byteCount: 32) else { throw .integerMalformed }
        try self.init(bigEndianBytes: bytes)
    }

    /// "0x" and 64 lower-case hexadecimal digits, big-endian. [ENC-1]
    public var hex: String { Hexadecimal.encode(self) }

    /// Reads exactly 32 bytes, most significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes.
    public init(bigEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        limbs = try Limbs(bytes: bytes).byteSwapped
    }

    /// Reads exactly 32 bytes, least significant first.
    /// - Throws: ``PrimeFieldError/integerMalformed`` for another number of bytes.
    public init(littleEndianBytes bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        limbs = try Limbs(bytes: bytes)
    }

    /// The 32 bytes, most significant first.
    public var bigEndianBytes: [UInt8] { limbs.byteSwapped.bytes }

    /// The 32 bytes, least significant first.
    public var littleEndianBytes: [UInt8] { limbs.bytes }

    /// Reads a decimal integer below 2²⁵⁶: digits 0–9 only, at least one, no sign, no separators.
    ///
    /// Variable-time in the digits: for public values only.
    /// - Throws: ``PrimeFieldError/integerMalformed``.
    public init(decimal: some StringProtocol) throws(PrimeFieldError) {
        guard !decimal.isEmpty else { throw .integerMalformed }
        var value = Limbs.zero
        for digit in decimal.utf8 {
            guard digit.isDecimalDigit else { throw .integerMalformed }
            guard let next = value.timesTen(plus: Limb(digit - UInt8(ascii: "0"))) else {
                throw .integerMalformed
            }
            value = next
        }
        limbs = value
    }

    /// The decimal digits, without leading zeros; "0" for zero. Variable-time: for public values only.
    public var decimal: String {
        // Each pass divides by 10¹⁹, the highest power of ten below 2⁶⁴. Its remainder is the next group of
        // nineteen digits, from the least significant group on.
        let base: UInt = 10_000_000_000_000_000_000
        var words = limbs.array
        var groups: [UInt] = []
        repeat {
            var remainder: UInt = 0
            for i in words.indices.reversed() {
                (words[i], remainder) = base.dividingFullWidth((high: remainder, low: words[i]))
            }
            groups.append(remainder)
        } while words.contains { $0 != 0 }
        let rest = groups.dropLast().reversed().map { group in
            let digits = String(group)
            return String(repeating: "0", count: 19 - digits.count) + digits
        }
        return String(groups[groups.count - 1]) + rest.joined()
    }
}

// MARK: - Predicates

extension Integer256: Equatable, Hashable, Comparable {
    /// Whether the two integers are equal, in constant time.
    public static func == (a: Integer256, b: Integer256) -> Bool {
        Limbs.areEqual(a.limbs, b.limbs)
    }

    /// Whether a < b, in constant time.
    public static func < (a: Integer256, b: Integer256) -> Bool {
        a.limbs.isBelow(b.limbs) == 1
    }

    /// Feeds the four limbs to `hasher`.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes(of: limbs) { hasher.combine(bytes: $0) }
    }
}

extension Integer256: CustomStringConvertible {
    /// The text of ``hex``.
    public var description: String { hex }
}

extension Limbs {
    /// 10·value + digit, or nil if that is 2²⁵⁶ or more.
    fileprivate func timesTen(plus digit: Limb) -> Limbs? {
        var product = Limbs.zero
        let high = product.withMutableLimbs { r in withLimbs { a in mpn_mul_1(r, a, Limbs.count, 10) } }
        let (sum, carry) = Limbs.adding(product, Limbs(digit, 0, 0, 0))
        return high == 0 && carry == 0 ? sum : nil
    }
}
