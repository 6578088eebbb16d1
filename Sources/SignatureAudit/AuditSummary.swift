// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
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
        package internal(set) var samples: [CauseSample] = []

        /// The number of these records for each account, the most frequent account first.
        public var accounts: [(account: AccountID, count: Int)] {
            countsByAccount.map { ($0, $1) }.sorted { (-$0.1, $0.0) < (-$1.1, $1.0) }
        }
    }

    /// Records whose signature verifies under the key of another account.
    public struct OtherAccount: Sendable {
        /// The account that the records name.
        public let account: AccountID
        /// The account whose key verifies the signatures.
        public let verifiesUnder: AccountID
        /// The records.
        public internal(set) var lines = Lines()
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
    package internal(set) var began: RecordTime?
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
    var countsByAccount: [AccountID: RecordCounts] = [:]
    /// Each by its two accounts.
    var otherAccountsByIDs: [[AccountID]: OtherAccount] = [:]

    /// What the logs reveal about each key.
    public internal(set) var keys: [KeyExposure] = []
    /// Keys that share nonces.
    public internal(set) var sharedNonces: [SharedNonces] = []
    /// Signed requests that occur more than once.
    public internal(set) var replays = Occurrences<Lines>()
    /// Signatures that occur with different requests. A signature is valid for at most one of its requests.
    public internal(set) var sharedSignatures = Occurrences<Lines>()

    /// The counts of records over time.
    package internal(set) var timeline = Timeline()
}

extension AuditSummary {
    /// Why signatures are not valid, the most frequent cause first.
    public var causes: [CauseRecords] {
        causesByName.values.sorted {
            (-$0.lines.count, ExactString($0.name)) < (-$1.lines.count, ExactString($1.name))
        }
    }

    /// The counts of records for each account, the lowest account first.
    public var accounts: [(account: AccountID, counts: RecordCounts)] {
        countsByAccount.map { ($0, $1) }.sorted { $0.account < $1.account }
    }

    /// Records that were signed with the key of another account.
    public var otherAccounts: [OtherAccount] {
        otherAccountsByIDs.values.sorted {
            ($0.account, $0.verifiesUnder) < ($1.account, $1.verifiesUnder)
        }
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
