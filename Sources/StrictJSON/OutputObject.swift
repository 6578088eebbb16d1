// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object that a command prints or a report contains. A member that is `nil` is left
/// out.
package struct OutputObject: Encodable, ExpressibleByDictionaryLiteral {
    private let members: [String: Member]

    /// The members of a literal. Each name occurs once.
    package init(dictionaryLiteral members: (String, (any Encodable)?)...) {
        self.init(members)
    }

    /// These members. Each name occurs once.
    package init(_ members: some Sequence<(key: String, value: (any Encodable)?)>) {
        let present = members.compactMap { name, value in value.map { (name, Member(value: $0)) } }
        self.members = Dictionary(uniqueKeysWithValues: present)
    }

    /// Encodes the members.
    package func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }

    private struct Member: Encodable {
        let value: any Encodable

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
}
