// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

/// The digits of a recoding add up to the integer, and each is in its range.
@Suite struct RecodingTests {
    @Test func signedDigitsAddUpToTheScalar() throws {
        var generator = SeededGenerator(seed: 340)
        var scalars = Scalar.edgeValues + (0..<20).map { _ in generator.scalar() }
        for k in 0..<70 as Range<UInt64> { scalars.append(Scalar(k)) }
        // Scalars below ℓ whose windows all are 31, 32, 33 or 63: a carry begins, continues and ends.
        for digit in [31, 32, 33, 63] as [UInt64] {
            let value = (0..<41).reduce(Natural(0)) { sum, _ in sum * Natural(64) + Natural(digit) }
            scalars.append(try Scalar(value.integer256))
        }
        for k in scalars {
            var recoding = SignedDigits(k)
            var (positive, negative, power) = (Natural(0), Natural(0), Natural(1))
            for _ in 0..<FixedBaseTable.windowCount {
                let (magnitude, isNegative) = recoding.next()
                #expect((0...32).contains(magnitude))
                #expect(isNegative == 0 || isNegative == 1 && magnitude > 0)
                #expect(isNegative == 1 || magnitude < 32)
                let term = Natural(UInt64(magnitude)) * power
                if isNegative == 1 { negative = negative + term } else { positive = positive + term }
                power = power * Natural(64)
            }
            #expect(positive == Natural(k) + negative)
        }
    }

    @Test(arguments: 2...10)
    func nonAdjacentFormsAddUpToTheInteger(width: Int) throws {
        var generator = SeededGenerator(seed: UInt64(340 + width))
        var integers = try edgeIntegers() + (0..<10).map { _ in generator.integer() }
        for k in 0..<130 as Range<UInt64> { integers.append(Integer256(k)) }
        for k in integers {
            let form = NonAdjacentForm(k, width: width)
            let digits = form.digits.map(Int.init)
            #expect(digits.count == 257)
            #expect(form.length == (digits.lastIndex { $0 != 0 } ?? -1) + 1)
            var (positive, negative) = (Natural(0), Natural(0))
            var lastNonZero = -width
            for (i, digit) in digits.enumerated() where digit != 0 {
                #expect(!digit.isMultiple(of: 2) && abs(digit) < 1 << (width - 1))
                #expect(i - lastNonZero >= width)
                lastNonZero = i
                let term = Natural(UInt64(abs(digit))) * .powerOfTwo(i)
                if digit < 0 { negative = negative + term } else { positive = positive + term }
            }
            #expect(positive == Natural(k) + negative)
        }
    }

    @Test func oddMultiples() throws {
        var generator = SeededGenerator(seed: 350)
        let point = generator.subgroupPoint() + Point.lowOrderPoints[5]
        for (i, multiple) in ExtendedPoint(point).oddMultiples(count: 16).enumerated() {
            var sum = ExtendedPoint.identity
            sum.add(multiple)
            #expect(
                sum.affineVariableTime() == point.multipliedByDefinition(by: Integer256(UInt64(2 * i + 1))))
        }
    }
}
