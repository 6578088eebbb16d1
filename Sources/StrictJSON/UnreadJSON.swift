// SPDX-License-Identifier: Apache-2.0

/// A JSON value of which only the ends have been found. Its contents are read on request.
///
/// A log has members that are never read. What is wrong inside them — half a surrogate pair, bytes that are
/// not UTF-8, a member that occurs twice, `NaN` — does not matter then. What must be right is the structure:
/// strings end, brackets match, and commas and colons are where they belong.
public struct UnreadJSON: Sendable {
    /// The value as it is written, without white space around it.
    public let bytes: ArraySlice<UInt8>

    /// Finds the value that `text` consists of.
    ///
    /// - Throws: if there is not exactly one value with white space around it.
    public init(finding text: [UInt8]) throws(JSONError) {
        self = try UnreadJSON.scan(text[...]) { reader throws(JSONError) in
            let value = try reader.skippedValue()
            try reader.end()
            return UnreadJSON(bytes: text[value])
        }
    }

    private init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The value.
    ///
    /// - Throws: whatever is wrong with it; the offset counts from the beginning of the whole text.
    public func read() throws(JSONError) -> JSON {
        try UnreadJSON.scan(bytes) { reader throws(JSONError) in try reader.value() }
    }

    /// The elements of an array; `nil` if the value is not an array.
    public var elements: [UnreadJSON]? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        // The ends have been found, so that the structure is right.
        return try? UnreadJSON.scan(bytes) { reader throws(JSONError) in
            var elements: [UnreadJSON] = []
            try reader.elements { reader throws(JSONError) in
                elements.append(UnreadJSON(bytes: bytes[try reader.skippedValue()]))
            }
            return elements
        }
    }

    /// The members of an object; `nil` if the value is not an object.
    public var object: Object? {
        guard bytes.first == UInt8(ascii: "{") else { return nil }
        return try? UnreadJSON.scan(bytes) { reader throws(JSONError) in
            var members: [Object.Member] = []
            try reader.members { reader throws(JSONError) in
                let name = try reader.skippedText()
                try reader.colon()
                members.append(
                    Object.Member(name: name, value: UnreadJSON(bytes: bytes[try reader.skippedValue()])))
            }
            return Object(bytes: bytes, members: members)
        }
    }

    private static func scan<Result>(
        _ bytes: ArraySlice<UInt8>, _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var reader = JSONReader(buffer, offset: bytes.startIndex)
            return try body(&reader)
        }
    }

    /// The members of an object of which only the ends have been found.
    public struct Object: Sendable {
        fileprivate struct Member {
            /// Where the name is, with its quotation marks.
            let name: Range<Int>
            let value: UnreadJSON
        }

        fileprivate let bytes: ArraySlice<UInt8>
        fileprivate let members: [Member]

        /// The member; `nil` if no member has this name.
        ///
        /// - Throws: if there are two.
        public func member(_ name: String) throws(JSONError) -> UnreadJSON? {
            var found: UnreadJSON?
            for member in members where isName(member.name, name) {
                guard found == nil else {
                    throw JSONError(reason: .duplicateMember(name), offset: member.name.lowerBound)
                }
                found = member.value
            }
            return found
        }

        /// The members in their order. A member whose name cannot be read is left out.
        public var all: [(name: String, value: UnreadJSON)] {
            members.compactMap { member in text(of: member.name).map { ($0, member.value) } }
        }

        private func isName(_ range: Range<Int>, _ name: String) -> Bool {
            let written = bytes[range].dropFirst().dropLast()
            if written.elementsEqual(name.utf8) { return true }
            guard written.contains(UInt8(ascii: "\\")) else { return false }
            return text(of: range).map(ExactString.init) == ExactString(name)
        }

        private func text(of range: Range<Int>) -> String? {
            guard case .text(let text)? = try? UnreadJSON(bytes: bytes[range]).read() else { return nil }
            return text
        }
    }
}
