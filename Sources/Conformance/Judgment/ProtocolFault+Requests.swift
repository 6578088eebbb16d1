// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// A trait of requests. It helps to say which requests an adapter cannot read. The raw value continues
/// "all of them …".
enum RequestTrait: String, CaseIterable {
    case longArray = "contain an array of two or more elements"
    case emptyArray = "contain an empty array"
    case nestedArray = "contain an array in an array"
    case array = "contain an array"
    case nonASCII = "contain a character beyond ASCII"
    case escape = "contain a character that JSON escapes"
    case emptyText = "contain an empty text"
    case object = "contain an object inside an object, such as a point"
    case number = "contain a JSON number"
    case boolean = "contain true or false"

    /// Whether a value, or a value inside it, has the trait.
    func isIn(_ value: JSON) -> Bool {
        let isHere =
            switch (self, value) {
            case (.longArray, .array(let elements)): elements.count >= 2
            case (.emptyArray, .array(let elements)): elements.isEmpty
            case (.nestedArray, .array(let elements)):
                elements.contains { if case .array = $0 { true } else { false } }
            case (.nonASCII, .text(let text)): text.utf8.contains { $0 >= 0x80 }
            case (.escape, .text(let text)): text.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
            case (.emptyText, .text(let text)): text.isEmpty
            case (.array, .array), (.object, .object), (.number, .integer), (.number, .number),
                (.boolean, .boolean):
                true
            default: false
            }
        guard !isHere else { return true }
        return switch value {
        case .array(let elements): elements.contains(where: isIn)
        case .object(let members): isIn(members)
        default: false
        }
    }

    private func isIn(_ members: JSON.Object) -> Bool { members.contains { isIn($0.value) } }

    /// The trait that all unread requests have and the fewest read requests have, in words. Returns `nil` if
    /// more than a tenth of the read requests have it.
    static func common(to unread: [JSON.Object], amongRead read: [JSON.Object]) -> String? {
        let shared = allCases.filter { trait in unread.allSatisfy(trait.isIn) }
        let best = shared.map { trait in (trait, read.count { trait.isIn($0) }) }.min { $0.1 < $1.1 }
        guard let best, best.1 * 10 <= read.count else { return nil }
        return "all of them \(best.0.rawValue)"
    }
}
