// SPDX-License-Identifier: Apache-2.0

// Definition: the equation S·B = R + h·A of each signature.
// Agreement: BatchVerificationTests; Tests/Checks/Proofs/verification.py ("an invalid signature passes a sum of a
// batch with probability at most 2^-128"); Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Equations.swift.

import BabyJubjub
import PrimeField

/// Σ zᵢ·(Rᵢ + hᵢ·A_{k(i)} − Sᵢ·B) = O over signatures whose points all lie in the subgroup of order ℓ.
///
/// The zᵢ are random, of 128 bits, and drawn after the signatures are fixed. In a group of prime order ℓ > 2¹²⁸ the
/// sum over a set with a wrong signature is O for one value of its zᵢ at most, given the others: with probability
/// 2⁻¹²⁸ at most. Coefficients of the same key, and of B, are added up modulo ℓ first. SPEC.md, appendix C.3.
struct BatchEquation {
    /// A signature with its h, and which of the keys it is under.
    struct Entry {
        let signed: SignedMessage
        let challenge: FieldElement
        let key: Int
    }

    private let entries: [Entry]
    private let keys: [PrecomputedPoint]
    private let multipliers: [Integer256]
    private let commitments: [SumOfProducts.Term]

    init(_ entries: [Entry], keys: [Point], using generator: inout some RandomNumberGenerator) {
        self.entries = entries
        self.keys = keys.map { PrecomputedPoint($0) }
        multipliers = entries.map { _ in
            Integer256(limbs: Limbs(Limb(generator.next()), Limb(generator.next()), 0, 0))
        }
        commitments = zip(entries, multipliers).map { entry, z in
            SumOfProducts.Term(z, PrecomputedPoint(entry.signed.signature.r))
        }
    }

    private static let base = PrecomputedPoint(.base)

    /// The left side over a part of the signatures; those of one key are neighbours.
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
            short: Array(commitments[range]),
            long: long + [SumOfProducts.Term((-ofBase).integer, BatchEquation.base)]
        ).value()
    }

    /// What the sum over a part costs, in additions of points.
    func cost(_ range: Range<Int>) -> Int {
        guard let first = range.first, let last = range.last else { return 0 }
        // Neighbours have the same key or the next one that occurs.
        let keys = min(range.count, entries[last].key - entries[first].key + 1)
        return SumOfProducts.cost(shortTerms: range.count, longTerms: keys + 1)
    }

    /// What the equation of one signature costs by itself, its h being known, in additions of points.
    static let costOfOne = 260

    /// Whether the equation of one signature holds, computed by itself.
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
