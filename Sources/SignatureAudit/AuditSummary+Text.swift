// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField
import SignatureDiagnosis
import StrictJSON

extension AuditSummary {
    /// A paragraph of the summary as text.
    public struct Paragraph: Sendable {
        /// What a paragraph is about.
        public enum Kind: Sendable {
            /// The counts of records.
            case figures
            /// Records that failed.
            case failure
            /// A key that must be replaced.
            case critical
            /// Something that deserves a look.
            case note
            /// Advice that applies to every log.
            case advice
        }

        /// What the paragraph is about.
        public let kind: Kind
        /// One or more sentences. They contain no control characters, so they are safe to print.
        public let text: String
    }

    /// The summary as text: counts, critical findings, causes of failures, other findings, and ``advice``. If
    /// there are many findings of one kind, the text names the first ones and counts the rest.
    public var paragraphs: [Paragraph] {
        [Paragraph(kind: .figures, text: figuresText)] + criticalParagraphs + causeParagraphs + noteParagraphs
            + advice.map { Paragraph(kind: .advice, text: "\($0.title) \($0.text)") }
    }

    /// The advice for every log with records: anyone who has the log can send its requests again, and
    /// cancelled orders can still be settled.
    public var advice: [Advice] { records > 0 ? [.logIsSecret, .cancellationIsNotRevocation] : [] }

    /// The largest number of paragraphs about critical findings, and about causes.
    private static let paragraphLimit = 20

    private var figuresText: String {
        guard records > 0 else { return "No records: nothing was judged." }
        let verdict =
            "\(records.counted("record")): \(valid.counted("valid", "valid")), \(invalid.counted("invalid", "invalid"))"
            + (malformed == 0 ? "" : ", \(malformed.counted("of them not a record", "of them not records"))")
            + " under the profile \(profile.rawValue)."
        return judged > 0 ? verdict : verdict + " Nothing was judged."
    }

    private var criticalParagraphs: [Paragraph] {
        let findings = criticalFindings
        var paragraphs = findings.prefix(AuditSummary.paragraphLimit).map { finding in
            let name = name(of: finding.keys, finding.accounts)
            return
                "\(name): \(finding.title). \(finding.meaning) See \(places(finding.lines)). \(finding.advice)"
        }
        if findings.count > paragraphs.count {
            paragraphs.append(
                "\((findings.count - paragraphs.count).counted("more critical finding")); see --json.")
        }
        return paragraphs.map { Paragraph(kind: .critical, text: $0) }
    }

    private var causeParagraphs: [Paragraph] {
        var paragraphs = causes.prefix(AuditSummary.paragraphLimit).map { cause in
            let shown = cause.accounts.prefix(5).map { "\($0.count.grouped) of account \($0.account)" }
            let more = cause.accounts.count - shown.count
            let rest = more > 0 ? ", and \(more.counted("more account"))" : ""
            let by = shown.isEmpty ? "" : " (\(shown.joined(separator: ", "))\(rest))"
            return
                "\(cause.lines.count.grouped) \(VisibleText.excerpt(cause.name))\(by): \(places(cause.lines))."
        }
        if causes.count > paragraphs.count {
            paragraphs.append("\((causes.count - paragraphs.count).counted("more cause")); see --json.")
        }
        return paragraphs.map { Paragraph(kind: .failure, text: $0) }
    }

    private var noteParagraphs: [Paragraph] {
        var notes: [String] = []
        if notThisScheme.count > 0 {
            notes.append(
                "\(notThisScheme.count.counted("record")) not judged, with an Ethereum signature, which the wallet makes for "
                    + "transfers, withdrawals and account updates: \(places(notThisScheme)).")
        }
        if bodyMissing.count > 0 {
            notes.append(
                "\(bodyMissing.count.counted("record")) not judged, because the log does not contain the body, which is signed: "
                    + "\(places(bodyMissing)).")
        }
        notes += sharedNonces.filter { !$0.determines }.prefix(5).map { part in
            "\(name(of: part.keys, [])) share nonces: one more signature, or one of the secret keys, would reveal the others: "
                + "\(places(part.lines))."
        }
        notes += otherAccounts.prefix(5).map { other in
            "Records of account \(other.account) are signed with the key of account \(other.verifiesUnder): \(places(other.lines))."
        }
        if otherAccounts.count > 5 {
            notes.append("\((otherAccounts.count - 5).counted("more pair")) of accounts; see --json.")
        }
        notes += note(sharedSignatures, "One signature for different requests")
        notes += note(replays, "A signed request more than once")
        notes += keyNotes
        for file in files where file.unsignedEntries > 0 {
            notes.append(
                "\(VisibleText.quoted(file.name)): \(file.unsignedEntries.counted("entry", "entries")) without a signature."
            )
        }
        return notes.map { Paragraph(kind: .note, text: $0) }
    }

    /// A note on one kind of finding: how many there are, and the lines of the first five.
    private func note(_ found: Occurrences<Lines>, _ kind: String) -> [String] {
        guard found.count > 0 else { return [] }
        let first = found.first.prefix(5)
        let rest =
            found.count > first.count ? "; and \((found.count - first.count).grouped) more, see --json" : ""
        return [
            "\(kind): \(found.count.grouped). \(first.map { places($0) }.joined(separator: "; "))\(rest)."
        ]
    }

    private var keyNotes: [String] {
        var notes: [String] = []
        func add(_ keys: [KeyExposure], _ text: (KeyExposure) -> String) {
            notes += keys.prefix(5).map { "\(name(of: [$0.key], $0.accounts)): \(text($0))" }
            if keys.count > 5 {
                notes.append("\((keys.count - 5).counted("more key")) of the same kind; see --json.")
            }
        }
        add(keys.filter { $0.unreducedS > 0 && $0.unreducedS < KeyExposure.unreducedLimit }) { key in
            "\(key.unreducedS.counted("signature")) with an unreduced S; each gives away three bits of the secret key."
        }
        add(keys.filter { $0.alteredS > 0 }) { key in
            "\(key.alteredS.counted("signature")) also in a form with a multiple of ℓ added to S, which anyone can make: "
                + "\(places(key.alteredLines))."
        }
        add(keys.filter { $0.isOutsideSubgroup && !$0.isWeak }) { _ in
            "the key is outside the prime-order subgroup: it has no secret key, and verifiers disagree on its signatures."
        }
        return notes
    }

    /// The keys with their accounts, as the subject of a sentence.
    private func name(of keys: [Integer256], _ accounts: [AccountID]) -> String {
        let shown = keys.prefix(3).map(\.hex).joined(separator: ", ")
        let more = keys.count > 3 ? " and \((keys.count - 3).grouped) more" : ""
        var name = (keys.count == 1 ? "Key " : "Keys ") + shown + more
        if !accounts.isEmpty {
            let shown = accounts.prefix(3).map(\.description).joined(separator: ", ")
            name +=
                " of \(accounts.count == 1 ? "account" : "accounts") \(shown)"
                + (accounts.count > 3 ? " and others" : "")
        }
        return name
    }

    /// The first of the lines, each with its file if there are several, and how many more there are. Safe to
    /// print.
    package func places(_ lines: Lines, limit: Int = 5) -> String {
        let first = lines.first.prefix(limit).map { place in
            fileNames[place.file].map { "\(VisibleText.excerpt($0)):\(place.line)" } ?? String(place.line)
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

    /// The number with the noun that it counts, in the singular or the plural.
    package func counted(_ one: String, _ many: String? = nil) -> String {
        "\(grouped) " + (self == 1 ? one : many ?? one + "s")
    }
}
