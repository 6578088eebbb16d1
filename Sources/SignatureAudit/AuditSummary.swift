// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import PrimeField

/// What an audit found, in figures and in findings across records.
public struct AuditSummary: Sendable {
    /// A file that was audited.
    public struct File: Sendable, Encodable {
        /// Its name; "-" for standard input.
        public let name: String
        /// Its length.
        public let bytes: Int
        /// Its SHA-256, as "0x" and 64 digits.
        public let sha256: String
        /// In HAR: entries without a signature, which are not records.
        public let unsignedEntries: Int
    }

    /// Records of an account.
    public struct Account: Sendable {
        /// The account's number.
        public let account: AccountID
        /// All of them.
        public let records: Int
        /// Those with valid signatures.
        public let valid: Int
    }

    /// Records that failed for one cause.
    public struct Cause: Located {
        /// The mistakes that explain the failures, or their code.
        public let name: String
        /// The records.
        public let lines: Lines
        /// How many of them each account has, the most frequent account first.
        public let accounts: [(account: AccountID, count: Int)]
    }

    /// Records that verify under the key of another account than theirs.
    public struct OtherAccount: Located {
        /// The account that the records name.
        public let account: AccountID
        /// The account whose key verifies the signatures.
        public let verifiesUnder: AccountID
        /// The records.
        public let lines: Lines
    }

    /// The profile asked for.
    public let profile: VerificationProfile
    /// What was read.
    public let files: [File]
    /// The names of the files that ``Place/file`` counts; `nil` for a log by itself.
    public let fileNames: [String?]
    /// Whether all of it was read.
    public let isComplete: Bool
    /// When it began; `nil` if verdicts were gathered from elsewhere.
    package let began: RecordTime?
    /// How long it took.
    public let seconds: Double

    /// How many records there are.
    public let records: Int
    /// How many of them have valid signatures.
    public let valid: Int
    /// How many lines are not records; a part of ``invalid``.
    public let malformed: Int
    /// Signatures of another scheme, which were not judged.
    public let notThisScheme: Lines
    /// Requests whose body is signed and missing in the log, which were not judged.
    public let bodyMissing: Lines

    /// Why signatures are not valid, the most frequent cause first.
    public let causes: [Cause]
    /// Records by account, the lowest account first.
    public let accounts: [Account]
    /// What is known of each key.
    public let keys: [KeyExposure]
    /// Keys that share nonces.
    public let sharedNonces: [SharedNonces]
    /// Signed requests that occur more than once.
    public let replays: Occurrences<Lines>
    /// One signature with different requests: at most one of them can be valid.
    public let sharedSignatures: Occurrences<Lines>
    /// Signatures by the key of another account.
    public let otherAccounts: [OtherAccount]

    /// Records by time.
    package let timeline: Timeline
    /// Some records of each cause, of those judged in this run; by the name of the cause.
    package let samples: CauseSamples

    /// The summary of verdicts that were gathered from elsewhere.
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

    /// How many signatures were judged and are not valid.
    public var invalid: Int { judged - valid }
    /// How many records were judged.
    public var judged: Int { records - notThisScheme.count - bodyMissing.count }
    /// How many keys others can compute, or sign for.
    public var critical: Int { keys.count { $0.exposed != nil } }
    /// Whether something was judged, all of that is valid, and nothing is critical.
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
