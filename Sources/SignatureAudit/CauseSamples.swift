// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis

/// A record that failed, kept for the report.
package struct CauseSample: Sendable {
    /// What there is to show.
    package enum Content: Sendable {
        /// A record, and the key that it was judged by, if there is one.
        case record(AuditRecord, key: PublicKeySource?)
        /// The beginning of a line that is not a record.
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
package struct CauseSamples: Sendable {
    static let limitForCause = 2
    private static let limitOfCauses = 100

    /// By the bytes of the names.
    private var byCause: [[UInt8]: [CauseSample]] = [:]

    /// The samples of a cause, the first ones in the log.
    package subscript(cause: String) -> [CauseSample] { byCause[Array(cause.utf8)] ?? [] }

    /// Whether one more of this cause would be kept.
    func hasRoom(for cause: String) -> Bool {
        byCause[Array(cause.utf8)].map { $0.count < CauseSamples.limitForCause }
            ?? (byCause.count < CauseSamples.limitOfCauses)
    }

    mutating func add(_ sample: CauseSample) {
        guard let cause = sample.verdict.cause, hasRoom(for: cause) else { return }
        byCause[Array(cause.utf8), default: []].append(sample)
    }

    /// Adds those of a later part of the log.
    mutating func add(_ later: CauseSamples) {
        let inOrder = later.byCause.values.flatMap(\.self).sorted { $0.verdict.line < $1.verdict.line }
        for sample in inOrder { add(sample) }
    }
}
