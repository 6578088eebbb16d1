import EdDSA
import ForeignText
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
    /// How long it took.
    public let seconds: Double

    let figures: AuditTally.Figures
    let findings: KeyFindings

    /// The summary of verdicts that were gathered from elsewhere.
    public init(of tally: AuditTally, under profile: VerificationProfile, files: [File]) throws {
        try self.init(profile: profile, files: files, isComplete: true, seconds: 0, tally: tally)
    }

    init(
        profile: VerificationProfile, files: [File], isComplete: Bool, seconds: Double, tally: AuditTally
    ) throws {
        var tally = tally
        findings = try tally.keyFindings()
        self.profile = profile
        self.files = files
        self.isComplete = isComplete
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
                    .object(lines(cause.lines).merging(["name": .text(name)]) { $1 })
                }),
            "keys": .array(findings.keys.map(json)),
            "replays": .array(findings.replays.map { .object(lines($0)) }),
            "sharedSignatures": .array(findings.sharedSignatures.map { .object(lines($0)) }),
            "otherAccounts": .array(
                otherAccounts.map { pair, places in
                    .object(
                        lines(places).merging([
                            "account": .text(String(pair.own)), "verifiesUnder": .text(String(pair.other)),
                        ]) { $1 })
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
            "weak": .boolean(key.isWeak),
            "noncesReused": .array(
                key.noncesReused.map { nonce in
                    .object(lines(nonce.lines).merging(["commitment": .text(nonce.commitment.hex)]) { $1 })
                }),
        ])
    }

    private func lines(_ lines: AuditTally.Lines) -> [String: JSON] {
        ["lines": .array(lines.first.map(json)), "count": .integer(lines.count)]
    }

    /// A line by its number; where there are several files, with its file.
    private func json(_ place: AuditTally.Place) -> JSON {
        guard let file = figures.files[Int(place.file)] else { return .integer(Int(place.line)) }
        return .object(["file": .text(file), "line": .integer(Int(place.line))])
    }

    /// The most frequent first.
    private var causes: [(String, AuditTally.Cause)] {
        figures.causes.sorted { ($1.value.lines.count, $0.key) < ($0.value.lines.count, $1.key) }
            .map { ($0.key, $0.value) }
    }

    private var otherAccounts: [(AuditTally.AccountPair, AuditTally.Lines)] {
        figures.otherAccounts.sorted { ($0.key.own, $0.key.other) < ($1.key.own, $1.key.other) }
            .map { ($0.key, $0.value) }
    }
}

// MARK: - For people

extension AuditSummary {
    /// A paragraph for the terminal, and whether it is a warning.
    public struct Paragraph: Sendable {
        /// How much a reader has to care.
        public enum Kind: Sendable {
            /// Figures.
            case figures
            /// Records that failed.
            case failure
            /// A key that has to be replaced.
            case critical
            /// Something to look at.
            case note
        }

        /// How much a reader has to care.
        public let kind: Kind
        /// One sentence or more; safe to show.
        public let text: String
    }

    /// The summary in sentences: figures, then what is critical, then causes of failure and what else was seen.
    public var paragraphs: [Paragraph] {
        let verdict =
            "\(count(records, "record")): \(count(valid, "valid", "valid")), "
            + "\(count(records - valid, "invalid", "invalid"))"
            + (malformed == 0 ? "" : ", \(count(malformed, "of them no record", "of them no records"))")
            + " under the profile \(profile.rawValue)."
        return [Paragraph(kind: .figures, text: verdict)] + criticalParagraphs + causeParagraphs
            + noteParagraphs
    }

    private var criticalParagraphs: [Paragraph] {
        findings.keys.flatMap { key -> [Paragraph] in
            let name = "Key \(key.key.hex)" + accounts(of: key)
            var paragraphs = key.noncesReused.map { nonce in
                """
                \(name): a nonce is used twice, in \(shown(nonce.lines)). Whoever sees these signatures can compute the \
                secret key. Replace the key at once, and repair the signer's nonces.
                """
            }
            if key.exposed == "unreducedS" {
                paragraphs.append(
                    """
                    \(name): \(count(key.unreducedS, "signature")) with an unreduced S. Some \
                    \(KeyFindings.Key.unreducedLimit) determine the secret key. Replace the key, and reduce S mod ℓ.
                    """)
            }
            if key.isWeak, key.valid > 0 {
                paragraphs.append("\(name): the key is of low order. Anyone can sign for it.")
            }
            return paragraphs.map { Paragraph(kind: .critical, text: $0) }
        }
    }

    private var causeParagraphs: [Paragraph] {
        causes.map { name, cause in
            let accounts = cause.byAccount.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let shown = accounts.prefix(5).map { "\(grouped($0.value)) of account \($0.key)" }
            let rest = accounts.count > 5 ? ", and \(grouped(accounts.count - 5)) accounts more" : ""
            let by = shown.isEmpty ? "" : " (\(shown.joined(separator: ", "))\(rest))"
            return Paragraph(
                kind: .failure,
                text: "\(grouped(cause.lines.count)) \(name)\(by): \(self.shown(cause.lines)).")
        }
    }

    private var noteParagraphs: [Paragraph] {
        var notes: [String] = []
        for (pair, lines) in otherAccounts {
            notes.append(
                "Account \(pair.own) is signed for with the key of account \(pair.other): \(shown(lines)).")
        }
        for lines in findings.sharedSignatures.prefix(20) {
            notes.append("One signature stands under different requests: \(shown(lines)).")
        }
        for lines in findings.replays.prefix(20) {
            notes.append("A signed request occurs more than once: \(shown(lines)).")
        }
        let more = max(0, findings.sharedSignatures.count - 20) + max(0, findings.replays.count - 20)
        if more > 0 {
            notes.append("\(grouped(more)) findings more of this kind are in the summary for programs.")
        }
        for key in findings.keys where key.exposed == nil && key.unreducedS > 0 {
            notes.append(
                "Key \(key.key.hex)\(accounts(of: key)): \(count(key.unreducedS, "signature")) with an unreduced S; "
                    + "each gives away three bits of the secret key.")
        }
        for file in files where file.unsignedEntries > 0 {
            notes.append(
                "\(VisibleText.quoted(file.name)): \(count(file.unsignedEntries, "entry", "entries")) without a signature."
            )
        }
        return notes.map { Paragraph(kind: .note, text: $0) }
    }

    private func accounts(of key: KeyFindings.Key) -> String {
        guard !key.accounts.isEmpty else { return "" }
        let shown = key.accounts.sorted().prefix(3).map(String.init).joined(separator: ", ")
        return " of account \(shown)" + (key.accounts.count > 3 ? " and others" : "")
    }

    private func shown(_ lines: AuditTally.Lines) -> String {
        let first = lines.first.prefix(5).map { place in
            figures.files[Int(place.file)].map { "\(VisibleText.excerpt($0)):\(place.line)" }
                ?? String(place.line)
        }
        let rest = lines.count > first.count ? " and \(grouped(lines.count - first.count)) more" : ""
        return (lines.count == 1 ? "line " : "lines ") + first.joined(separator: ", ") + rest
    }

    private func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) " + (number == 1 ? one : many ?? one + "s")
    }

    /// The number with a comma for each thousand.
    private func grouped(_ number: Int) -> String {
        var text = ""
        for (i, digit) in String(number).reversed().enumerated() {
            if i > 0, i % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
