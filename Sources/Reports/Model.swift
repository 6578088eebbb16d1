// SPDX-License-Identifier: Apache-2.0

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
        of items: [Item], limit: Int = AuditPage.rowLimit, _ row: (_ number: Int, Item) -> Model
    ) -> Model? {
        guard !items.isEmpty else { return nil }
        let rest = items.count - limit
        return ["rows": items.prefix(limit).enumerated().map(row), "more": rest > 0 ? rest.grouped : nil]
    }
}
