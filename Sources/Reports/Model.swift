// SPDX-License-Identifier: Apache-2.0
import SignatureAudit

/// The values that a template reads by name. A member that is `nil` is absent.
package struct Model: Sendable, ExpressibleByDictionaryLiteral, CustomReflectable {
    var members: [(name: String, value: (any Sendable)?)]

    /// The members of a literal. Each name occurs once.
    package init(dictionaryLiteral members: (String, (any Sendable)?)...) {
        self.members = members.map { ($0, $1) }
    }

    /// Mustache reads the children of this mirror.
    package var customMirror: Mirror { Mirror(self, children: members.map { ($0, $1 as Any) }) }

    /// The first rows of a table, and how many more there are; `nil` for an empty table.
    static func rows<Item>(
        of items: [Item], limit: Int = Page.rowLimit, _ row: (_ number: Int, Item) -> Model?
    ) -> Model? {
        guard !items.isEmpty else { return nil }
        let rest = items.count - limit
        return [
            "rows": items.prefix(limit).enumerated().compactMap(row), "rest": rest > 0 ? rest.grouped : nil,
        ]
    }

    /// A bar whose parts are as long as the numbers that they show; `nil` if all numbers are zero.
    static func bar(_ label: String, _ numbers: [(kind: Tone, name: String, count: Int)]) -> Model? {
        let total = numbers.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        var end = 0
        let parts = numbers.filter { $0.count > 0 }.map { kind, name, count -> Model in
            let length = barLength(of: count, in: total)
            defer { end += length }
            return ["kind": kind, "name": "\(count.grouped) \(name)", "start": end, "length": length]
        }
        return ["label": label, "parts": parts, "length": end]
    }

    /// The length of a part in thousandths. It is at least 8 for a number that is not zero, so that the part
    /// is visible.
    static func barLength(of count: Int, in total: Int) -> Int {
        count == 0 ? 0 : max(8, 1000 * count / total)
    }
}
