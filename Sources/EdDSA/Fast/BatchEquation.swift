// SPDX-License-Identifier: Apache-2.0

// Definition: the equation S·B = R + h·A of each signature.
// Agreement: BatchVerificationTests; Tests/Checks/Proofs/verification.py ("an invalid signature passes a
// sum of a batch with probability at most 2^-128");
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Equations.swift.

import BabyJubjub
import PrimeField

/// The equation Σ zᵢ·(Rᵢ + hᵢ·A_{k(i)} − Sᵢ·B) = O over signatures whose points all lie in the subgroup of
/// order ℓ.
///
/// The zᵢ are random integers of 128 bits, drawn after the signatures are fixed. Suppose that signature j is
/// invalid, and fix the other zᵢ. In a group of prime order ℓ > 2¹²⁸ the sum is then O for at most one value
/// of zⱼ. So a sum with an invalid signature is O with probability at most 2⁻¹²⁸. Coefficients of the same
/// key, and those of B, are added up modulo ℓ first, so that each key is multiplied once. SPEC.md, appendix
/// C.3.
struct BatchEquation {
    /// A signature, its h, and the index of its key.
    struct Entry {
        let signed: SignedMessage
        let challenge: FieldElement
        let key: Int
    }

    private let entries: [Entry]
    private let keys: [PrecomputedPoint]
    private let multipliers: [Integer256]
    private let noncePoints: [SumOfProducts.Term]

    init(_ entries: [Entry], keys: [Point], using generator: inout some RandomNumberGenerator) {
        self.entries = entries
        self.keys = keys.map { PrecomputedPoint($0) }
        multipliers = entries.map { _ in
            Integer256(limbs: Limbs(Limb(generator.next()), Limb(generator.next()), 0, 0))
        }
        noncePoints = zip(entries, multipliers).map { entry, z in
            SumOfProducts.Term(z, PrecomputedPoint(entry.signed.signature.r))
        }
    }

    private static let base = PrecomputedPoint(.base)

    /// The left side of the equation over a part of the signatures. The signatures of one key are adjacent.
    func sum(_ range: Range<Int>) -> ExtendedPoint {
        var ofBase = Scalar.zero
        var ofKey: [(key: Int, coefficient: Scalar)] = []
        for i in range {
            let (entry, z) = (entries[i], multipliers[i])
            ofBase = Scalar(product: z, entry.signed.signature.s, plus: ofBase)
            if ofKey.last?.key != entry.key { ofKey.append((entry.key, .zero)) }
            let last = ofKey.count - 1
            ofKey[last].coefficient = Scalar(
                product: z, entry.challenge.integer, plus: ofKey[last].coefficient)
        }
        let long = ofKey.map { SumOfProducts.Term($0.coefficient.integer, keys[$0.key]) }
        return SumOfProducts(
            short: Array(noncePoints[range]),
            long: long + [SumOfProducts.Term((-ofBase).integer, BatchEquation.base)]
        ).value()
    }

    /// The cost of the sum over a part, in additions of points.
    func cost(_ range: Range<Int>) -> Int {
        guard let first = range.first, let last = range.last else { return 0 }
        // Entries are sorted by key, so the part has at most this many keys.
        let keys = min(range.count, entries[last].key - entries[first].key + 1)
        return SumOfProducts.cost(shortTerms: range.count, longTerms: keys + 1)
    }

    /// The cost of the equation of one signature by itself, without the computation of h, in additions of
    /// points.
    static let costOfOne = 260

    /// Whether the equation of one signature holds, checked by itself.
    func holds(_ i: Int) -> Bool {
        entries[i].signed.satisfiesEquation(entries[i].challenge)
    }
}

extension SignedMessage {
    /// Whether S·B = R + h·A, exactly on the whole group.
    func satisfiesEquation(_ h: FieldElement) -> Bool {
        Point.satisfiesVerificationEquation(s: signature.s, r: signature.r, h: h, a: key.point)
    }
}

extension Scalar {
    /// a·b + c modulo ℓ.
    fileprivate init(product a: Integer256, _ b: Integer256, plus c: Scalar) {
        self.init(reducing: WideInteger(product: a, b, plus: c.integer))
    }
}
