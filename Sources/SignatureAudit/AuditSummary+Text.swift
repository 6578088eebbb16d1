import StrictJSON
import PrimeField

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
            "\(records.counted("record")): \(valid.counted("valid", "valid")), "
            + "\((records - valid).counted("invalid", "invalid"))"
            + (malformed == 0 ? "" : ", \(malformed.counted("of them no record", "of them no records"))")
            + " under the profile \(profile.rawValue)."
        return [Paragraph(kind: .figures, text: verdict)] + criticalParagraphs + causeParagraphs
            + noteParagraphs
    }

    private var criticalParagraphs: [Paragraph] {
        criticalFindings.map { finding in
            let name = AuditSummary.name(of: finding.key, finding.accounts)
            return Paragraph(
                kind: .critical,
                text:
                    "\(name): \(finding.title). \(finding.meaning) See \(places(finding.lines)). \(finding.advice)"
            )
        }
    }

    private var causeParagraphs: [Paragraph] {
        causes.map { name, cause in
            let accounts = cause.byAccount.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            let shown = accounts.prefix(5).map { "\($0.value.grouped) of account \($0.key)" }
            let rest = accounts.count > 5 ? ", and \((accounts.count - 5).grouped) accounts more" : ""
            let by = shown.isEmpty ? "" : " (\(shown.joined(separator: ", "))\(rest))"
            return Paragraph(
                kind: .failure,
                text:
                    "\(cause.lines.count.grouped) \(VisibleText.excerpt(name))\(by): \(places(cause.lines)).")
        }
    }

    private var noteParagraphs: [Paragraph] {
        var notes: [String] = []
        var more = 0
        func add<Found>(_ found: [Found], _ note: (Found) -> String) {
            notes += found.prefix(20).map(note)
            more += max(0, found.count - 20)
        }
        add(otherAccounts) { pair, lines in
            "Account \(pair.own) is signed for with the key of account \(pair.other): \(places(lines))."
        }
        add(findings.sharedSignatures) { "One signature stands under different requests: \(places($0))." }
        add(findings.replays) { "A signed request occurs more than once: \(places($0))." }
        add(findings.keys.filter { $0.exposed == nil && $0.unreducedS > 0 }) { key in
            AuditSummary.name(of: key.key, key.accounts.sorted())
                + ": \(key.unreducedS.counted("signature")) with an unreduced S; "
                + "each gives away three bits of the secret key."
        }
        add(findings.keys.filter { $0.isOutsideSubgroup && !$0.isWeak }) { key in
            AuditSummary.name(of: key.key, key.accounts.sorted())
                + ": the key is outside the prime-order subgroup; no secret key belongs to it, and verifiers disagree."
        }
        if more > 0 {
            notes.append("\(more.grouped) findings more of this kind are in the summary for programs.")
        }
        for file in files where file.unsignedEntries > 0 {
            notes.append(
                "\(VisibleText.quoted(file.name)): \(file.unsignedEntries.counted("entry", "entries")) without a signature."
            )
        }
        return notes.map { Paragraph(kind: .note, text: $0) }
    }

    /// A key with the first of its accounts.
    private static func name(of key: Integer256, _ accounts: [UInt64]) -> String {
        guard !accounts.isEmpty else { return "Key \(key.hex)" }
        let shown = accounts.prefix(3).map(String.init).joined(separator: ", ")
        return "Key \(key.hex) of account \(shown)" + (accounts.count > 3 ? " and others" : "")
    }

    /// The first of the lines, each with its file where there are several, and how many more there are; safe to show.
    package func places(_ lines: AuditTally.Lines, limit: Int = 5) -> String {
        let first = lines.first.prefix(limit).map { place in
            figures.files[Int(place.file)].map { "\(VisibleText.excerpt($0)):\(place.line)" }
                ?? String(place.line)
        }
        let rest = lines.count > first.count ? " and \((lines.count - first.count).grouped) more" : ""
        return (lines.count == 1 ? "line " : "lines ") + first.joined(separator: ", ") + rest
    }
}

extension Int {
    /// The number with a comma for each thousand.
    package var grouped: String {
        var text = ""
        for (i, digit) in String(magnitude).reversed().enumerated() {
            if i > 0, i % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }

    /// The number and what it counts, in the singular or the plural.
    package func counted(_ one: String, _ many: String? = nil) -> String {
        "\(grouped) " + (self == 1 ? one : many ?? one + "s")
    }
}
