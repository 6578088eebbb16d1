// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

@testable import PrimeField

/// Z/ℓ is a field, its decoders are strict, and wide integers are reduced to the right residue.
@Suite struct ScalarTests {
    private static func values(seed: UInt64, random: Int = 8) -> [Scalar] {
        var generator = SeededGenerator(seed: seed)
        return Scalar.edgeValues + (0..<random).map { _ in generator.scalar() }
    }

    @Test func operationsAgreeWithSchoolbookArithmetic() throws {
        func scalar(_ value: Natural) throws -> Scalar { try Scalar((value % .order).integer256) }
        let values = ScalarTests.values(seed: 140).map { ($0, Natural($0)) }
        for (a, x) in values {
            #expect(x < .order)
            #expect(try -a == scalar(.order - x))
            for (b, y) in values {
                #expect(try a + b == scalar(x + y))
                #expect(try a - b == scalar(x + .order - y))
            }
            for (b, y) in values.suffix(16) { #expect(try a * b == scalar(x * y)) }
        }
    }

    @Test func fieldLawsHold() throws {
        let values = ScalarTests.values(seed: 141, random: 4)
        let few = stride(from: 0, to: values.count, by: 3).map { values[$0] }
        for a in values {
            #expect(a + .zero == a)
            #expect(a * .one == a)
            #expect(a * .zero == .zero)
            #expect(a - a == .zero)
            #expect(a + -a == .zero)
            for b in values {
                #expect(a + b == b + a)
                #expect(a * b == b * a)
                #expect(a - b == a + -b)
            }
        }
        for a in few {
            for b in few {
                for c in few {
                    #expect((a + b) + c == a + (b + c))
                    #expect((a * b) * c == a * (b * c))
                    #expect(a * (b + c) == a * b + a * c)
                }
            }
        }
    }

    @Test func aScalarTimesItsInverseIsOne() throws {
        for a in ScalarTests.values(seed: 142) where a != .zero {
            let inverse = try a.inverted()
            #expect(a * inverse == .one)
            #expect(try inverse.inverted() == a)
        }
        #expect(throws: PrimeFieldError.notInvertible) { try Scalar.zero.inverted() }
        #expect(throws: PrimeFieldError.notInvertible) { try (Scalar(3) - Scalar(3)).inverted() }
    }

    @Test func everyEncodingIsReadBack() throws {
        for a in ScalarTests.values(seed: 143) {
            #expect(try Scalar(hex: a.hex) == a)
            #expect(try Scalar(hex: "0x" + a.hex.dropFirst(2).uppercased()) == a)
            #expect(try Scalar(bigEndianBytes: a.bigEndianBytes) == a)
            #expect(try Scalar(littleEndianBytes: a.littleEndianBytes) == a)
            #expect(a.bigEndianBytes == a.littleEndianBytes.reversed())
            #expect(try Scalar(a.integer) == a)
            #expect(Set([a, a + .one - .one]).count == 1)
        }
        #expect(Scalar(.max).hex == "0x" + String(repeating: "0", count: 48) + "ffffffffffffffff")
    }

    @Test func nothingIsReducedSilently() throws {
        let order = "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1"
        let ones = "0x" + String(repeating: "f", count: 64)
        let groupOrder = "0x30644e72e131a029b85045b68181585d59f76dc1c90770533b94bee1c9093788"
        for text in [order, order.dropLast() + "2", groupOrder, ones] {
            let integer = try Integer256(hex: text)
            #expect(throws: PrimeFieldError.scalarOutOfRange) { try Scalar(hex: text) }
            #expect(throws: PrimeFieldError.scalarOutOfRange) { try Scalar(integer) }
            #expect(throws: PrimeFieldError.scalarOutOfRange) {
                try Scalar(bigEndianBytes: integer.bigEndianBytes)
            }
            #expect(throws: PrimeFieldError.scalarOutOfRange) {
                try Scalar(littleEndianBytes: integer.littleEndianBytes)
            }
        }
        #expect(try Scalar(hex: order.dropLast() + "0") == -.one)
    }

    // MARK: Wide integers

    private static let groupOrder = Integer256(limbs: Scalar.groupOrder)

    @Test func productsAndSumsAreReducedModuloBothOrders() throws {
        var generator = SeededGenerator(seed: 144)
        let ones = try (Natural.powerOfTwo(256) - Natural(1)).integer256
        let edges = try [.zero, Integer256(1), ones, Natural.p.integer256, ScalarTests.groupOrder]
        var triples = edges.flatMap { a in edges.map { (a, $0, ones) } }
        for _ in 0..<20 { triples.append((generator.integer(), generator.integer(), generator.integer())) }
        for (a, b, c) in triples {
            let wide = WideInteger(product: a, b, plus: c)
            let value = Natural(a) * Natural(b) + Natural(c)
            #expect(Natural(wide.reduced(modulo: Scalar.order)) == value % .order)
            #expect(Natural(wide.reduced(modulo: Scalar.groupOrder)) == value % .groupOrder)
            #expect(Natural(Scalar(reducing: wide)) == value % .order)
        }
    }

    @Test func wideBytesAreLittleEndian() throws {
        var generator = SeededGenerator(seed: 145)
        for _ in 0..<20 {
            let bytes = (0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let value = Natural(littleEndianBytes: bytes)
            #expect(try Natural(Scalar(reducing: wide(bytes))) == value % .order)
        }
        for count in [0, 32, 63, 65, 128] {
            let bytes = [UInt8](repeating: 1, count: count)
            #expect(throws: PrimeFieldError.integerMalformed) { try wide(bytes) }
        }
    }

    /// Residues by python3, n % l and n % (8*l) with l = ℓ.
    @Test func knownResiduesAgree() throws {
        let ones = try wide([UInt8](repeating: 0xff, count: 64))
        #expect(
            ones.reduced(modulo: Scalar.order).hex
                == "0x0445b524f1ba50a8e472df203faa158f74646cacf5f84ec435e44abee7ecb21d")
        #expect(
            ones.reduced(modulo: Scalar.groupOrder).hex
                == "0x105ec8c1aa06b8b35286f08de00a6ba6cae2481d683a2ad904c97a775a2effff")
        // The 64 bytes 0, 1, …, 63.
        let counting = try wide([UInt8](0..<64))
        #expect(
            counting.reduced(modulo: Scalar.order).hex
                == "0x016bcee0d4ca296ee6714b6a806004160dfc1721ddb96f1a980db5511adf282b")
        #expect(
            counting.reduced(modulo: Scalar.groupOrder).hex
                == "0x1faa7fe8a1892d88f9a376fc9150db506636bbbafb5e154e9d4aac9e3884eae0")
        // ℓ², ℓ² − 1, and 8ℓ·(8ℓ − 1) + 8ℓ − 1.
        let order = Integer256(limbs: Scalar.order)
        let squared = WideInteger(product: order, order, plus: .zero)
        #expect(squared.reduced(modulo: Scalar.order) == .zero)
        #expect(Scalar(reducing: squared) == .zero)
        let belowGroupOrder = try Integer256(
            limbs: Limbs.subtracting(Scalar.groupOrder, Limbs(1, 0, 0, 0)).difference)
        let largest = WideInteger(product: ScalarTests.groupOrder, belowGroupOrder, plus: belowGroupOrder)
        #expect(largest.reduced(modulo: Scalar.groupOrder) == belowGroupOrder)
        #expect(largest.reduced(modulo: Scalar.order).hex == (-Scalar.one).hex)
    }
}

/// The wide integer of these bytes, least significant first.
private func wide(_ bytes: [UInt8]) throws -> WideInteger {
    try bytes.withUnsafeBytes { try WideInteger(littleEndianBytes: $0) }
}
