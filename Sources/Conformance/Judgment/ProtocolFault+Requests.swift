// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// A trait of requests. It helps to say which requests an adapter cannot read.
enum RequestTrait: CaseIterable {
    case longArray
    case emptyArray
    case nestedArray
    case array
    case nonASCII
    case escape
    case emptyText
    case object
    case number
    case boolean

    /// The words that continue "all of them …".
    var words: String {
        switch self {
        case .longArray: "contain an array of two or more elements"
        case .emptyArray: "contain an empty array"
        case .nestedArray: "contain an array in an array"
        case .array: "contain an array"
        case .nonASCII: "contain a character beyond ASCII"
        case .escape: "contain a character that JSON escapes"
        case .emptyText: "contain an empty text"
        case .object: "contain an object inside an object, such as a point"
        case .number: "contain a JSON number"
        case .boolean: "contain true or false"
        }
    }

    /// Whether a value, or a value inside it, has the trait.
    func isIn(_ value: JSON) -> Bool {
        let isHere =
            switch (self, value) {
            case (.longArray, .array(let elements)): elements.count >= 2
            case (.emptyArray, .array(let elements)): elements.isEmpty
            case (.nestedArray, .array(let elements)):
                elements.contains { if case .array = $0 { true } else { false } }
            case (.array, .array): true
            case (.nonASCII, .text(let text)): text.utf8.contains { $0 >= 0x80 }
            case (.escape, .text(let text)): text.utf8.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }
            case (.emptyText, .text(let text)): text.isEmpty
            case (.object, .object), (.number, .integer), (.number, .number), (.boolean, .boolean): true
            default: false
            }
        guard !isHere else { return true }
        return switch value {
        case .array(let elements): elements.contains(where: isIn)
        case .object(let members): members.contains { isIn($0.value) }
        default: false
        }
    }

    /// The trait that all unread requests have and the fewest read requests have. Returns `nil` if more than
    /// a tenth of the read requests have it.
    static func common(to unread: [JSON.Object], amongRead read: [JSON.Object]) -> String? {
        func count(_ trait: RequestTrait, _ requests: [JSON.Object]) -> Int {
            requests.count { $0.contains { trait.isIn($0.value) } }
        }
        let shared = allCases.filter { count($0, unread) == unread.count }
        let best = shared.map { ($0, count($0, read)) }.min { $0.1 < $1.1 }
        guard let best, best.1 * 10 <= read.count else { return nil }
        return "all of them \(best.0.words)"
    }
}
