// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259). Text, integers, other numbers and booleans are separate cases, because the
/// formats of this project distinguish them.
public enum JSON: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number that is written as an integer, without fraction and exponent, and fits an `Int`.
    case integer(Int)
    /// Any other number, as it is written: `4.0`, `1e0`, `-0`, or an integer of any size.
    case number(String)
    /// Text.
    case text(String)
    /// A list.
    case array([JSON])
    /// Named members, each name once.
    case object(Object)

    /// The member of an object; `nil` if the object has no member of this name, or if this is not an object.
    public subscript(name: String) -> JSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// As the subscript; a member that is `null` counts as missing.
    public func present(_ name: String) -> JSON? {
        self[name].flatMap { $0 == .null ? nil : $0 }
    }

    /// The contents of a text, or a number as it is written; `nil` for anything else.
    public var numeral: String? {
        switch self {
        case .text(let text): text
        case .integer(let integer): String(integer)
        case .number(let literal): literal
        case .null, .boolean, .array, .object: nil
        }
    }

    /// A boolean, or one of the texts "true" and "false"; `nil` for anything else.
    public var flag: Bool? {
        switch self {
        case .boolean(let flag): flag
        case .text("true"): true
        case .text("false"): false
        default: nil
        }
    }
}

extension JSON: Equatable {
    /// Whether two values are the same. Texts are compared byte by byte: Swift's own comparison treats a
    /// precomposed and a decomposed "é" as one text, but their signatures differ. The order of members does
    /// not count.
    public static func == (a: JSON, b: JSON) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.text(let a), .text(let b)): ExactString(a) == ExactString(b)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The contents of a text; ``line`` of anything else.
    public var description: String {
        if case .text(let text) = self { text } else { String(decoding: line, as: UTF8.self) }
    }
}
