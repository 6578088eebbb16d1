// SPDX-License-Identifier: Apache-2.0
import StrictJSON

extension AuditSummary {
    /// The summary as one line of JSON, with the members that README.md lists, sorted.
    public var line: [UInt8] {
        JSON.object([
            "profile": .text(profile.rawValue),
            "files": .array(
                files.map { file in
                    .object([
                        "name": .text(file.name), "bytes": .integer(file.bytes), "sha256": .text(file.sha256),
                        "unsignedEntries": .integer(file.unsignedEntries),
                    ])
                }),
            "records": .integer(records), "valid": .integer(valid), "invalid": .integer(invalid),
            "malformed": .integer(malformed), "notThisScheme": .integer(notThisScheme.count),
            "bodyMissing": .integer(bodyMissing.count), "critical": .integer(critical),
            "causes": .array(causes.map { json($0.lines, ["name": .text($0.name)]) }),
            "keys": .array(keys.map(json)), "sharedNonces": .array(sharedNonces.map(json)),
            "replays": .array(replays.first.map { json($0) }), "replayCount": .integer(replays.count),
            "sharedSignatures": .array(sharedSignatures.first.map { json($0) }),
            "sharedSignatureCount": .integer(sharedSignatures.count),
            "otherAccounts": .array(
                otherAccounts.map { account, other, lines in
                    json(
                        lines,
                        ["account": .text(account.description), "verifiesUnder": .text(other.description)])
                }),
            "advice": .array(advice.map { .object(["title": .text($0.title), "text": .text($0.text)]) }),
            "complete": .boolean(isComplete), "seconds": .number(String((seconds * 1000).rounded() / 1000)),
        ]).line
    }

    private func json(_ key: KeyExposure) -> JSON {
        .object([
            "key": .text(key.key.hex),
            "accounts": .array(key.accounts.prefix(100).map { .text($0.description) }),
            "signatures": .integer(key.signatures), "valid": .integer(key.valid),
            "unreducedS": .integer(key.unreducedS), "alteredS": .integer(key.alteredS),
            "exposed": key.exposed.map { .text($0.rawValue) } ?? .null,
            "weak": .boolean(key.isWeak), "outsideSubgroup": .boolean(key.isOutsideSubgroup),
            "noncesReused": .array(key.noncesReused.first.map(json)),
            "nonceReuseCount": .integer(key.noncesReused.count),
        ])
    }

    private func json(_ nonce: NonceUse) -> JSON {
        let keys = nonce.keys.prefix(100).map { JSON.text($0.hex) }
        return json(nonce.lines, ["commitment": .text(nonce.rx.hex), "keys": .array(keys)])
    }

    private func json(_ part: SharedNonces) -> JSON {
        let keys = part.keys.map { JSON.text($0.hex) }
        let nonces = part.nonces.first.map(json)
        let determines = JSON.boolean(part.determines)
        return json(part.lines, ["keys": .array(keys), "determines": determines, "nonces": .array(nonces)])
    }

    /// An object with the numbers of the lines, with their files if there are several, the count, and other
    /// members.
    private func json(_ lines: Lines, _ others: JSON.Object = [:]) -> JSON {
        var members = others
        members["count"] = .integer(lines.count)
        members["lines"] = .array(
            lines.first.map { place in
                guard let file = fileNames[place.file] else { return .integer(place.line) }
                return .object(["file": .text(file), "line": .integer(place.line)])
            })
        return .object(members)
    }
}
