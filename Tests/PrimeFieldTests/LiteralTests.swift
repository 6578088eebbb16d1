// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

/// Integer literals, decimal output, powers and random elements.
@Suite struct LiteralTests {
    @Test func aLiteralIsTheIntegerThatItStates() throws {
        let zero: FieldElement = 0
        let small: FieldElement = 168_700
        let largest: FieldElement = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000
        let limbs: FieldElement = 0x000000000000000400000000000000030000000000000002_0000000000000001
        #expect(zero == .zero)
        #expect(try small == FieldElement(decimal: "168700"))
        #expect(largest == -.one)
        #expect(
            limbs.hex == "0x0000000000000004000000000000000300000000000000020000000000000001")
    }

    @Test func aNegativeLiteralIsTheNegativeOfItsMagnitude() {
        let minusOne: FieldElement = -1
        let minusLargest: FieldElement = -0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000
        let minusLimb: FieldElement = -0x1_0000_0000_0000_0000
        #expect(minusOne == -.one)
        #expect(minusLargest == .one)
        #expect(minusLimb == -(FieldElement(1 << 32) * FieldElement(1 << 32)))
    }

    @Test func literalsOfPOrMoreEndTheProcess() async {
        await #expect(processExitsWith: .failure) {
            let p: FieldElement = 0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001
            print(p)
        }
        await #expect(processExitsWith: .failure) {
            let beyond: FieldElement = 0x1_0000000000000000000000000000000000000000000000000000000000000000
            print(beyond)
        }
    }

    @Test func decimalOutputIsReadBack() throws {
        var generator = SeededGenerator(seed: 700)
        for element in FieldElement.edgeValues + (0..<50).map({ _ in generator.fieldElement() }) {
            #expect(try FieldElement(decimal: element.decimal) == element)
            #expect(element.decimal == "0" || element.decimal.first != "0")
            #expect(Natural(decimal: element.decimal) == Natural(element))
        }
        for scalar in Scalar.edgeValues { #expect(try Scalar(decimal: scalar.decimal) == scalar) }
    }

    @Test func decimalOutputKeepsTheZerosBetweenGroupsOfDigits() throws {
        let one = "1" + String(repeating: "0", count: 76)
        for text in [
            "0", "9", "10", "9999999999999999999", "10000000000000000000", "10000000000000000001",
            "100000000000000000000000000000000000000", one,
            "115792089237316195423570985008687907853269984665640564039457584007913129639935",
        ] {
            #expect(try Integer256(decimal: text).decimal == text)
        }
    }

    @Test func powersFollowTheLawsOfExponents() throws {
        var generator = SeededGenerator(seed: 701)
        let x = generator.fieldElement()
        #expect(x.raised(to: .zero) == .one)
        #expect(FieldElement.zero.raised(to: .zero) == .one)
        #expect(FieldElement.zero.raised(to: Integer256(5)) == .zero)
        var power = FieldElement.one
        for exponent in 0..<20 as Range<UInt64> {
            #expect(x.raised(to: Integer256(exponent)) == power)
            power *= x
        }
        // Fermat: x^(p − 1) = 1, and x^p = x.
        let p = try Natural.p.integer256
        #expect(try x.raised(to: (Natural.p - Natural(1)).integer256) == .one)
        #expect(x.raised(to: p) == x)
    }

    @Test func zeroAloneIsZero() {
        for element in FieldElement.edgeValues { #expect(element.isZero == (element == .zero)) }
        for scalar in Scalar.edgeValues { #expect(scalar.isZero == (scalar == .zero)) }
    }

    @Test func compoundAssignmentsOfScalarsAreTheOperations() {
        for a in Scalar.edgeValues {
            for b in Scalar.edgeValues {
                var (sum, difference, product) = (a, a, a)
                sum += b
                difference -= b
                product *= b
                #expect(sum == a + b && difference == a - b && product == a * b)
            }
        }
    }

    // MARK: Random elements

    @Test func aRandomScalarIsAllOf512BitsReduced() throws {
        let words = (0..<8).map { UInt64(0x0123_4567_89ab_cdef) &* UInt64(2 * $0 + 1) }
        var generator = ScriptedGenerator(words)
        let scalar = Scalar.random(using: &generator)
        #expect(generator.count == 8)
        let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
        }
        #expect(Natural(scalar) == Natural(littleEndianBytes: bytes) % .order)
        #expect(try Scalar(reducing: bytes) == scalar)
    }

    @Test func aRandomFieldElementIsDrawnAgainUntilItIsBelowP() throws {
        let p = try FieldElement(hex: "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000")
        // p, then p − 1 with the two bits above 2²⁵⁴ set, which are dropped.
        var generator = ScriptedGenerator([
            0x43e1_f593_f000_0001, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029,
            0x43e1_f593_f000_0000, 0x2833_e848_79b9_7091, 0xb850_45b6_8181_585d, 0xf064_4e72_e131_a029,
        ])
        #expect(FieldElement.random(using: &generator) == p)
        #expect(generator.count == 8)
        #expect(FieldElement.random() != FieldElement.random())
        #expect(Scalar.random() != Scalar.random())
    }

    @Test(arguments: [0, 1, 32, 63, 65, 128])
    func onlySixtyFourBytesAreReducedToAScalar(count: Int) {
        #expect(throws: PrimeFieldError.integerMalformed) {
            try Scalar(reducing: [UInt8](repeating: 1, count: count))
        }
    }

    // MARK: Text

    @Test func aScalarIsNotPrinted() throws {
        var generator = SeededGenerator(seed: 702)
        let scalar = generator.scalar()
        var dumped = ""
        dump(scalar, to: &dumped)
        for text in [
            "\(scalar)", String(reflecting: scalar), "\([scalar])", "\(Optional(scalar) as Any)", dumped,
        ] {
            #expect(text.contains("Scalar(redacted)"))
            for word in scalar.limbs.array { #expect(!text.contains("\(word)")) }
            #expect(!text.contains(scalar.hex.suffix(16)))
        }
        #expect(Mirror(reflecting: scalar).children.isEmpty)
    }

    @Test func onlyASCIIDigitsAreDigits() {
        for byte in UInt8.min ... .max {
            let character = Character(Unicode.Scalar(byte))
            let isASCII = byte < 0x80
            #expect(byte.isDecimalDigit == (isASCII && character.isWholeNumber))
            #expect(byte.isHexDigit == (isASCII && character.isHexDigit))
            #expect(byte.hexDigitValue.map(Int.init) == (isASCII ? character.hexDigitValue : nil))
        }
        for value in 0..<16 as Range<UInt8> {
            #expect(String(Unicode.Scalar(Hexadecimal.digit(value))) == String(value, radix: 16))
            #expect(
                String(Unicode.Scalar(Hexadecimal.digit(value, isUpperCase: true)))
                    == String(value, radix: 16, uppercase: true))
        }
        #expect(Hexadecimal.encode([0, 0x9f, 0xff]) == "0x009fff" && Hexadecimal.encode([UInt8]()) == "0x")
    }
}
