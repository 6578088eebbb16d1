// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object that a command prints. A member that is `nil` is left out.
struct OutputObject: Encodable, ExpressibleByDictionaryLiteral {
    private let members: [String: Member]

    init(dictionaryLiteral members: (String, (any Encodable)?)...) {
        let present = members.compactMap { name, value in value.map { (name, Member(value: $0)) } }
        self.members = Dictionary(uniqueKeysWithValues: present)
    }

    func encode(to encoder: any Encoder) throws { try members.encode(to: encoder) }

    private struct Member: Encodable {
        let value: any Encodable

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
}
