// SPDX-License-Identifier: Apache-2.0
import SignatureDiagnosis

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

    /// The number of records that are kept for each cause.
    static let limit = 2
    /// The longest record that is kept.
    static let maximumBytes = 1 << 14
}
