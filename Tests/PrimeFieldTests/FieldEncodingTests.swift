// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

/// Decoders of field elements are strict, and encoders write the canonical form.
@Suite struct FieldEncodingTests {
    private static let p = "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001"

    /// p, p + 1, ℓ + p, 8ℓ, 2²⁵⁵ and 2²⁵⁶ − 1.
    private static let tooLarge = [
        p,
        "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000002",
        "0x3670d8413d57d42eef5a4e6d51b18368d372d600b2da5e9bab548d70292126f2",
        "0x30644e72e131a029b85045b68181585d59f76dc1c90770533b94bee1c9093788",
        "0x8000000000000000000000000000000000000000000000000000000000000000",
        "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ]

    @Test func everyEncodingIsReadBack() throws {
        var generator = SeededGenerator(seed: 120)
        for a in FieldElement.edgeValues + (0..<50).map({ _ in generator.fieldElement() }) {
            #expect(a.hex.utf8.count == 66 && a.hex.hasPrefix("0x"))
            #expect(a.hex == a.hex.lowercased())
            #expect(a.description == a.hex)
            #expect(try FieldElement(hex: a.hex) == a)
            #expect(try FieldElement(hex: "0x" + a.hex.dropFirst(2).uppercased()) == a)
            #expect(a.bigEndianBytes.count == 32)
            #expect(a.littleEndianBytes == a.bigEndianBytes.reversed())
            #expect(try FieldElement(bigEndianBytes: a.bigEndianBytes) == a)
            #expect(try FieldElement(littleEndianBytes: a.littleEndianBytes) == a)
            #expect(try FieldElement(a.integer) == a)
            #expect(Natural(littleEndianBytes: a.littleEndianBytes) < .p)
        }
    }

    @Test func knownEncodingsAgree() throws {
        #expect(FieldElement(0x1234).hex == "0x" + String(repeating: "0", count: 60) + "1234")
        let bytes = [UInt8](1...32)
        let text = "0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"
        #expect(try FieldElement(bigEndianBytes: bytes).hex == text)
        #expect(try FieldElement(littleEndianBytes: bytes.reversed()).hex == text)
        #expect(try FieldElement(hex: text).bigEndianBytes == bytes)
        // p − 1 is the largest encoding.
        let largest = "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000"
        #expect(try FieldElement(hex: largest) == -.one)
        #expect((-FieldElement.one).hex == largest)
    }

    @Test func malformedTextsAreRefused() {
        for (what, text) in MalformedHex.texts(digitCount: 64) {
            #expect(throws: PrimeFieldError.integerMalformed, "\(what)") { try FieldElement(hex: text) }
            #expect(throws: PrimeFieldError.integerMalformed, "\(what)") { try Scalar(hex: text) }
            #expect(throws: PrimeFieldError.integerMalformed, "\(what)") { try Integer256(hex: text) }
        }
    }

    @Test func nothingIsReducedSilently() throws {
        for text in FieldEncodingTests.tooLarge {
            let integer = try Integer256(hex: text)
            #expect(throws: PrimeFieldError.fieldElementOutOfRange) { try FieldElement(hex: text) }
            #expect(throws: PrimeFieldError.fieldElementOutOfRange) { try FieldElement(integer) }
            #expect(throws: PrimeFieldError.fieldElementOutOfRange) {
                try FieldElement(bigEndianBytes: integer.bigEndianBytes)
            }
            #expect(throws: PrimeFieldError.fieldElementOutOfRange) {
                try FieldElement(littleEndianBytes: integer.littleEndianBytes)
            }
        }
        // ℓ, the other modulus, is an ordinary field element.
        let order = "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1"
        #expect(try FieldElement(hex: order).hex == order)
    }

    @Test(arguments: [0, 1, 31, 33, 64])
    func otherByteCountsAreRefused(count: Int) {
        let bytes = [UInt8](repeating: 0, count: count)
        #expect(throws: PrimeFieldError.integerMalformed) { try FieldElement(bigEndianBytes: bytes) }
        #expect(throws: PrimeFieldError.integerMalformed) { try FieldElement(littleEndianBytes: bytes) }
        #expect(throws: PrimeFieldError.integerMalformed) { try FieldElement(reducingBigEndianBytes: bytes) }
        #expect(throws: PrimeFieldError.integerMalformed) { try Scalar(bigEndianBytes: bytes) }
        #expect(throws: PrimeFieldError.integerMalformed) { try Scalar(littleEndianBytes: bytes) }
        #expect(throws: PrimeFieldError.integerMalformed) { try Integer256(bigEndianBytes: bytes) }
        #expect(throws: PrimeFieldError.integerMalformed) { try Integer256(littleEndianBytes: bytes) }
    }

    @Test func theNamedReductionReduces() throws {
        var generator = SeededGenerator(seed: 121)
        var values = [Natural(0), Natural(1), Natural.powerOfTwo(256) - Natural(1), .powerOfTwo(255)]
        for multiple in 1...5 as ClosedRange<UInt64> {
            let kp = Natural(multiple) * .p
            values += [kp - Natural(1), kp, kp + Natural(1)]
        }
        values += (0..<50).map { _ in Natural(generator.integer()) }
        for value in values {
            let bytes = try value.integer256.bigEndianBytes
            let residue = try (value % .p).integer256
            #expect(try FieldElement(reducingBigEndianBytes: bytes).integer == residue)
        }
        // (2²⁵⁶ − 1) mod p, by python3: hex((2**256 - 1) % p).
        #expect(
            try FieldElement(reducingBigEndianBytes: [UInt8](repeating: 0xff, count: 32)).hex
                == "0x0e0a77c19a07df2f666ea36f7879462e36fc76959f60cd29ac96341c4ffffffa")
    }

    @Test func decimalTextsAreReadStrictly() throws {
        let largest = "21888242871839275222246405745257275088548364400416034343698204186575808495616"
        #expect(try FieldElement(decimal: largest) == -.one)
        #expect(try FieldElement(decimal: "0") == .zero)
        #expect(try FieldElement(decimal: "0000000000000000000012") == FieldElement(12))
        #expect(try FieldElement(decimal: String(repeating: "0", count: 200) + "7") == FieldElement(7))
        #expect(throws: PrimeFieldError.fieldElementOutOfRange) {
            try FieldElement(decimal: largest.dropLast() + "7")
        }
        #expect(throws: PrimeFieldError.fieldElementOutOfRange) {
            try FieldElement(decimal: Integer256Tests.largestDecimal)
        }
        #expect(throws: PrimeFieldError.integerMalformed) { try FieldElement(decimal: "") }
        #expect(throws: PrimeFieldError.integerMalformed) { try FieldElement(decimal: "0x12") }
    }
}
