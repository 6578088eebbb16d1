// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify of each signature.
// Agreement: BatchVerificationTests, BulkVerificationTests (everyPathGivesTheSameVerdict);
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Verdicts.swift.

import BabyJubjub
import PrimeField

/// Verification of many signatures together. For each it gives the verdict and the findings of
/// ``PublicKey/verify(_:for:profile:)``. In large batches under few keys it costs less than half as much as
/// verifying one by one. SPEC.md, appendix C.3.
///
/// The group has order 8ℓ, and errors of low order may cancel in a random combination of equations. Therefore
/// only signatures whose A and R both lie in the subgroup of order ℓ are combined. An invalid signature
/// passes with probability at most 2⁻¹²⁸ for each sum that it is part of. If A lies outside the subgroup, the
/// equation of the signature is checked by itself. If A lies in the subgroup and R outside, the equation
/// cannot hold.
public enum BatchVerification {
    /// The verdict on one signature of a batch.
    public struct Verdict: Equatable, Sendable {
        /// Whether the signature is valid under the profile.
        public let isValid: Bool
        /// Whether S·B = R + h·A.
        public let equationHolds: Bool
        /// The findings, which are the same under both profiles.
        public let findings: [Finding]
        /// h.
        public let challenge: FieldElement
    }

    /// The verdicts on the signatures, in their order. Variable-time.
    ///
    /// The work is done on the caller's thread and does not stop if the calling task is canceled. In a
    /// server, use ``concurrentVerdicts(_:profile:)``.
    public static func verdicts(_ signed: [SignedMessage], profile: VerificationProfile) -> [Verdict] {
        var generator = SystemRandomNumberGenerator()
        return verdicts(signed, profile: profile, using: &generator)
    }

    /// The verdicts on the signatures, in their order. Child tasks verify batches of them on all cores. The
    /// caller's thread is not blocked.
    /// - Throws: `CancellationError`, some milliseconds after the calling task is canceled.
    public static func concurrentVerdicts(
        _ signed: [SignedMessage], profile: VerificationProfile
    ) async throws(CancellationError) -> [Verdict] {
        try await signed.concurrentlyMappingSlices(of: sliceSize) { slice in
            verdicts(Array(slice), profile: profile)
        }
    }

    /// The number of signatures in a batch of ``concurrentVerdicts(_:profile:)``. A batch takes two to four
    /// milliseconds, so other tasks of the process soon get a thread. A signature costs a half (under one
    /// key) to four fifths (each under a key of its own) of what it costs by itself.
    private static let sliceSize = 64

    /// The verdicts, with random numbers from `generator`. The numbers must be unpredictable to the signers;
    /// otherwise crafted invalid signatures pass. Tests use a seeded generator.
    static func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile,
        using generator: inout some RandomNumberGenerator
    ) -> [Verdict] {
        let challenges = signed.map { $0.key.challenge(of: $0.signature.r, $0.message) }
        let keys = DistinctKeys(signed)
        let keyIsMember = Point.areInSubgroup(keys.points, using: &generator)
        let rIsMember = Point.areInSubgroup(signed.map(\.signature.r), using: &generator)

        var holds = [Bool](repeating: false, count: signed.count)
        var combined: [Int] = []
        for i in signed.indices {
            if !keyIsMember[keys.indices[i]] {
                holds[i] = signed[i].satisfiesEquation(challenges[i])
            } else if rIsMember[i] {
                combined.append(i)
            }
        }
        // Sort by key, so that a part of the batch has few keys. Invalid signatures are often under few keys,
        // so they are then in few parts.
        combined.sort { (keys.indices[$0], $0) < (keys.indices[$1], $1) }
        var search = CulpritSearch(
            combined.map { i in
                BatchEquation.Entry(signed: signed[i], challenge: challenges[i], key: keys.indices[i])
            }, keys: keys.points, using: &generator)
        for (i, verdict) in zip(combined, search.run()) { holds[i] = verdict }

        return signed.indices.map { i in
            Verdict(
                signed[i], equationHolds: holds[i], keyIsInSubgroup: keyIsMember[keys.indices[i]],
                rIsInSubgroup: rIsMember[i], challenge: challenges[i], profile: profile)
        }
    }
}

extension BatchVerification.Verdict {
    /// The verdict that follows from these facts about a signature.
    init(
        _ signed: SignedMessage, equationHolds: Bool, keyIsInSubgroup: Bool, rIsInSubgroup: Bool,
        challenge: FieldElement, profile: VerificationProfile
    ) {
        let findings = signed.findings(
            keyIsInSubgroup: keyIsInSubgroup, rIsInSubgroup: rIsInSubgroup)
        self.init(
            isValid: equationHolds && profile.accepts(findings), equationHolds: equationHolds,
            findings: findings, challenge: challenge)
    }
}

/// The different keys of a batch, and for each signature the index of its key.
private struct DistinctKeys {
    private(set) var points: [Point] = []
    private(set) var indices: [Int] = []

    init(_ signed: [SignedMessage]) {
        var known: [PublicKey: Int] = [:]
        for item in signed {
            let index = known[item.key] ?? points.count
            if index == points.count {
                known[item.key] = index
                points.append(item.key.point)
            }
            indices.append(index)
        }
    }
}

/// The search for the signatures of a batch whose equations do not hold, by halving.
///
/// However many there are, the search costs at most 6/5 of checking every equation by itself. Let the room be
/// that limit, minus the cost of the sums so far, minus the cost of checking the undecided signatures one by
/// one. The first sum may use the whole room. Every later sum may use at most half of it, because it may
/// decide nothing. A part that is found valid increases the room. If no part is valid, the room soon is too
/// small for a sum, and the rest is checked one by one.
private struct CulpritSearch {
    private let equation: BatchEquation
    /// Whether a sum has accepted the signature. If not, its equation is checked by itself.
    private var isAccepted: [Bool]
    private var spent = 0
    private var undecided: Int

    init(_ entries: [BatchEquation.Entry], keys: [Point], using generator: inout some RandomNumberGenerator) {
        equation = BatchEquation(entries, keys: keys, using: &generator)
        isAccepted = [Bool](repeating: false, count: entries.count)
        undecided = entries.count
    }

    /// Whether the equation holds, for each entry.
    mutating func run() -> [Bool] {
        search(isAccepted.indices, sum: nil)
        return isAccepted.enumerated().map { i, isAccepted in isAccepted || equation.holds(i) }
    }

    /// Accepts signatures of a range by sums over its parts, as far as that pays. `sum` is the sum over the
    /// whole range, if it is known. The sum over the right half is that sum minus the sum over the left half.
    private mutating func search(_ range: Range<Int>, sum: ExtendedPoint?) {
        // The equation of a single signature costs less than a sum.
        guard range.count > 1 else { return }
        let halves = range.halves
        guard let sum = sum ?? affordableSum(range) else {
            // The sum over a half may be affordable.
            for half in halves { search(half, sum: nil) }
            return
        }
        if sum.isIdentity { return accept(range) }
        let leftSum = affordableSum(halves[0])
        search(halves[0], sum: leftSum)
        search(halves[1], sum: leftSum.map { sum.subtracting($0) })
    }

    /// The sum over a range, or nil if it costs more than the room allows.
    private mutating func affordableSum(_ range: Range<Int>) -> ExtendedPoint? {
        let cost = equation.cost(range)
        let oneByOne = BatchEquation.costOfOne
        let room = 6 * oneByOne * isAccepted.count / 5 - spent - oneByOne * undecided
        guard cost < oneByOne * range.count, cost <= (spent == 0 ? room : room / 2) else { return nil }
        spent += cost
        return equation.sum(range)
    }

    private mutating func accept(_ range: Range<Int>) {
        for i in range { isAccepted[i] = true }
        undecided -= range.count
    }
}

extension Range<Int> {
    /// The two halves.
    fileprivate var halves: [Range<Int>] {
        let middle = lowerBound + count / 2
        return [lowerBound..<middle, middle..<upperBound]
    }
}

extension ExtendedPoint {
    fileprivate func subtracting(_ q: ExtendedPoint) -> ExtendedPoint {
        var (difference, cached) = (self, CachedPoint(q))
        difference.subtract(&cached)
        return difference
    }
}
