// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport

@testable import BabyJubjub

extension SeededGenerator {
    /// A random point of the subgroup of order ℓ.
    mutating func subgroupPoint() -> Point {
        Point.base.multipliedVariableTime(by: scalar().integer)
    }

    /// One random point of every coset of the subgroup: P + T for the eight low-order T.
    mutating func pointsOfEveryClass() -> [Point] {
        Point.lowOrderPoints.map { subgroupPoint() + $0 }
    }
}

/// Integers at which errors in recodings and multiplications are likely.
func edgeIntegers() throws -> [Integer256] {
    let one = Natural(1)
    var values: [Natural] = [Natural(0), one, Natural(2), Natural(3), Natural(7), Natural(8), Natural(16)]
    for modulus in [Natural.order, .p, .groupOrder] { values += [modulus - one, modulus, modulus + one] }
    for exponent in [5, 63, 64, 65, 127, 128, 192, 250, 251, 253, 254, 255] {
        values += [.powerOfTwo(exponent) - one, .powerOfTwo(exponent), .powerOfTwo(exponent) + one]
    }
    for byte in [0x55, 0xaa, 0x33, 0x84, 0xf0, 0xff] as [UInt8] {
        values.append(Natural(littleEndianBytes: [UInt8](repeating: byte, count: 32)))
    }
    return try values.map { try $0.integer256 }
}
