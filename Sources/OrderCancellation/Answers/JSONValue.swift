import Foundation

/// A JSON value, as far as it is asked for. The exchange writes the same member now as a number and now as text,
/// which a fixed `Decodable` type would refuse.
enum JSONValue: Decodable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Decimal)
    case text(String)
    /// An array; nothing that is read here has elements to look at.
    case array
    case object([String: JSONValue])

    /// Parses a JSON text; `nil` where it is not one, not UTF-8, or not within ``JSONBounds``.
    ///
    /// Only what is asked for becomes values: the time to read a body is linear in its length, and what the other
    /// side adds to its answers, whatever it is, changes nothing.
    ///
    /// - Parameter members: the names of the members to read, in objects at any depth.
    init?(parsing bytes: [UInt8], members: Set<String>) {
        guard JSONBounds.areKept(by: bytes), String(bytes: bytes, encoding: .utf8) != nil else { return nil }
        let decoder = JSONDecoder()
        decoder.userInfo[JSONValue.members] = members
        guard let value = try? decoder.decode(JSONValue.self, from: Data(bytes)) else { return nil }
        self = value
    }

    private static let members = CodingUserInfoKey(rawValue: "members")!

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
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
        } else if (try? decoder.unkeyedContainer()) != nil {
            self = .array
        } else {
            let container = try decoder.container(keyedBy: Name.self)
            var object: [String: JSONValue] = [:]
            for member in decoder.userInfo[JSONValue.members] as? Set<String> ?? [] {
                let name = Name(stringValue: member)
                guard container.contains(name) else { continue }
                object[member] = try container.decode(JSONValue.self, forKey: name)
            }
            self = .object(object)
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
