// SPDX-License-Identifier: Apache-2.0

/// Why the reader refuses a JSON text, and where.
public struct JSONError: Error, Equatable, Sendable {
    /// The kind of error.
    public enum Reason: Equatable, Sendable {
        /// The text ends before the value does.
        case unexpectedEnd
        /// A character that is not allowed at this place.
        case unexpectedCharacter(Unicode.Scalar)
        /// There is more after the value.
        case trailingText
        /// A comma comes before a closing bracket.
        case trailingComma
        /// The bytes are not UTF-8.
        case notUTF8
        /// A text has an escape that JSON does not have.
        case escapeInvalid
        /// A string has half a surrogate pair ([ENC-6]).
        case halfSurrogatePair
        /// A number is not written as JSON writes numbers.
        case numberInvalid
        /// An object has the member twice.
        case duplicateMember(String)
        /// The nesting has more than ``JSON/maximumDepth`` levels.
        case tooDeep
    }

    /// The kind of error.
    public let reason: Reason
    /// The position of the error in bytes, counted from 0.
    public let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONError: CustomStringConvertible {
    /// The error as one clause, with the offset.
    public var description: String {
        let what =
            switch reason {
            case .unexpectedEnd: "the text ends early"
            case .unexpectedCharacter(let scalar): "unexpected \(JSONError.shown(scalar))"
            case .trailingText: "there is more after the value"
            case .trailingComma: "a comma comes before a closing bracket"
            case .notUTF8: "the text is not UTF-8"
            case .escapeInvalid: "an escape is invalid"
            case .halfSurrogatePair: "a text has half a surrogate pair"
            case .numberInvalid: "a number is not written as JSON writes numbers"
            case .duplicateMember(let name): "the member \(VisibleText.quoted(name)) occurs twice"
            case .tooDeep: "there are more than \(JSON.maximumDepth) levels"
            }
        return "\(what) (byte \(offset))"
    }

    /// The character in quotation marks. A character that is not ASCII may look like an ASCII character, or
    /// be invisible. It is shown as its number and its Unicode name.
    private static func shown(_ scalar: Unicode.Scalar) -> String {
        guard !scalar.isASCII else { return VisibleText.quoted(String(scalar)) }
        let name = scalar == "\u{FEFF}" ? "BYTE ORDER MARK" : scalar.properties.name
        return "\"\(VisibleText.escaped(scalar))\"" + (name.map { ", \($0)" } ?? "")
    }
}
