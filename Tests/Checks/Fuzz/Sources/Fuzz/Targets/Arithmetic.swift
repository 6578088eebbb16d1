// SPDX-License-Identifier: Apache-2.0
import BigInt
import CGMP

@testable import PrimeField

/// Compares the inline carry chains and the Montgomery reduction with the functions of GMP that define them.
@Sendable func fuzzLimbs(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let (a, b, c, d) = (input.limbs(), input.limbs(), input.limbs(), input.limbs())
    requireEqual(Limbs.adding(a, b), PlainLimbs.adding(a, b), "a + b")
    requireEqual(Limbs.subtracting(a, b), PlainLimbs.subtracting(a, b), "a − b")
    require(a.isBelow(b) == PlainLimbs.subtracting(a, b).borrow, "a < b")

    let (t, other) = (a.array + b.array, c.array + d.array)
    var (sum, plainSum) = (t, t)
    let carry = limbs8_accumulate(&sum, other)
    require(carry == mpn_add_n(&plainSum, t, other, 8) && sum == plainSum, "a sum of eight limbs")
    var difference = t
    let borrow = limbs8_subtract(&difference, other)
    var plainDifference = t
    require(
        borrow == mpn_sub_n(&plainDifference, t, other, 8) && difference == plainDifference,
        "a difference of eight limbs")
    limbs8_accumulate_all(&sum, difference + t, 2)
    for term in [difference, t] {
        let operand = plainSum
        _ = mpn_add_n(&plainSum, operand, term, 8)
    }
    require(sum == plainSum, "a sum of many")

    var reduced = Limbs.zero
    let reductionCarry = reduced.withMutableLimbs { montgomery_reduce($0, t, FieldModulus.montgomery) }
    requireEqual((reduced, reductionCarry), PlainLimbs.montgomeryReduced(low: a, high: b), "t/R")
}

private func requireEqual(_ a: (Limbs, Limb), _ b: (Limbs, Limb), _ name: String) {
    require(Limbs.areEqual(a.0, b.0) && a.1 == b.1, name)
}

/// Compares arithmetic modulo p with BigInt. Inversion and square roots are slow, so one input checks only
/// one of them. The selector chooses which.
@Sendable func fuzzField(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let selector = input.byte()
    let (x, y) = (input.fieldElement(), input.fieldElement())
    let (bigX, bigY) = (Oracle.integer(x), Oracle.integer(y))
    let p = Oracle.p
    require(bigX < p && bigY < p, "an element is below p")
    require(Oracle.integer(x * y) == bigX * bigY % p, "x·y")
    require(Oracle.integer(x.squared()) == bigX * bigX % p, "x²")
    require(Oracle.integer(x + y) == (bigX + bigY) % p, "x + y")
    require(Oracle.integer(x - y) == (bigX + p - bigY) % p, "x − y")
    require(Oracle.integer(-x) == (p - bigX) % p, "−x")
    require(x.isGreaterThanHalf == (2 * bigX > p), "x > (p − 1)/2")
    require((x == y) == (bigX == bigY), "x = y")
    switch selector & 3 {
    case 0:
        let inverse = optional { try x.inverted() }
        require((inverse == nil) == (x == .zero), "every element except zero has an inverse")
        if let inverse { require(Oracle.integer(inverse) * bigX % p == 1, "x⁻¹") }
    case 1:
        let inverse = optional { try x.invertedVariableTime() }
        require(
            (inverse == nil) == (x == .zero), "every element except zero has an inverse in variable time")
        if let inverse { require(Oracle.integer(inverse) * bigX % p == 1, "x⁻¹ in variable time") }
    case 2:
        let root = optional { try (x * x).squareRoot() }
        require(root == (x.isGreaterThanHalf ? -x : x), "√x²")
    default:
        // 5 is not a square, so exactly one of x and 5x is, if x is not zero.
        let roots = [x, x * FieldElement(5)].map { element in optional { try element.squareRoot() } }
        for (root, square) in zip(roots, [bigX, 5 * bigX % p]) {
            guard let root else { continue }
            require(Oracle.integer(root) * Oracle.integer(root) % p == square, "√x")
            require(!root.isGreaterThanHalf, "√x is the smaller root")
        }
        require(roots.contains { $0 != nil }, "x or 5x is a square")
        require(x == .zero || roots.contains(nil), "x or 5x is not a square")
    }
}

/// Compares arithmetic modulo ℓ, reductions of wide integers, and the half-size multipliers of verification
/// with BigInt.
@Sendable func fuzzScalars(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let (a, b) = (input.scalar(), input.scalar())
    let (bigA, bigB) = (Oracle.integer(a), Oracle.integer(b))
    let order = Oracle.order
    require(bigA < order && bigB < order, "a scalar is below ℓ")
    require(Oracle.integer(a * b) == bigA * bigB % order, "a·b")
    require(Oracle.integer(a + b) == (bigA + bigB) % order, "a + b")
    require(Oracle.integer(a - b) == (bigA + order - bigB) % order, "a − b")
    let inverse = optional { try a.inverted() }
    require((inverse == nil) == (a == .zero), "every scalar except zero has an inverse")
    if let inverse { require(Oracle.integer(inverse) * bigA % order == 1, "a⁻¹") }

    let (u, v, w) = (input.integer(), input.integer(), input.integer())
    let wide = WideInteger(product: u, v, plus: w)
    let bigWide = Oracle.integer(u) * Oracle.integer(v) + Oracle.integer(w)
    require(Oracle.integer(wide.reduced(modulo: Scalar.order)) == bigWide % order, "u·v + w mod ℓ")
    require(
        Oracle.integer(wide.reduced(modulo: Scalar.groupOrder)) == bigWide % (8 * order), "u·v + w mod 8ℓ")
    require((u < v) == (Oracle.integer(u) < Oracle.integer(v)), "u < v")

    let multiplier = HalfSizeMultiplier(of: u)
    let (bigU, bigV) = (Oracle.integer(multiplier.u), Oracle.integer(multiplier.v))
    let product = bigV * Oracle.integer(u) % (8 * order)
    require(
        (multiplier.uIsNegative ? product + bigU : product + 8 * order - bigU) % (8 * order) == 0, "u = v·h")
    require(bigV % 2 == 1 && bigV % order != 0, "v is invertible modulo 8ℓ")
}
