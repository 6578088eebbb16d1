// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// Multiplication of a point by an integer. SPEC.md, section 5.3.
extension Point {
    /// k·P by definition: doublings and additions of affine points, for the bits of k from the top. Slow; what the
    /// multiplications in Fast must agree with. Variable-time.
    package func multipliedByDefinition(by k: Integer256) -> Point {
        var result = Point.identity
        for i in (0..<k.limbs.bitWidth).reversed() {
            result = result.doubled()
            if k.limbs.array[i / Limb.bitWidth] >> Limb(i % Limb.bitWidth) & 1 == 1 { result = result + self }
        }
        return result
    }

    /// k·P for any integer k in [0, 2²⁵⁶), not reduced modulo anything: exact on the whole group, points
    /// outside the subgroup included. [CURVE-4] Variable-time: for public values only.
    public func multipliedVariableTime(by k: Integer256) -> Point {
        ExtendedPoint(self).multipliedVariableTime(by: k).affineVariableTime()
    }

    /// k·B for the base point B and a secret scalar k: a public key from a private one, or the R of a
    /// signature from its nonce. Constant-time; the one inversion is blinded by a random factor. [CURVE-5]
    public static func baseMultiplied(by k: Scalar) -> Point {
        ExtendedPoint.baseMultiplied(by: k).affine(blindedBy: .randomNonZero())
    }
}
