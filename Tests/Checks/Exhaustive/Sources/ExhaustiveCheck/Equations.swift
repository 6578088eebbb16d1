// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
import Dispatch
@testable import PrimeField

@testable import EdDSA

/// Checks the decision whether S·B = R + h·A, for all 40⁴ values of A, R, S and h. First checks both sides of
/// the equation separately, then the decision at half size. The logarithms give the right decision: the
/// equation holds if s·b = r + h·a modulo 40.
func checkEquations(_ group: TinyGroup) -> Int {
    for n in 0..<40 {
        let left = Point.base.multipliedVariableTime(by: Integer256(UInt64(n)))
        require(left == group[n * group.base], "S·B")
        for (a, key) in group.points.enumerated() {
            let product = key.multipliedVariableTime(by: Integer256(UInt64(n)))
            for (r, commitment) in group.points.enumerated() {
                require(commitment + product == group[r + n * a], "R + h·A")
            }
        }
    }
    let challenges = (0..<40).map { FieldElement(UInt64($0)) }
    DispatchQueue.concurrentPerform(iterations: 40) { a in
        for r in 0..<40 {
            for s in 0..<40 {
                for h in 0..<40 {
                    let holds = Point.satisfiesVerificationEquation(
                        s: Integer256(UInt64(s)), r: group[r], h: challenges[h], a: group[a])
                    require(
                        holds == ((r + h * a - s * group.base) % 40 == 0),
                        "the equation of A = \(a)·G, R = \(r)·G, S = \(s), h = \(h)")
                }
            }
        }
    }
    return 40 * 40 * 40 * 40
}

/// Checks sums Σ zᵢ·(Rᵢ + hᵢ·A − Sᵢ·B) over every A and R of the subgroup, every S and every h. Each sum has
/// seven terms, and multipliers zᵢ from a seeded generator. Compares the value of each sum, not only whether
/// it is O.
func checkBatchEquation(_ group: TinyGroup) -> Int {
    let message = Message(.zero)
    let members = (0..<5).map { $0 * 8 }
    var entries: [BatchEquation.Entry] = []
    var errors: [Int] = []
    for (key, a) in members.enumerated() {
        for r in members {
            for s in 0..<40 {
                for h in 0..<40 {
                    guard let signature = try? Signature(r: group[r], s: Integer256(UInt64(s))) else {
                        fatalError("S < 8ℓ")
                    }
                    let signed = SignedMessage(
                        key: PublicKey(group[a]), message: message, signature: signature)
                    entries.append(
                        BatchEquation.Entry(signed: signed, challenge: FieldElement(UInt64(h)), key: key))
                    errors.append(r + h * a - s * group.base)
                }
            }
        }
    }
    var generator = SeededGenerator(seed: 191)
    var sameGenerator = generator
    let equation = BatchEquation(entries, keys: members.map { group[$0] }, using: &generator)
    // z = n₀ + 2⁶⁴·n₁ ≡ n₀ + 16·n₁ modulo 40.
    let multipliers = entries.map { _ in
        let (low, high) = (sameGenerator.next(), sameGenerator.next())
        return (Int(low % 40) + 16 * Int(high % 40)) % 40
    }
    let step = 7
    for start in stride(from: 0, to: entries.count, by: step) {
        let range = start..<min(start + step, entries.count)
        let expected = range.reduce(0) { $0 + multipliers[$1] * (errors[$1] % 40) }
        let sum = equation.sum(range)
        require(sum.affineVariableTime() == group[expected], "the sum over a part of a batch")
        require(sum.isIdentity == (expected % 40 == 0), "whether the sum over a part of a batch is O")
    }
    for i in entries.indices {
        require(equation.holds(i) == (errors[i] % 40 == 0), "the equation of one signature of a batch")
    }
    return entries.count
}
