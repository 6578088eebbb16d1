// SPDX-License-Identifier: Apache-2.0
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

    /// The value, with every integer in it in this format.
    private func applied(to value: JSON) -> JSON {
        switch value {
        case .text(let text):
            guard text.wholeMatch(of: /0x[0-9a-f]{64,192}/) != nil else { return value }
            let digits = text.dropFirst(2)
            let significant = digits.drop { $0 == "0" }
            switch self {
            case .upperCase: return .text("0x" + digits.uppercased())
            case .unpadded: return .text("0x" + (significant.isEmpty ? "0" : significant))
            case .withoutPrefix: return .text(String(digits))
            case .decimal: return .text(ValueFormat.decimal(digits))
            case .number:
                let decimal = ValueFormat.decimal(digits)
                return Int(decimal).map(JSON.integer) ?? .number(decimal)
            }
        case .array(let elements): return .array(elements.map(applied))
        case .object(let members): return .object(members.mapValues(applied))
        default: return value
        }
    }

    /// The decimal digits of a hexadecimal number. Each hexadecimal digit d turns the number n so far into
    /// 16·n + d. The loop over the decimal digits of n carries what exceeds 9.
    private static func decimal(_ digits: some StringProtocol) -> String {
        var decimal: [UInt8] = [0]  // Least significant digit first.
        for digit in digits {
            var carry = digit.hexDigitValue ?? 0
            for i in decimal.indices {
                carry += Int(decimal[i]) * 16
                decimal[i] = UInt8(carry % 10)
                carry /= 10
            }
            while carry > 0 {
                decimal.append(UInt8(carry % 10))
                carry /= 10
            }
        }
        return String(decimal.reversed().map { Character(String($0)) })
    }
}
