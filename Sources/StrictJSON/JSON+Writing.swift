// SPDX-License-Identifier: Apache-2.0

extension JSON {
    /// The value on one line, members in the order of their names, as UTF-8.
    public var line: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// Appends ``line`` to `bytes`.
    public func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .integer(let integer): bytes += String(integer).utf8
        case .number(let literal): bytes += literal.utf8
        case .text(let text): JSON.append(text, to: &bytes)
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (i, element) in elements.enumerated() {
                if i > 0 { bytes.append(UInt8(ascii: ",")) }
                element.append(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (name, value) in members.sorted { bytes.appendMember(name, value) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Appends a text with its quotation marks. Only what RFC 8259 requires is escaped.
    package static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            // Copy each run of bytes that need no escape at once.
            var copied = 0
            for (i, byte) in text.enumerated() {
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                    continue
                }
                bytes += UnsafeBufferPointer(rebasing: text[copied..<i])
                bytes += escape(of: byte).utf8
                copied = i + 1
            }
            bytes += UnsafeBufferPointer(rebasing: text[copied...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The escape of a byte that a JSON string cannot contain unescaped.
    private static func escape(of byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "\n"): #"\n"#
        case UInt8(ascii: "\r"): #"\r"#
        case UInt8(ascii: "\t"): #"\t"#
        case 0..<0x10: #"\u000"# + String(byte, radix: 16)
        case 0x10..<0x20: #"\u00"# + String(byte, radix: 16)
        default: #"\"# + String(Unicode.Scalar(byte))
        }
    }
}

extension JSON: Encodable {
    /// Encodes the value as a part of a larger value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let flag): try container.encode(flag)
        case .integer(let integer): try container.encode(integer)
        // Encoders refuse a number that is out of range, because it becomes infinite.
        case .number(let literal): try container.encode(Double(literal))
        case .text(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members):
            try container.encode(
                Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last }))
        }
    }
}

/// The members of an object, one after the other, for a format whose members have an order, and for a format
/// of many lines: no ``JSON/Object`` is needed. The caller writes the braces, and each name once.
extension [UInt8] {
    /// Appends a name and a colon, after a comma if the name does not follow an opening brace.
    package mutating func appendName(_ name: String) {
        if last != UInt8(ascii: "{") { append(UInt8(ascii: ",")) }
        JSON.append(name, to: &self)
        append(UInt8(ascii: ":"))
    }

    package mutating func appendMember(_ name: String, _ value: JSON) {
        appendName(name)
        value.append(to: &self)
    }
}

/// The members of a JSON object that a command prints or a report contains. A member that is `nil` is left
/// out.
package struct OutputObject: Encodable, ExpressibleByDictionaryLiteral {
    /// The members in the order of the literal.
    package let members: [(name: String, value: (any Encodable)?)]

    /// The members of a literal. Each name occurs once.
    package init(dictionaryLiteral members: (String, (any Encodable)?)...) {
        self.members = members.map { ($0, $1) }
    }

    package func encode(to encoder: any Encoder) throws {
        let present = members.compactMap { name, value in value.map { (name, Member(value: $0)) } }
        try Dictionary(uniqueKeysWithValues: present).encode(to: encoder)
    }

    private struct Member: Encodable {
        let value: any Encodable

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }
}
