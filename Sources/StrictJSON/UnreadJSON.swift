// SPDX-License-Identifier: Apache-2.0

/// A JSON value whose beginning and end are known. Its contents are read on request.
///
/// A log has members that the audit never reads. An error inside such members does not matter: half a
/// surrogate pair, bytes that are not UTF-8, a member that occurs twice, `NaN`. Only the structure must be
/// right: strings end, brackets match, and commas and colons are in their places.
public struct UnreadJSON: Hashable, Sendable {
    /// The value as it is written, without white space around it.
    public let bytes: ArraySlice<UInt8>

    /// Finds the value that `text` consists of.
    ///
    /// - Throws: if there is not exactly one value with white space around it.
    public init(finding text: [UInt8]) throws(JSONError) {
        self = try JSONReader.read(text[...]) { reader throws(JSONError) in
            let value = try reader.skippedValue()
            try reader.end()
            return UnreadJSON(bytes: text[value])
        }
    }

    private init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The value.
    ///
    /// - Throws: if the value is not valid JSON. The offset counts from the beginning of the whole text.
    public func read() throws(JSONError) -> JSON {
        try JSONReader.read(bytes) { reader throws(JSONError) in try reader.value() }
    }

    /// The elements of an array; `nil` if the value is not an array.
    public var elements: [UnreadJSON]? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        // The ends have been found, so that the structure is right.
        return try? JSONReader.read(bytes) { reader throws(JSONError) in
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
        return try? JSONReader.read(bytes) { reader throws(JSONError) in
            try Object(bytes, &reader)
        }
    }

    /// The members of an object of which only the ends have been found.
    public struct Object: Sendable {
        /// The range of the name, with its quotation marks; whether it is written with a backslash; the
        /// value.
        private typealias Member = (name: Range<Int>, isEscaped: Bool, value: UnreadJSON)

        private let bytes: ArraySlice<UInt8>
        private let members: [Member]

        /// Finds the members of the object that `text` consists of, in one pass; `nil` if it is another
        /// value.
        ///
        /// - Throws: as ``UnreadJSON/init(finding:)``.
        public init?(finding text: [UInt8]) throws(JSONError) {
            let object = try JSONReader.read(text[...]) { reader throws(JSONError) in
                let object = reader.isAtObject ? try Object(text[...], &reader) : nil
                if object == nil { _ = try reader.skippedValue() }
                try reader.end()
                return object
            }
            guard let object else { return nil }
            self = object
        }

        /// The object in `bytes` that begins at the position of `reader`.
        fileprivate init(_ bytes: ArraySlice<UInt8>, _ reader: inout JSONReader) throws(JSONError) {
            self.bytes = bytes
            var members: [Member] = []
            try reader.members { reader throws(JSONError) in
                let name = try reader.skippedText()
                try reader.colon()
                let isEscaped = bytes[name].contains(UInt8(ascii: "\\"))
                let value = UnreadJSON(bytes: bytes[try reader.skippedValue()])
                members.append((name, isEscaped, value))
            }
            self.members = members
        }

        /// The member; `nil` if no member has this name.
        ///
        /// - Throws: if there are two.
        public func member(_ name: String) throws(JSONError) -> UnreadJSON? {
            var found: UnreadJSON?
            for member in members where isName(name, of: member) {
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

        private func isName(_ name: String, of member: Member) -> Bool {
            if member.isEscaped { return text(of: member.name).map(ExactString.init) == ExactString(name) }
            let written = member.name.lowerBound + 1..<member.name.upperBound - 1
            return written.count == name.utf8.count && bytes[written].elementsEqual(name.utf8)
        }

        private func text(of range: Range<Int>) -> String? {
            guard case .text(let text)? = try? UnreadJSON(bytes: bytes[range]).read() else { return nil }
            return text
        }
    }
}
