// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// Multiplication of a point by an integer. SPEC.md, section 5.3.
extension Point {
    /// k·P by definition: for each bit of k from the top, one doubling, and one addition if the bit is 1. The
    /// points are affine. This is slow. The multiplications in Fast must agree with it. Variable-time.
    package func multipliedByDefinition(by k: Integer256) -> Point {
        var result = Point.identity
        for i in (0..<k.limbs.bitWidth).reversed() {
            result = result.doubled()
            if k.limbs.array[i / Limb.bitWidth] >> Limb(i % Limb.bitWidth) & 1 == 1 { result = result + self }
        }
        return result
    }

    /// k·P for any integer k in [0, 2²⁵⁶). [CURVE-4]
    ///
    /// k is not reduced, so the result is exact for points outside the subgroup too. Variable-time: for
    /// public values only.
    public func multipliedVariableTime(by k: Integer256) -> Point {
        ExtendedPoint(self).multipliedVariableTime(by: k).affineVariableTime()
    }

    /// k·B for the base point B and a secret scalar k: the public key of a private key, or the R of a nonce.
    /// [CURVE-5]
    ///
    /// Constant-time. The conversion to affine coordinates inverts Z after multiplying it by a random factor.
    public static func baseMultiplied(by k: Scalar) -> Point {
        ExtendedPoint.baseMultiplied(by: k).affine(blindedBy: .randomNonZero())
    }
}
