// SPDX-License-Identifier: Apache-2.0
@testable import PrimeField

/// Checks arithmetic modulo 5, the reduction of integers modulo 5 and 40, and the half-size multipliers of
/// every h below 40 and of larger ones.
func checkScalars() -> Int {
    let scalars = (0..<5).map { Scalar(UInt64($0)) }
    func value(_ scalar: Scalar?) -> Int? { scalar.flatMap(scalars.firstIndex) }
    for n in 0..<100 {
        require(value(try? Scalar(Integer256(UInt64(n)))) == (n < 5 ? n : nil), "a scalar is below ℓ")
    }
    for (a, x) in scalars.enumerated() {
        require(value(-x) == (5 - a) % 5, "−a")
        require(value(try? x.inverted()) == (1..<5).first { a * $0 % 5 == 1 }, "1/a")
        for (b, y) in scalars.enumerated() {
            require(value(x + y) == (a + b) % 5, "a + b")
            require(value(x - y) == (5 + a - b) % 5, "a − b")
            require(value(x * y) == a * b % 5, "a·b")
        }
    }
    return 100 + 75 + checkReductions(scalars) + checkHalfSizeMultipliers()
}

/// The integers below 160, and three integers at each power of two: 2ⁿ − 1, 2ⁿ and 2ⁿ + 1.
let integers: [Integer256] =
    (0..<160).map { Integer256(UInt64($0)) }
    + (0..<256).flatMap { bit in
        var power = Limbs.zero
        power.withMutableLimbs { $0[bit / 64] = 1 << Limb(bit % 64) }
        let one = Limbs(1, 0, 0, 0)
        return [Limbs.subtracting(power, one).difference, power, Limbs.adding(power, one).sum]
            .map(Integer256.init(limbs:))
    }
    + [Limbs.subtracting(.zero, Limbs(1, 0, 0, 0)).difference, FieldModulus.p].map(Integer256.init(limbs:))

private func checkReductions(_ scalars: [Scalar]) -> Int {
    var cases = 0
    for a in integers {
        for b in integers[..<60] + integers[900...] {
            let wide = WideInteger(product: a, b, plus: a)
            let residue = (a.moduloForty * b.moduloForty + a.moduloForty) % 40
            require(wide.reduced(modulo: Scalar.groupOrder) == Integer256(UInt64(residue)), "a·b + a mod 8ℓ")
            require(Scalar(reducing: wide) == scalars[residue % 5], "a·b + a mod ℓ")
            cases += 1
        }
    }
    return cases
}

private func checkHalfSizeMultipliers() -> Int {
    for h in integers {
        let multiplier = HalfSizeMultiplier(of: h)
        let (u, v) = (multiplier.u.moduloForty, multiplier.v.moduloForty)
        require(multiplier.u < Integer256(40), "u is below 8ℓ")
        require(multiplier.v < Integer256(5) && v % 2 == 1, "v is odd and below ℓ")
        require((40 + (multiplier.uIsNegative ? -u : u)) % 40 == v * h.moduloForty % 40, "u is v·h modulo 8ℓ")
    }
    return integers.count
}
