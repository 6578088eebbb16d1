// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify of each signature.
// Agreement: BatchVerificationTests, BulkVerificationTests (everyPathGivesTheSameVerdict);
// Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Verdicts.swift.

import BabyJubjub
import PrimeField

/// Verification of many signatures together, at less than half the cost of one after the other: for each the verdict
/// and the findings that ``PublicKey/verify(_:for:profile:)`` gives. SPEC.md, appendix C.3.
///
/// The group has order 8ℓ, where a random combination of equations alone decides nothing: errors of low order cancel
/// in it. Therefore only signatures whose key and whose R lie in the subgroup of order ℓ are combined, and there an
/// invalid signature goes undetected with probability at most 2⁻¹²⁸ for each sum it is part of. Keys outside the subgroup
/// are judged by the equation itself, one by one; under a key of the subgroup an R outside is wrong.
public enum BatchVerification {
    /// What a signature of a batch is found to be.
    public struct Verdict: Equatable, Sendable {
        /// Whether the signature is valid under the profile asked for.
        public let isValid: Bool
        /// Whether S·B = R + h·A.
        public let equationHolds: Bool
        /// What was found, under either profile alike.
        public let findings: [Finding]
        /// h.
        public let challenge: FieldElement
    }

    /// The verdicts on the signatures, in their order. Variable-time, on the caller's thread, and to the end even if the
    /// calling task is cancelled: a server calls ``concurrentVerdicts(_:profile:)``.
    public static func verdicts(_ signed: [SignedMessage], profile: VerificationProfile) -> [Verdict] {
        var generator = SystemRandomNumberGenerator()
        return verdicts(signed, profile: profile, using: &generator)
    }

    /// The verdicts on the signatures, in their order, from batches that child tasks judge on all cores. The caller's
    /// thread is not held.
    /// - Throws: `CancellationError`, some milliseconds after the calling task is cancelled.
    public static func concurrentVerdicts(
        _ signed: [SignedMessage], profile: VerificationProfile
    ) async throws(CancellationError) -> [Verdict] {
        try await signed.concurrentlyMappingSlices(of: sliceSize) { slice in
            verdicts(Array(slice), profile: profile)
        }
    }

    /// Signatures in a batch of ``concurrentVerdicts(_:profile:)``: some four milliseconds of work, so that other tasks
    /// of the process get a thread soon. Each costs half as much as by itself.
    private static let sliceSize = 64

    /// The verdicts, with random numbers from `generator`: a seeded one makes a test repeatable. The numbers must be
    /// unpredictable to the signers; otherwise crafted invalid signatures pass.
    package static func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile,
        using generator: inout some RandomNumberGenerator
    ) -> [Verdict] {
        let challenges = signed.map { $0.key.challenge(of: $0.signature.r, $0.message) }
        let keys = DistinctKeys(signed)
        let keyIsMember = Point.areInSubgroup(keys.points, using: &generator)
        let commitmentIsMember = Point.areInSubgroup(signed.map(\.signature.r), using: &generator)

        var holds = [Bool](repeating: false, count: signed.count)
        var combined: [Int] = []
        for i in signed.indices {
            if !keyIsMember[keys.indices[i]] {
                holds[i] = signed[i].satisfiesEquation(challenges[i])
            } else if commitmentIsMember[i] {
                combined.append(i)
            }
        }
        // Signatures of one key side by side: a part of the batch then has few keys, and one with wrong ones few.
        combined.sort { (keys.indices[$0], $0) < (keys.indices[$1], $1) }
        var search = CulpritSearch(
            combined.map { i in
                BatchEquation.Entry(signed: signed[i], challenge: challenges[i], key: keys.indices[i])
            }, keys: keys.points, using: &generator)
        for (i, verdict) in zip(combined, search.run()) { holds[i] = verdict }

        return signed.indices.map { i in
            Verdict(
                signed[i], equationHolds: holds[i], keyIsInSubgroup: keyIsMember[keys.indices[i]],
                commitmentIsInSubgroup: commitmentIsMember[i], challenge: challenges[i], profile: profile)
        }
    }
}

extension BatchVerification.Verdict {
    /// The verdict on a signature of which these facts are known.
    init(
        _ signed: SignedMessage, equationHolds: Bool, keyIsInSubgroup: Bool, commitmentIsInSubgroup: Bool,
        challenge: FieldElement, profile: VerificationProfile
    ) {
        let findings = signed.findings(
            keyIsInSubgroup: keyIsInSubgroup, commitmentIsInSubgroup: commitmentIsInSubgroup)
        self.init(
            isValid: equationHolds && profile.accepts(findings), equationHolds: equationHolds,
            findings: findings, challenge: challenge)
    }
}

/// The different keys of a batch, and which of them each signature is under.
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
/// However many they are, it costs at most 6/5 of judging one by one. What the sums have cost, and what the undecided
/// signatures will cost one by one, leave some room below that; after the first, a sum, which may turn out to be useless,
/// takes half of it at most. Each part that is found valid makes room for larger sums; where none is, they soon end.
private struct CulpritSearch {
    private let equation: BatchEquation
    /// What the sums have decided; where they have not, the equation is computed by itself.
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

    /// Decides the signatures of a range by sums over its parts, as far as that pays. `sum` is the sum over the whole
    /// range where it is known.
    private mutating func search(_ range: Range<Int>, sum: ExtendedPoint?) {
        // A single equation is cheaper by itself.
        guard range.count > 1 else { return }
        let halves = range.halves
        guard let sum = sum ?? affordableSum(range) else {
            // A part may be affordable where the whole is not.
            for half in halves { search(half, sum: nil) }
            return
        }
        if sum.isIdentity { return accept(range) }
        let leftSum = affordableSum(halves[0])
        search(halves[0], sum: leftSum)
        search(halves[1], sum: leftSum.map { sum.subtracting($0) })
    }

    /// The sum over a range, where it may still be computed.
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
