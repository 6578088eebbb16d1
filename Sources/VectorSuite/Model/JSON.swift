import Foundation
import OrderCancellation

/// A JSON value that keeps apart what the formats keep apart: text, numbers and booleans.
public enum JSON: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case boolean(Bool)
    /// A number without a fraction that fits an `Int`.
    case integer(Int)
    /// Any other number.
    case number(Double)
    /// Text.
    case text(String)
    /// A list.
    case array([JSON])
    /// Named members.
    case object([String: JSON])
}

// MARK: - Encoding

extension JSON: Codable {
    /// Reads one JSON text (RFC 8259) in UTF-8, and nothing after it.
    /// - Throws: Foundation's `DecodingError`, which says where the text is not JSON.
    public init(parsing bytes: some Collection<UInt8>) throws {
        func refuse(_ reason: String) -> DecodingError {
            .dataCorrupted(.init(codingPath: [], debugDescription: reason))
        }
        // Foundation also reads UTF-16, which it knows by its zero bytes, and forgives a comma too many.
        guard String(validating: bytes, as: UTF8.self) != nil else { throw refuse("The text is not UTF-8.") }
        guard JSONBounds.areKept(by: bytes) else {
            throw refuse("There is a zero byte, or more than \(JSONBounds.maximumDepth) levels.")
        }
        if JSON.hasTrailingComma(bytes) { throw refuse("There is a comma before a closing bracket.") }
        self = try JSONDecoder().decode(JSON.self, from: Data(bytes))
    }

    /// Whether, outside of strings, a comma is followed by "}" or "]".
    private static func hasTrailingComma(_ bytes: some Collection<UInt8>) -> Bool {
        var isInString = false
        var isEscaped = false
        var isAfterComma = false
        for byte in bytes {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if isAfterComma { return true }
            default:
                isAfterComma = byte == UInt8(ascii: ",")
                isInString = byte == UInt8(ascii: "\"")
            }
        }
        return false
    }

    /// Reads a value of any kind. The decoder never takes a number for a boolean or the reverse.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let members = try? container.decode([String: JSON].self) {
            self = .object(members)
        } else if let elements = try? container.decode([JSON].self) {
            self = .array(elements)
        } else if let flag = try? container.decode(Bool.self) {
            self = .boolean(flag)
        } else if let integer = try? container.decode(Int.self) {
            self = .integer(integer)
        } else if container.decodeNil() {
            self = .null
        } else {
            self = .number(try container.decode(Double.self))
        }
    }

    /// Writes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let flag): try container.encode(flag)
        case .integer(let integer): try container.encode(integer)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }

    /// The value on one line, members in alphabetical order, as UTF-8.
    public var line: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return (try? encoder.encode(self)).map(Array.init) ?? Array("null".utf8)
    }
}

// MARK: - Predicates

extension JSON: Equatable {
    /// Whether two values are the same. Texts are compared byte by byte: Swift's own comparison takes a
    /// precomposed and a decomposed "é" for one text, but they are signed as different ones.
    public static func == (a: JSON, b: JSON) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.text(let a), .text(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

extension JSON: CustomStringConvertible {
    /// The text itself of a text; the JSON form of anything else.
    public var description: String {
        if case .text(let text) = self { text } else { String(decoding: line, as: UTF8.self) }
    }
}
