// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis
import StrictJSON

/// A failed record, kept for the report.
package struct CauseSample: Sendable {
    /// The content to show in the report.
    package enum Content: Sendable {
        /// A record, and the key under which it was judged, if that is known.
        case record(AuditRecord, key: PublicKeySource?)
        /// The beginning of a line that is not a record.
        case text(String)
    }

    package let verdict: AuditVerdict
    package let content: Content

    /// The longest record that is kept.
    static let maximumBytes = 1 << 14
}

/// The first records of each cause of failure. Their number is limited, so they fit in memory for any log.
package struct CauseSamples: Sendable {
    static let limitForCause = 2
    private static let limitOfCauses = 100

    private var byCause: [ExactString: [CauseSample]] = [:]

    /// The samples of a cause, in the order of the log.
    package subscript(cause: String) -> [CauseSample] { byCause[ExactString(cause)] ?? [] }

    /// Whether one more sample of this cause would be kept.
    func hasRoom(for cause: String) -> Bool {
        byCause[ExactString(cause)].map { $0.count < CauseSamples.limitForCause }
            ?? (byCause.count < CauseSamples.limitOfCauses)
    }

    mutating func add(_ sample: CauseSample) {
        guard let cause = sample.verdict.cause, hasRoom(for: cause) else { return }
        byCause[ExactString(cause), default: []].append(sample)
    }

    /// Adds the samples of a later part of the log.
    mutating func add(_ later: CauseSamples) {
        let inOrder = later.byCause.values.flatMap(\.self).sorted { $0.verdict.line < $1.verdict.line }
        for sample in inOrder { add(sample) }
    }
}
