// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

@Suite struct PackingTests {
    @Test func publishedKeysHaveTheirPublishedPackedForms() throws {
        let answers = try KnownAnswers.load().publicKeyPacking
        #expect(answers.count == 2)
        for answer in answers {
            let point = try Point(
                x: FieldElement(hex: answer.publicKey.x), y: FieldElement(hex: answer.publicKey.y))
            #expect(point.packed.hex == answer.packed)
            #expect(try Point(packed: PackedPoint(hex: answer.packed)) == point)
        }
    }

    @Test func everyPackedPointIsUnpackedAgain() throws {
        var generator = SeededGenerator(seed: 20)
        for torsion in Point.lowOrderPoints {
            let point = Point.baseMultiplied(by: generator.scalar()) + torsion
            for candidate in [torsion, point, -point] {
                #expect(try Point(packed: candidate.packed) == candidate)
                #expect(try PackedPoint(hex: candidate.packed.hex) == candidate.packed)
                let bytes = candidate.packed.littleEndianBytes
                #expect(try PackedPoint(littleEndianBytes: bytes) == candidate.packed)
            }
        }
    }

    @Test(arguments: [
        // y = p, p + 1 and 2^254 − 1, which are not field elements.
        "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001",
        "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000002",
        "0x3fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        // Bit 254 set.
        "0x4000000000000000000000000000000000000000000000000000000000000001",
        // The sign bit is set although x = 0: y = 1 and y = −1.
        "0x8000000000000000000000000000000000000000000000000000000000000001",
        "0xb0644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000000",
        // All bits set.
        "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ])
    func otherPackedFormsAreRefused(packed: String) throws {
        let form = try PackedPoint(hex: packed)
        #expect(throws: BabyJubjubError.packedPointInvalid) { try Point(packed: form) }
    }

    @Test func bytesInBothOrdersAreThePackedForm() throws {
        var generator = SeededGenerator(seed: 730)
        for point in generator.pointsOfEveryClass() {
            let packed = point.packed
            #expect(packed.bigEndianBytes == packed.littleEndianBytes.reversed())
            #expect(packed.bigEndianBytes == packed.integer.bigEndianBytes)
            #expect(try PackedPoint(bigEndianBytes: packed.bigEndianBytes) == packed)
            #expect(try PackedPoint(littleEndianBytes: packed.littleEndianBytes) == packed)
        }
        for count in [0, 31, 33] {
            #expect(throws: PrimeFieldError.integerMalformed) {
                try PackedPoint(bigEndianBytes: [UInt8](repeating: 0, count: count))
            }
        }
    }

    @Test func aYWithoutAnXIsRefused() throws {
        var refused = 0
        for y in 2..<40 as Range<UInt64> {
            let form = PackedPoint(Integer256(y))
            let yy = FieldElement(y).squared()
            let xx = try (.one - yy) * (CurveParameters.a - CurveParameters.d * yy).inverted()
            if xx.legendreSymbol == -1 {
                refused += 1
                #expect(throws: BabyJubjubError.packedPointInvalid) { try Point(packed: form) }
            } else {
                #expect(try Point(packed: form).y == FieldElement(y))
            }
        }
        #expect((5...33).contains(refused))
    }
}
