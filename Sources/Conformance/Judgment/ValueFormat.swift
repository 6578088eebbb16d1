// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Wrong formats of a right value.
enum ValueFormat: String, CaseIterable, Encodable, Sendable {
    case upperCase = "with hexadecimal digits in upper case"
    case unpadded = "without leading zeros"
    case withoutPrefix = "without \"0x\""
    case decimal = "in decimal"
    case number = "JSON numbers instead of texts"

    /// The format that turns the expected value into the actual value.
    init?(of actual: JSON, expected: JSON) {
        guard let format = Self.allCases.first(where: { $0.applied(to: expected) == actual }),
            actual != expected
        else { return nil }
        self = format
    }

    /// The value, with every integer in it in this format. A signature has no decimal form.
    private func applied(to value: JSON) -> JSON {
        switch value {
        case .text(let text):
            guard text.wholeMatch(of: /0x[0-9a-f]{64,192}/) != nil else { return value }
            let digits = text.dropFirst(2)
            let significant = digits.drop { $0 == "0" }
            let decimal = (try? Integer256(hex: text))?.decimal
            return switch self {
            case .upperCase: .text("0x" + digits.uppercased())
            case .unpadded: .text("0x" + (significant.isEmpty ? "0" : significant))
            case .withoutPrefix: .text(String(digits))
            case .decimal: decimal.map(JSON.text) ?? value
            case .number:
                decimal.map { decimal in Int(decimal).map(JSON.integer) ?? .number(decimal) } ?? value
            }
        case .array(let elements): return .array(elements.map(applied))
        case .object(let members): return .object(JSON.Object(members.map { ($0, applied(to: $1)) }))
        default: return value
        }
    }

    /// The value that `actual` stands for, if it may have upper-case digits, and lack leading zeros or "0x".
    static func read(_ actual: JSON, like expected: JSON) -> JSON {
        switch (actual, expected) {
        case (.text(let text), .text(let expected)):
            let digits = text.hasPrefix("0x") ? text.dropFirst(2) : text[...]
            guard expected.wholeMatch(of: /0x[0-9a-f]{64,192}/) != nil,
                digits.wholeMatch(of: /[0-9A-Fa-f]+/) != nil, digits.utf8.count <= expected.utf8.count - 2
            else { return actual }
            let zeros = String(repeating: "0", count: expected.utf8.count - 2 - digits.utf8.count)
            return .text("0x" + zeros + digits.lowercased())
        case (.object(let members), .object(let expected)):
            return .object(
                JSON.Object(members.map { ($0.name, read($0.value, like: expected[$0.name] ?? .null)) }))
        default: return actual
        }
    }
}
