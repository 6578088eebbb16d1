// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@Suite struct Integer256Tests {
    /// 2²⁵⁶ − 1.
    static let largestDecimal =
        "115792089237316195423570985008687907853269984665640564039457584007913129639935"

    /// 0, 1, 2⁶⁴ᵏ ± 1, p, ℓ, 8ℓ, 2²⁵⁶ − 1 and random integers.
    private static func values(seed: UInt64) throws -> [Integer256] {
        var generator = SeededGenerator(seed: seed)
        var values: [Natural] = [Natural(0), Natural(1), .p, .order, .groupOrder]
        for exponent in [63, 64, 127, 128, 191, 192, 255] {
            let power = Natural.powerOfTwo(exponent)
            values += [power - Natural(1), power, power + Natural(1)]
        }
        values.append(.powerOfTwo(256) - Natural(1))
        return try values.map { try $0.integer256 } + (0..<10).map { _ in generator.integer() }
    }

    @Test func everyEncodingIsReadBack() throws {
        for a in try Integer256Tests.values(seed: 130) {
            #expect(try Integer256(hex: a.hex) == a)
            #expect(try Integer256(hex: "0x" + a.hex.dropFirst(2).uppercased()) == a)
            #expect(try Integer256(bigEndianBytes: a.bigEndianBytes) == a)
            #expect(try Integer256(littleEndianBytes: a.littleEndianBytes) == a)
            #expect(a.bigEndianBytes == a.littleEndianBytes.reversed())
            #expect(a.description == a.hex)
            #expect(Set([a, try Integer256(hex: a.hex)]).count == 1)
        }
    }

    @Test func theOrderIsTheOrderOfIntegers() throws {
        let values = try Integer256Tests.values(seed: 131)
        for a in values {
            for b in values {
                #expect((a < b) == (Natural(a) < Natural(b)))
                #expect((a == b) == (Natural(a) == Natural(b)))
                #expect((a < b) == a.bigEndianBytes.lexicographicallyPrecedes(b.bigEndianBytes))
            }
        }
    }

    @Test func smallIntegersHaveTheirEncodings() {
        #expect(Integer256(0) == .zero)
        #expect(Integer256(.max).hex == "0x" + String(repeating: "0", count: 48) + "ffffffffffffffff")
        #expect(Integer256(1).littleEndianBytes == [1] + [UInt8](repeating: 0, count: 31))
    }

    @Test func decimalTextsUpToTheLimitAreRead() throws {
        let ones = [UInt8](repeating: 0xff, count: 32)
        #expect(try Integer256(decimal: Integer256Tests.largestDecimal).bigEndianBytes == ones)
        #expect(try Integer256(decimal: "000" + Integer256Tests.largestDecimal).bigEndianBytes == ones)
        for text in ["0", "1", "9", "10", "18446744073709551615", "18446744073709551616"] {
            #expect(try Natural(Integer256(decimal: text)) == Natural(decimal: text))
        }
        var generator = SeededGenerator(seed: 132)
        for length in 1...77 {
            let text = String(
                (0..<length).map { _ in Character("\(Int.random(in: 0...9, using: &generator))") })
            #expect(try Natural(Integer256(decimal: text)) == Natural(decimal: text))
        }
    }

    @Test(arguments: [
        "", " ", "-1", "+1", "-0", "1.0", "1e3", "1,000", "1_000", "0x1", "12a", " 1", "1 ", "1\n",
        "\u{0661}",
        "\u{ff11}", "1\u{0301}",
        // 2²⁵⁶, ten times 2²⁵⁶ − 1, 78 nines, 2⁵¹², 1000 digits.
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "1157920892373161954235709850086879078532699846656405640394575840079131296399350",
        String(repeating: "9", count: 78),
        "13407807929942597099574024998205846127479365820592393377723561443721764030073546"
            + "976801874298166903427690031858186486050853753882811946569946433649006084096",
        String(repeating: "1", count: 1000),
    ])
    func otherDecimalTextsAreRefused(text: String) {
        #expect(throws: PrimeFieldError.integerMalformed) { try Integer256(decimal: text) }
        #expect(throws: PrimeFieldError.integerMalformed) { try FieldElement(decimal: text) }
    }

    /// Compares the digits of bytes and of integers with those of the standard library.
    @Test func hexadecimalDigitsEqualThoseOfTheStandardLibrary() {
        var generator = SeededGenerator(seed: 185)
        for count in 0...40 {
            let bytes = (0..<count).map { i in
                i < 17 ? UInt8(i * 15) : UInt8(truncatingIfNeeded: generator.next())
            }
            let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(Hexadecimal.encode(bytes) == "0x" + digits)
        }
        let every = (0...255).map { UInt8($0) }
        #expect(
            Hexadecimal.encode(every) == "0x"
                + every.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())
        for _ in 0..<20 {
            let (a, b) = (generator.integer(), generator.integer())
            #expect(Hexadecimal.encode(a, b) == Hexadecimal.encode(a.bigEndianBytes + b.bigEndianBytes))
        }
    }
}
