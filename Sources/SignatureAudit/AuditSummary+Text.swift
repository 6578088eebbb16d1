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
        let critical = AuditSummary.first(20, of: criticalFindings, "more critical finding") { finding in
            let name = name(of: finding.keys, finding.accounts)
            return
                "\(name): \(finding.title). \(finding.meaning) See \(places(finding.lines)). \(finding.advice)"
        }
        let failures = AuditSummary.first(20, of: causes, "more cause") { text($0) }
        return [
            (Paragraph.Kind.figures, [figures]), (.critical, critical), (.failure, failures), (.note, notes),
        ].flatMap { kind, texts in texts.map { Paragraph(kind: kind, text: $0) } }
            + advice.map { Paragraph(kind: .advice, text: "\($0.title) \($0.text)") }
    }

    /// The advice for every log with records: anyone who has the log can send its requests again, and
    /// cancelled orders can still be settled.
    public var advice: [Advice] { records > 0 ? [.logIsSecret, .cancellationIsNotRevocation] : [] }

    /// The texts of the first `limit` items, and how many more there are.
    private static func first<Item>(
        _ limit: Int, of items: [Item], _ more: String, _ kind: String = "", _ text: (Item) -> String
    ) -> [String] {
        let rest = items.count - limit
        return items.prefix(limit).map(text) + (rest > 0 ? ["\(rest.counted(more))\(kind); see --json."] : [])
    }

    private var figures: String {
        guard records > 0 else { return "No records: nothing was judged." }
        let malformed =
            malformed == 0 ? "" : ", \(malformed.counted("of them not a record", "of them not records"))"
        return
            "\(records.counted("record")): \(valid.grouped) valid, \(invalid.grouped) invalid\(malformed) under the "
            + "profile \(profile.rawValue).\(judged > 0 ? "" : " Nothing was judged.")"
    }

    private func text(_ cause: Cause) -> String {
        let accounts = cause.accounts
        let shown = accounts.prefix(5).map { "\($0.count.grouped) of account \($0.account)" }
        let more = accounts.count - shown.count
        let rest = more > 0 ? ", and \(more.counted("more account"))" : ""
        let by = shown.isEmpty ? "" : " (\(shown.joined(separator: ", "))\(rest))"
        return "\(cause.lines.count.grouped) \(VisibleText.excerpt(cause.name))\(by): \(places(cause.lines))."
    }

    private var notes: [String] {
        func notJudged(_ lines: Lines, _ why: String) -> [String] {
            lines.count == 0 ? [] : ["\(lines.count.counted("record")) not judged, \(why): \(places(lines))."]
        }
        /// A note on one kind of finding: how many there are, and the lines of the first five.
        func repeated(_ found: Occurrences<Lines>, _ kind: String) -> [String] {
            guard found.count > 0 else { return [] }
            let first = found.first.prefix(5).map { places($0) }
            let more = found.count - first.count
            let rest = more > 0 ? "; and \(more.grouped) more, see --json" : ""
            return ["\(kind): \(found.count.grouped). \(first.joined(separator: "; "))\(rest)."]
        }
        func keyNotes(_ keys: [KeyExposure], _ text: (KeyExposure) -> String) -> [String] {
            AuditSummary.first(5, of: keys, "more key", " of the same kind") { key in
                "\(name(of: [key.key], key.accounts)): \(text(key))"
            }
        }
        let foreign = notJudged(
            notThisScheme,
            "with an Ethereum signature, which the wallet makes for transfers, withdrawals and account updates"
        )
        let bodiless = notJudged(bodyMissing, "because the log does not contain the body, which is signed")
        let connected = AuditSummary.first(
            5, of: sharedNonces.filter { !$0.determines }, "more group", " of keys that share nonces"
        ) { part in
            "\(name(of: part.keys, [])) share nonces: one more signature, or one of the secret keys, would reveal the others: "
                + "\(places(part.lines))."
        }
        let others = AuditSummary.first(5, of: otherAccounts, "more pair", " of accounts") { other in
            "Records of account \(other.account) are signed with the key of account \(other.verifiesUnder): \(places(other.lines))."
        }
        let leaking = keys.filter { $0.unreducedS > 0 && $0.unreducedS < KeyExposure.unreducedLimit }
        let unreduced = keyNotes(leaking) { key in
            "\(key.unreducedS.counted("signature")) with an unreduced S; each gives away three bits of the secret key."
        }
        let altered = keyNotes(keys.filter { $0.alteredS > 0 }) { key in
            "\(key.alteredS.counted("signature")) also in a form with a multiple of ℓ added to S, which anyone can make: "
                + "\(places(key.alteredLines))."
        }
        let outside = keyNotes(keys.filter { $0.isOutsideSubgroup && !$0.isWeak }) { _ in
            "the key is outside the prime-order subgroup: it has no secret key, and verifiers disagree on its signatures."
        }
        let unsigned = files.filter { $0.unsignedEntries > 0 }.map { file in
            "\(VisibleText.quoted(file.name)): \(file.unsignedEntries.counted("entry", "entries")) without a signature."
        }
        return foreign + bodiless + connected + others
            + repeated(sharedSignatures, "One signature for different requests")
            + repeated(replays, "A signed request more than once") + unreduced + altered + outside + unsigned
    }

    /// The keys with their accounts, as the subject of a sentence.
    private func name(of keys: [Integer256], _ accounts: [AccountID]) -> String {
        let more = keys.count > 3 ? " and \((keys.count - 3).grouped) more" : ""
        let name =
            (keys.count == 1 ? "Key " : "Keys ") + keys.prefix(3).map(\.hex).joined(separator: ", ") + more
        guard !accounts.isEmpty else { return name }
        let shown = accounts.prefix(3).map(\.description).joined(separator: ", ")
        return name + (accounts.count == 1 ? " of account " : " of accounts ") + shown
            + (accounts.count > 3 ? " and others" : "")
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
        guard magnitude >= 1000 else { return String(self) }
        return "\((self / 1000).grouped),\(String(1000 + magnitude % 1000).dropFirst())"
    }

    /// The number with the noun that it counts, in the singular or the plural.
    package func counted(_ one: String, _ many: String? = nil) -> String {
        "\(grouped) " + (self == 1 ? one : many ?? one + "s")
    }
}
