// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import SignatureDiagnosis
import StrictJSON

/// The result of an audit: counts, and findings across records.
public struct AuditSummary: Sendable {
    /// A file that was audited.
    public struct File: Sendable {
        /// The file's name; "-" for standard input.
        public let name: String
        /// The length in bytes.
        public let bytes: Int
        /// The SHA-256 of the file, "0x" and 64 digits.
        public let sha256: String
        /// In HAR, the number of entries without a signature. These are not records.
        public let unsignedEntries: Int
    }

    /// Records that failed for one cause.
    public struct CauseRecords: Sendable {
        /// The mistakes that explain the failures, or their code.
        public let name: String
        /// The records.
        public internal(set) var lines = Lines()
        package internal(set) var countsByAccount: [AccountID: Int] = [:]
        /// The first of these records that were judged in this run and are not too long.
        package internal(set) var samples: [(verdict: AuditVerdict, sample: CauseSample)] = []

        /// The number of these records for each account, the most frequent account first.
        public var accounts: [(account: AccountID, count: Int)] {
            countsByAccount.map { ($0, $1) }.sorted { (-$0.1, $0.0) < (-$1.1, $1.0) }
        }

        mutating func add(_ verdict: AuditVerdict, _ place: Place, _ sample: CauseSample?) {
            lines.append(place)
            if let account = verdict.account { countsByAccount[account, default: 0] += 1 }
            if let sample, samples.count < CauseSample.limit { samples.append((verdict, sample)) }
        }
    }

    /// The profile under which the signatures were judged.
    public internal(set) var profile = VerificationProfile.relayer
    /// The files that were read.
    public internal(set) var files: [File] = []
    /// The names of the files, by ``Place/file``; `nil` for the only file.
    public internal(set) var fileNames: [String?] = []
    /// Whether the logs were judged to their end.
    public internal(set) var isComplete = true
    /// When the audit began; `nil` for a summary of existing verdicts.
    package internal(set) var began: Date?
    /// How long the audit took.
    public internal(set) var seconds = 0.0

    /// The number of records.
    public internal(set) var records = 0
    /// The number of records with a valid signature.
    public internal(set) var valid = 0
    /// The number of lines that are not records. They also count as ``invalid``.
    public internal(set) var malformed = 0
    /// Records that were not judged because the signature is one of another scheme.
    public internal(set) var notThisScheme = Lines()
    /// Records that were not judged because the log does not contain the body, which is signed.
    public internal(set) var bodyMissing = Lines()

    var causesByName: [ExactString: CauseRecords] = [:]
    /// The counts of records for each account.
    public internal(set) var countsByAccount: [AccountID: RecordCounts] = [:]
    /// The lines of ``otherAccounts``, by the two accounts.
    var otherAccountLines: [[AccountID]: Lines] = [:]

    /// What the logs reveal about each key.
    public internal(set) var keys: [KeyExposure] = []
    /// Keys that share nonces.
    public internal(set) var sharedNonces: [SharedNonces] = []
    /// Signed requests that occur more than once.
    public internal(set) var replays = Occurrences<Lines>()
    /// Signatures that occur with different requests. A signature is valid for at most one of its requests.
    public internal(set) var sharedSignatures = Occurrences<Lines>()

    package internal(set) var timeline = Timeline()

    /// Why signatures are not valid, the most frequent cause first.
    public var causes: [CauseRecords] {
        causesByName.values.sorted {
            (-$0.lines.count, ExactString($0.name)) < (-$1.lines.count, ExactString($1.name))
        }
    }

    /// Records that were signed with the key of another account: the account that they name, and the account
    /// whose key verifies the signatures.
    public var otherAccounts: [(account: AccountID, verifiesUnder: AccountID, lines: Lines)] {
        otherAccountLines.map { ($0[0], $0[1], $1) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
    }

    /// The number of records that were judged and are not valid.
    public var invalid: Int { judged - valid }
    /// The number of records that were judged.
    public var judged: Int { records - notThisScheme.count - bodyMissing.count }
    /// The number of keys that others can compute, or sign for.
    public var critical: Int { keys.count { $0.exposed != nil } }
    /// Whether at least one record was judged, all judged records are valid, and no key is critical.
    public var isClean: Bool { judged > 0 && valid == judged && critical == 0 }
}

/// How many records are valid, and how many are not.
public struct RecordCounts: Equatable, Sendable {
    /// The number of records with a valid signature.
    public internal(set) var valid = 0
    /// The number of the others.
    public internal(set) var invalid = 0

    mutating func add(isValid: Bool) { if isValid { valid += 1 } else { invalid += 1 } }
}

/// The number of valid and of invalid records over time, in at most ``maximumCount`` equal intervals, for
/// logs of any span.
package struct Timeline: Sendable {
    /// The possible lengths of an interval in seconds. Each divides the next one, so that intervals can be
    /// merged, and the interval of a record does not depend on the records before it.
    private static let lengths = [
        1, 2, 10, 30, 60, 120, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 864_000, 2_592_000,
        5_184_000, 31_104_000, 311_040_000, 3_110_400_000,
    ]
    /// The largest number of intervals from the first record to the last.
    package static let maximumCount = 120

    private var lengthIndex = 0
    private var counts: [Int: RecordCounts] = [:]
    /// The number of records without a readable time.
    package private(set) var untimed = 0

    /// The length of an interval in seconds.
    package var length: Int { Timeline.lengths[lengthIndex] }

    mutating func add(_ time: Date?, isValid: Bool) {
        guard let time else {
            untimed += 1
            return
        }
        let index = time.milliseconds / 1000 / length
        let isNew = counts[index] == nil
        counts[index, default: RecordCounts()].add(isValid: isValid)
        // Only a new interval makes the span longer.
        while isNew, span.count > Timeline.maximumCount {
            let factor = Timeline.lengths[lengthIndex + 1] / length
            lengthIndex += 1
            counts = Dictionary(counts.map { ($0 / factor, $1) }) {
                RecordCounts(valid: $0.valid + $1.valid, invalid: $0.invalid + $1.invalid)
            }
        }
    }

    /// The numbers of the intervals from the first record to the last.
    private var span: Range<Int> {
        guard let first = counts.keys.min(), let last = counts.keys.max() else { return 0..<0 }
        return first..<last + 1
    }

    /// All intervals from the first record to the last, including those without records.
    package var intervals: [(start: Date, counts: RecordCounts)] {
        span.map { index in
            (Date(timeIntervalSince1970: Double(index * length)), counts[index] ?? RecordCounts())
        }
    }
}

/// What the report can show of a failed record.
package enum CauseSample: Sendable {
    /// A record, and the key under which it was judged, if that is known.
    case record(AuditRecord, key: PublicKeySource?)
    /// The beginning of a line that is not a record.
    case text(String)

    /// The number of records that are kept for each cause.
    static let limit = 2
    /// The longest record that is kept.
    static let maximumBytes = 1 << 14
}
