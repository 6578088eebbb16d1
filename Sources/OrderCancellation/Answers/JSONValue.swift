import Foundation

/// Any JSON value. The exchange writes the same member now as a number and now as text, which a fixed
/// `Decodable` type would refuse.
enum JSONValue: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Decimal)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Parses a JSON text; `nil` where it is not one.
    init?(parsing bytes: [UInt8]) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self = value
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// The member of an object; `nil` where it is missing or null, or this is no object.
    subscript(member: String) -> JSONValue? {
        guard case .object(let members) = self, let value = members[member], value != .null else {
            return nil
        }
        return value
    }

    /// The text of a text, or the digits of a number.
    var scalarText: String? {
        switch self {
        case .text(let text): text
        case .number(let number): number.description
        default: nil
        }
    }
}
