import ForeignText
import Foundation
import VectorSuite

/// A JSON Schema validator for the keywords that the schemas of the repository use. A keyword that it does not
/// know is an error, so that nothing in a schema goes unchecked.
struct JSONSchema {
    struct UnsupportedKeyword: Error, Equatable {
        let keyword: String
    }

    private let root: JSON
    private var expressions: [String: NSRegularExpression] = [:]

    init(_ root: JSON) {
        self.root = root
    }

    /// What in `value` violates the schema.
    mutating func violations(of value: JSON) throws -> [String] {
        try violations(of: value, root, at: "$")
    }

    /// Keywords without a bearing on validity.
    private static let annotations: Set = ["$schema", "$id", "$defs", "title", "description"]

    private mutating func violations(of value: JSON, _ schema: JSON, at path: String) throws -> [String] {
        guard case .object(let keywords) = schema else {
            throw UnsupportedKeyword(keyword: schema.description)
        }
        var found: [String] = []
        for (keyword, argument) in keywords where !Self.annotations.contains(keyword) {
            found += try violations(of: value, keyword, argument, beside: keywords, at: path)
        }
        return found
    }

    private mutating func violations(
        of value: JSON, _ keyword: String, _ argument: JSON, beside keywords: [String: JSON], at path: String
    ) throws -> [String] {
        func unless(_ condition: Bool) -> [String] {
            condition
                ? []
                : ["\(path): \(keyword) \(argument) is not met by \(String(value.description.prefix(80)))"]
        }
        switch (keyword, argument, value) {
        case ("$ref", .text(let reference), _):
            return try violations(of: value, target(of: reference), at: path)
        case ("const", _, _):
            return unless(value == argument)
        case ("enum", .array(let values), _):
            return unless(values.contains(value))
        case ("type", .text(let type), _):
            return unless(Self.isOfType(value, type))
        case ("oneOf", .array(let alternatives), _):
            var matching = 0
            for alternative in alternatives where try violations(of: value, alternative, at: path).isEmpty {
                matching += 1
            }
            return unless(matching == 1)

        case ("pattern", .text(let pattern), .text(let text)):
            let expression = try expressions[pattern] ?? NSRegularExpression(pattern: pattern)
            expressions[pattern] = expression
            return unless(
                expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil)
        case ("minimum", .integer(let minimum), .integer(let integer)):
            return unless(integer >= minimum)

        case ("items", _, .array(let elements)):
            var found: [String] = []
            for (index, element) in elements.enumerated() {
                found += try violations(of: element, argument, at: "\(path)[\(index)]")
            }
            return found
        case ("minItems", .integer(let minimum), .array(let elements)):
            return unless(elements.count >= minimum)
        case ("maxItems", .integer(let maximum), .array(let elements)):
            return unless(elements.count <= maximum)
        case ("uniqueItems", .boolean(let isUnique), .array(let elements)):
            return unless(
                !isUnique || elements.indices.allSatisfy { !elements[..<$0].contains(elements[$0]) })

        case ("required", .array(let names), .object(let members)):
            return unless(names.allSatisfy { members[$0.description] != nil })
        case ("properties", .object(let properties), .object(let members)):
            var found: [String] = []
            for (name, member) in members {
                guard let schema = properties[name] else { continue }
                found += try violations(of: member, schema, at: "\(path).\(name)")
            }
            return found
        case ("additionalProperties", _, .object(let members)):
            guard case .object(let properties)? = keywords["properties"] ?? .object([:]) else { return [] }
            var found: [String] = []
            for (name, member) in members where properties[name] == nil {
                if argument == .boolean(false) {
                    found.append("\(path): unknown member \(name)")
                } else {
                    found += try violations(of: member, argument, at: "\(path).\(name)")
                }
            }
            return found

        case ("pattern", .text, _), ("minimum", .integer, _), ("items", _, _), ("minItems", .integer, _),
            ("maxItems", .integer, _), ("uniqueItems", .boolean, _), ("required", .array, _),
            ("properties", .object, _), ("additionalProperties", _, _):
            return []  // These say nothing about values of other types.
        default:
            throw UnsupportedKeyword(keyword: keyword)
        }
    }

    private func target(of reference: String) throws -> JSON {
        guard reference.hasPrefix("#/") else { throw UnsupportedKeyword(keyword: "$ref \(reference)") }
        var target = root
        for step in reference.dropFirst(2).split(separator: "/") {
            guard case .object(let members) = target, let next = members[String(step)] else {
                throw UnsupportedKeyword(keyword: "$ref \(reference)")
            }
            target = next
        }
        return target
    }

    private static func isOfType(_ value: JSON, _ type: String) -> Bool {
        switch (type, value) {
        case ("object", .object), ("array", .array), ("string", .text), ("integer", .integer),
            ("boolean", .boolean), ("null", .null):
            true
        default: false
        }
    }
}
