// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import PrimeField
import SignatureDiagnosis
import StrictJSON

extension AuditSummary {
    /// What a paragraph of the summary is about.
    public enum ParagraphKind: Sendable {
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

    /// The summary as text: counts, critical findings, causes of failures, other findings, and ``advice``. If
    /// there are many findings of one kind, the text names the first ones and counts the rest. A text is one
    /// or more sentences, without control characters, so it is safe to print.
    public var paragraphs: [(kind: ParagraphKind, text: String)] {
        let critical = sentences(on: criticalFindings, limit: 20, "more critical finding") { finding in
            let name = name(of: finding.keys, finding.accounts)
            return
                "\(name): \(finding.title). \(finding.meaning) See \(places(finding.lines)). \(finding.advice)"
        }
        let failures = sentences(on: causes, limit: 20, "more cause") { cause in
            let accounts = cause.accounts.listed(5, more: { ", and \($0.counted("more account"))" }) {
                "\($0.count.grouped) of account \($0.account)"
            }
            let by = accounts.isEmpty ? "" : " (\(accounts))"
            return
                "\(cause.lines.count.grouped) \(VisibleText.excerpt(cause.name))\(by): \(places(cause.lines))."
        }
        let paragraphs: [(kind: ParagraphKind, texts: [String])] = [
            (.figures, [figures]), (.critical, critical), (.failure, failures), (.note, notes),
            (.advice, advice.map { "\($0.title) \($0.text)" }),
        ]
        return paragraphs.flatMap { kind, texts in texts.map { (kind, $0) } }
    }

    /// The advice for every log with records: anyone who has the log can send its requests again, and
    /// cancelled orders can still be settled.
    public var advice: [Advice] { records > 0 ? [.logIsSecret, .cancellationIsNotRevocation] : [] }

    private var figures: String {
        guard records > 0 else { return "No records: nothing was judged." }
        let malformed =
            malformed == 0 ? "" : ", \(malformed.counted("of them not a record", "of them not records"))"
        return
            "\(records.counted("record")): \(valid.grouped) valid, \(invalid.grouped) invalid\(malformed) under the "
            + "profile \(profile.rawValue).\(judged > 0 ? "" : " Nothing was judged.")"
    }

    /// Findings that are not critical, and records that were not judged.
    package var notes: [String] {
        func notJudged(_ lines: Lines, _ why: String) -> [String] {
            lines.count == 0 ? [] : ["\(lines.count.counted("record")) not judged, \(why): \(places(lines))."]
        }
        /// How many findings of one kind there are, and the lines of the first five.
        func repeated(_ found: Occurrences<Lines>, _ kind: String) -> [String] {
            let lines = found.first.listed(
                5, of: found.count, by: "; ", more: { "; and \($0.grouped) more, see --json" }
            ) { places($0) }
            return found.count == 0 ? [] : ["\(kind): \(found.count.grouped). \(lines)."]
        }
        func keys(_ isNoted: (KeyExposure) -> Bool, _ text: (KeyExposure) -> String) -> [String] {
            sentences(on: self.keys.filter(isNoted), limit: 5, "more key", " of the same kind") { key in
                "\(name(of: [key.key], key.accounts)): \(text(key))"
            }
        }
        return [
            notJudged(
                notThisScheme,
                "with an Ethereum signature, which the wallet makes for transfers, withdrawals and account updates"
            ),
            notJudged(bodyMissing, "because the log does not contain the body, which is signed"),
            sentences(
                on: sharedNonces.filter { !$0.determines }, limit: 5, "more group",
                " of keys that share nonces"
            ) { part in
                "\(name(of: part.keys, [])) share nonces: one more signature, or one of the secret keys, would reveal the others: "
                    + "\(places(part.lines))."
            },
            sentences(on: otherAccounts, limit: 5, "more pair", " of accounts") { other in
                "Records of account \(other.account) are signed with the key of account \(other.verifiesUnder): \(places(other.lines))."
            },
            repeated(sharedSignatures, "One signature for different requests"),
            repeated(replays, "A signed request more than once"),
            keys({ 1..<KeyExposure.unreducedLimit ~= $0.unreducedS }) { key in
                "\(key.unreducedS.counted("signature")) with an unreduced S; each gives away three bits of the secret key."
            },
            keys({ $0.alteredS > 0 }) { key in
                "\(key.alteredS.counted("signature")) also in a form with a multiple of ℓ added to S, which anyone can make: "
                    + "\(places(key.alteredLines))."
            },
            keys({ $0.isOutsideSubgroup && !$0.isWeak }) { _ in
                "the key is outside the prime-order subgroup: it has no secret key, and verifiers disagree on its signatures."
            },
            files.filter { $0.unsignedEntries > 0 }.map { file in
                "\(VisibleText.quoted(file.name)): \(file.unsignedEntries.counted("entry", "entries")) without a signature."
            },
        ].flatMap(\.self)
    }

    /// The texts of the first items, and how many more there are.
    private func sentences<Item>(
        on items: [Item], limit: Int, _ more: String, _ kind: String = "", _ text: (Item) -> String
    ) -> [String] {
        let rest = items.count - limit
        return items.prefix(limit).map(text) + (rest > 0 ? ["\(rest.counted(more))\(kind); see --json."] : [])
    }

    /// The keys with their accounts, as the subject of a sentence.
    private func name(of keys: [Integer256], _ accounts: [AccountID]) -> String {
        let name = (keys.count == 1 ? "Key " : "Keys ") + keys.listed(3) { $0.hex }
        guard !accounts.isEmpty else { return name }
        return name + (accounts.count == 1 ? " of account " : " of accounts ")
            + accounts.listed(3, more: { _ in " and others" }) { $0.description }
    }

    /// The first of the lines, each with its file if there are several, and how many more there are. Safe to
    /// print.
    package func places(_ lines: Lines, limit: Int = 5) -> String {
        (lines.count == 1 ? "line " : "lines ")
            + lines.first.listed(limit, of: lines.count) { place in
                fileNames[place.file].map { "\(VisibleText.excerpt($0)):\(place.line)" } ?? String(place.line)
            }
    }
}

extension Collection {
    /// The texts of the first elements, joined, and if there are more, `more` of the number of the others.
    ///
    /// - Parameter total: the number of all elements, if the collection contains only some of them.
    package func listed(
        _ limit: Int, of total: Int? = nil, by separator: String = ", ",
        more: (Int) -> String = { " and \($0.grouped) more" }, _ text: (Element) -> String
    ) -> String {
        let shown = prefix(limit)
        let rest = (total ?? count) - shown.count
        return shown.map(text).joined(separator: separator) + (rest > 0 ? more(rest) : "")
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
