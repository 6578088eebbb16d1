// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// The members of an object in the order in which they were read or added. Names are compared by their
    /// bytes.
    public struct Object: Sendable {
        /// A name and its value.
        public typealias Member = (name: String, value: JSON)

        /// The names, in the order of the members.
        public private(set) var names: [String] = []
        private var values: [ExactString: JSON] = [:]

        /// The members of `members`. If a name occurs again, the last value counts.
        public init(_ members: some Sequence<(String, JSON)>) {
            for (name, value) in members { self[name] = value }
        }

        /// The value of the member; `nil` if no member has this name. Assigning `nil` removes the member.
        public subscript(name: String) -> JSON? {
            get { values[ExactString(name)] }
            set {
                let key = ExactString(name)
                let isNew = values[key] == nil
                values[key] = newValue
                if newValue == nil { names.removeAll { ExactString($0) == key } }
                if isNew, newValue != nil { names.append(name) }
            }
        }

        /// The members in the order of the bytes of their names.
        public var sorted: [Member] { sorted { ExactString($0.name) < ExactString($1.name) } }

        /// The members whose names satisfy `isWanted`.
        public func selecting(_ isWanted: (_ name: String) -> Bool) -> Object {
            Object(filter { isWanted($0.name) }.map { ($0.name, $0.value) })
        }

        /// The object with the members of `other` added. For a name that both have, the value of `other`
        /// counts.
        public func merging(_ other: Object) -> Object {
            other.reduce(into: self) { merged, member in merged[member.name] = member.value }
        }
    }
}

extension JSON.Object: Sequence {
    /// Goes through the members in their order.
    public func makeIterator() -> IndexingIterator<[Member]> {
        names.compactMap { name in self[name].map { (name, $0) } }.makeIterator()
    }

    /// How many members there are.
    public var count: Int { names.count }

    /// Whether there are no members.
    public var isEmpty: Bool { names.isEmpty }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    /// The object of a literal.
    public init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }
}

extension JSON.Object: Equatable {
    /// Whether both have the same members, in any order.
    public static func == (a: JSON.Object, b: JSON.Object) -> Bool { a.values == b.values }
}
