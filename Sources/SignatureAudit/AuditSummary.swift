// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import PrimeField

/// The result of an audit: counts, and findings across records.
public struct AuditSummary: Sendable {
    /// A file that was audited.
    public struct File: Sendable, Encodable {
        /// The file's name; "-" for standard input.
        public let name: String
        /// The length in bytes.
        public let bytes: Int
        /// The SHA-256 of the file, "0x" and 64 digits.
        public let sha256: String
        /// In HAR, the number of entries without a signature. These are not records.
        public let unsignedEntries: Int
    }

    /// Records of an account.
    public struct Account: Sendable {
        /// The account's number.
        public let account: AccountID
        /// The number of records.
        public let records: Int
        /// The number of records with a valid signature.
        public let valid: Int
    }

    /// Records that failed for one cause.
    public struct Cause: Located {
        /// The mistakes that explain the failures, or their code.
        public let name: String
        /// The records.
        public let lines: Lines
        /// The number of these records for each account, the most frequent account first.
        public let accounts: [(account: AccountID, count: Int)]
    }

    /// Records whose signature verifies under the key of another account.
    public struct OtherAccount: Located {
        /// The account that the records name.
        public let account: AccountID
        /// The account whose key verifies the signatures.
        public let verifiesUnder: AccountID
        /// The records.
        public let lines: Lines
    }

    /// The profile under which the signatures were judged.
    public let profile: VerificationProfile
    /// The files that were read.
    public let files: [File]
    /// The names of the files, by ``Place/file``; `nil` for the only file.
    public let fileNames: [String?]
    /// Whether the logs were judged to their end.
    public let isComplete: Bool
    /// When the audit began; `nil` for a summary of existing verdicts.
    package let began: RecordTime?
    /// How long the audit took.
    public let seconds: Double

    /// The number of records.
    public let records: Int
    /// The number of records with a valid signature.
    public let valid: Int
    /// The number of lines that are not records. They also count as ``invalid``.
    public let malformed: Int
    /// Records that were not judged because the signature is one of another scheme.
    public let notThisScheme: Lines
    /// Records that were not judged because the log does not contain the body, which is signed.
    public let bodyMissing: Lines

    /// Why signatures are not valid, the most frequent cause first.
    public let causes: [Cause]
    /// The counts of records for each account, the lowest account first.
    public let accounts: [Account]
    /// What the logs reveal about each key.
    public let keys: [KeyExposure]
    /// Keys that share nonces.
    public let sharedNonces: [SharedNonces]
    /// Signed requests that occur more than once.
    public let replays: Occurrences<Lines>
    /// Signatures that occur with different requests. A signature is valid for at most one of its requests.
    public let sharedSignatures: Occurrences<Lines>
    /// Records that were signed with the key of another account.
    public let otherAccounts: [OtherAccount]

    /// The counts of records over time.
    package let timeline: Timeline
    /// Some records for each cause, by the name of the cause. Only records judged in this run are included.
    package let samples: CauseSamples

    /// Creates the summary of existing verdicts.
    public init(of tally: AuditTally, under profile: VerificationProfile, files: [File]) throws {
        try self.init(
            profile: profile, files: files, isComplete: true, began: nil, seconds: 0, tally: tally,
            samples: CauseSamples())
    }

    init(
        profile: VerificationProfile, files: [File], isComplete: Bool, began: RecordTime?, seconds: Double,
        tally: AuditTally, samples: CauseSamples
    ) throws {
        var tally = tally
        let findings = try tally.keyFindings()
        let figures = tally.figures
        self.profile = profile
        self.files = files
        self.isComplete = isComplete
        self.began = began
        self.seconds = seconds
        self.samples = samples
        fileNames = figures.files
        records = figures.records
        valid = figures.valid
        malformed = figures.malformed
        notThisScheme = figures.notThisScheme
        bodyMissing = figures.bodyMissing
        causes = figures.causes.values.map(Cause.init).sorted { a, b in
            a.lines.count == b.lines.count
                ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : a.lines.count > b.lines.count
        }
        accounts = figures.accounts.map { Account(account: $0, records: $1.records, valid: $1.valid) }
            .sorted { $0.account < $1.account }
        otherAccounts = figures.otherAccounts.map { pair, lines in
            OtherAccount(account: pair.own, verifiesUnder: pair.other, lines: lines)
        }.sorted { ($0.account, $0.verifiesUnder) < ($1.account, $1.verifiesUnder) }
        timeline = figures.timeline
        keys = findings.keys
        sharedNonces = findings.sharedNonces
        replays = findings.replays
        sharedSignatures = findings.sharedSignatures
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

extension AuditSummary.Cause {
    fileprivate init(_ cause: AuditTally.Figures.Cause) {
        name = cause.name
        lines = cause.lines
        accounts = cause.byAccount.map { ($0, $1) }.sorted { a, b in
            a.1 == b.1 ? a.0 < b.0 : a.1 > b.1
        }
    }
}
