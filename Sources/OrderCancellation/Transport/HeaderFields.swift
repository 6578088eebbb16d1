// SPDX-License-Identifier: Apache-2.0

/// Header fields in their order, each a name and a value. Descriptions and reflection show the values of a
/// few fields that are never secret and mask all others, because one of them is the API key.
public struct HeaderFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// A name and a value.
    public struct Field: Hashable, Sendable {
        /// The name, in the case in which it is sent or received.
        public let name: String
        /// The value.
        public let value: String
    }

    /// The fields.
    public let fields: [Field]

    /// The fields of these names and values.
    public init(_ fields: some Sequence<(String, String)>) {
        self.fields = fields.map { Field(name: $0.0, value: $0.1) }
    }

    /// The fields of these names and values.
    public init(dictionaryLiteral fields: (String, String)...) {
        self.init(fields)
    }

    /// The value of the first field with this name, ignoring case (RFC 9110, section 5.1).
    public subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }
}

extension HeaderFields.Field: CustomStringConvertible, CustomReflectable {
    /// The names of the fields whose values are never secret.
    private static let shown: Set = ["accept", "content-length", "content-type", "retry-after", "x-api-sig"]

    private var shownValue: String { Self.shown.contains(name.lowercased()) ? value : Redaction.mask }

    /// The name, and the value or a mask.
    public var description: String { "\(name): \(shownValue)" }
    /// The name, and the value or a mask.
    public var customMirror: Mirror { Mirror(self, children: ["name": name, "value": shownValue]) }
}
