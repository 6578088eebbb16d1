import SignatureDiagnosis

/// A record that failed, kept to be shown.
package struct CauseSample: Sendable {
    /// What there is to show.
    package enum Content: Sendable {
        /// A record, and the key that it was judged by, where there is one.
        case record(AuditRecord, key: PublicKeySource?)
        /// The beginning of a line that is no record.
        case text(String)
    }

    /// The verdict on it.
    package let verdict: AuditVerdict
    /// The record.
    package let content: Content

    /// Longer records are not kept.
    static let maximumBytes = 1 << 14
}

/// The first records of each cause of failure, few enough to be held whatever the log.
struct CauseSamples: Sendable {
    static let limitForCause = 2
    private static let limitOfCauses = 100

    private(set) var byCause: [String: [CauseSample]] = [:]

    /// Whether one more of this cause would be kept.
    func hasRoom(for cause: String) -> Bool {
        byCause[cause].map { $0.count < CauseSamples.limitForCause }
            ?? (byCause.count < CauseSamples.limitOfCauses)
    }

    mutating func add(_ sample: CauseSample) {
        guard let cause = sample.verdict.cause, hasRoom(for: cause) else { return }
        byCause[cause, default: []].append(sample)
    }

    /// Adds those of a later part of the log.
    mutating func add(_ later: CauseSamples) {
        for (_, samples) in later.byCause.sorted(by: { $0.key < $1.key }) { samples.forEach { add($0) } }
    }
}
