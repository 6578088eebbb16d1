import EdDSA
import StrictJSON
import PrimeField

/// What an audit found, in figures and in findings across records.
public struct AuditSummary: Sendable {
    /// A file that was audited.
    public struct File: Sendable {
        /// Its name; "-" for standard input.
        public let name: String
        /// Its length.
        public let bytes: Int
        /// Its SHA-256, as "0x" and 64 digits.
        public let sha256: String
        /// In HAR: entries without a signature, which are no records.
        public let unsignedEntries: Int
    }

    /// The profile asked for.
    public let profile: VerificationProfile
    /// What was read.
    public let files: [File]
    /// Whether all of it was read.
    public let isComplete: Bool
    /// When it began; `nil` where verdicts were gathered from elsewhere.
    package let began: RecordTime?
    /// How long it took.
    public let seconds: Double

    package let figures: AuditTally.Figures
    package let findings: KeyFindings
    /// Some records of each cause, of those judged in this run.
    package let samples: [String: [CauseSample]]

    /// The summary of verdicts that were gathered from elsewhere.
    public init(of tally: AuditTally, under profile: VerificationProfile, files: [File]) throws {
        try self.init(
            profile: profile, files: files, isComplete: true, began: nil, seconds: 0, tally: tally,
            samples: [:])
    }

    init(
        profile: VerificationProfile, files: [File], isComplete: Bool, began: RecordTime?, seconds: Double,
        tally: AuditTally, samples: [String: [CauseSample]]
    ) throws {
        var tally = tally
        findings = try tally.keyFindings()
        self.profile = profile
        self.files = files
        self.isComplete = isComplete
        self.began = began
        self.samples = samples
        self.seconds = seconds
        figures = tally.figures
    }

    /// How many records there are.
    public var records: Int { figures.records }
    /// How many of them have valid signatures.
    public var valid: Int { figures.valid }
    /// How many lines are no records.
    public var malformed: Int { figures.malformed }

    /// Keys that are known to others, or for which anyone can sign, as far as valid signatures show.
    public var critical: Int {
        findings.keys.count { $0.exposed != nil || $0.isWeak && $0.valid > 0 }
    }

    /// Whether every record is valid and nothing is critical.
    public var isClean: Bool { valid == records && critical == 0 }
}

// MARK: - For programs

extension AuditSummary {
    /// The summary as one line of JSON.
    public var line: [UInt8] { json.line }

    private var json: JSON {
        .object([
            "profile": .text(profile.rawValue),
            "files": .array(
                files.map { file in
                    .object([
                        "name": .text(file.name), "bytes": .integer(file.bytes), "sha256": .text(file.sha256),
                    ])
                }),
            "records": .integer(records), "valid": .integer(valid), "invalid": .integer(records - valid),
            "malformed": .integer(malformed), "critical": .integer(critical),
            "causes": .array(
                causes.map { name, cause in
                    .object(lines(cause.lines).merging(["name": .text(name)]))
                }),
            "keys": .array(findings.keys.map(json)),
            "replays": .array(findings.replays.map { .object(lines($0)) }),
            "sharedSignatures": .array(findings.sharedSignatures.map { .object(lines($0)) }),
            "otherAccounts": .array(
                otherAccounts.map { pair, places in
                    .object(
                        lines(places).merging([
                            "account": .text(String(pair.own)), "verifiesUnder": .text(String(pair.other)),
                        ]))
                }),
            "complete": .boolean(isComplete),
            "seconds": .number(String((seconds * 1000).rounded() / 1000)),
        ])
    }

    private func json(_ key: KeyFindings.Key) -> JSON {
        .object([
            "key": .text(key.key.hex),
            "accounts": .array(key.accounts.sorted().prefix(100).map { .text(String($0)) }),
            "signatures": .integer(key.signatures), "valid": .integer(key.valid),
            "unreducedS": .integer(key.unreducedS), "exposed": key.exposed.map(JSON.text) ?? .null,
            "weak": .boolean(key.isWeak), "outsideSubgroup": .boolean(key.isOutsideSubgroup),
            "noncesReused": .array(
                key.noncesReused.map { nonce in
                    .object(lines(nonce.lines).merging(["commitment": .text(nonce.commitment.hex)]))
                }),
        ])
    }

    private func lines(_ lines: AuditTally.Lines) -> JSON.Object {
        ["lines": .array(lines.first.map(json)), "count": .integer(lines.count)]
    }

    /// A line by its number; where there are several files, with its file.
    private func json(_ place: AuditTally.Place) -> JSON {
        guard let file = figures.files[Int(place.file)] else { return .integer(Int(place.line)) }
        return .object(["file": .text(file), "line": .integer(Int(place.line))])
    }

    /// The most frequent first.
    package var causes: [(String, AuditTally.Cause)] {
        figures.causes.sorted { ($1.value.lines.count, $0.key) < ($0.value.lines.count, $1.key) }
            .map { ($0.key, $0.value) }
    }

    package var otherAccounts: [(AuditTally.AccountPair, AuditTally.Lines)] {
        figures.otherAccounts.sorted { ($0.key.own, $0.key.other) < ($1.key.own, $1.key.other) }
            .map { ($0.key, $0.value) }
    }
}
