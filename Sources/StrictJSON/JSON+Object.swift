// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// The members of an object in the order in which they were read or added. Names are compared by their
    /// bytes.
    public struct Object: Sendable {
        /// A name and its value.
        public typealias Member = (name: String, value: JSON)

        private var members: [Member] = []
        /// The position of each name.
        private var positions: [ExactString: Int] = [:]

        /// An object without members.
        public init() {}

        /// The members of `members`. If a name occurs again, the last value counts.
        public init(_ members: some Sequence<(String, JSON)>) {
            for (name, value) in members { self[name] = value }
        }

        /// The value of the member; `nil` if no member has this name. Assigning `nil` removes the member.
        public subscript(name: String) -> JSON? {
            get { positions[ExactString(name)].map { members[$0].value } }
            set {
                switch (positions[ExactString(name)], newValue) {
                case (let position?, let value?): members[position].value = value
                case (nil, let value?): _ = append(name, value)
                case (let position?, nil):
                    members.remove(at: position)
                    self = Object(members.map { ($0.name, $0.value) })
                case (nil, nil): break
                }
            }
        }

        /// Adds a member.
        ///
        /// - Returns: whether the name is new. If it is not, the object stays as it is.
        mutating func append(_ name: String, _ value: JSON) -> Bool {
            guard positions[ExactString(name)] == nil else { return false }
            positions[ExactString(name)] = members.count
            members.append((name, value))
            return true
        }

        /// The members in the order of the bytes of their names.
        public var sorted: [Member] { members.sorted { ExactString($0.name) < ExactString($1.name) } }

        /// The names, in the order of the members.
        public var names: [String] { members.map(\.name) }

        /// The members whose names satisfy `isWanted`.
        public func selecting(_ isWanted: (_ name: String) -> Bool) -> Object {
            Object(members.filter { isWanted($0.name) }.map { ($0.name, $0.value) })
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
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }

    /// How many members there are.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    /// The object of a literal.
    public init(dictionaryLiteral members: (String, JSON)...) { self.init(members) }
}

extension JSON.Object: Equatable {
    /// Whether both have the same members, in any order.
    public static func == (a: JSON.Object, b: JSON.Object) -> Bool {
        a.count == b.count && a.allSatisfy { b[$0.name] == $0.value }
    }
}
