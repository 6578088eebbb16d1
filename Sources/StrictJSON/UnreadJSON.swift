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
        var reader = JSONReader(text[...])
        self = try reader.skippedValue()
        try reader.end()
    }

    init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The value.
    ///
    /// - Throws: if the value is not valid JSON. The offset counts from the beginning of the whole text.
    public func read() throws(JSONError) -> JSON {
        var reader = JSONReader(bytes)
        return try reader.value()
    }

    /// The elements of an array; `nil` if the value is not an array.
    public var elements: [UnreadJSON]? {
        guard bytes.first == UInt8(ascii: "[") else { return nil }
        var reader = JSONReader(bytes)
        var elements: [UnreadJSON] = []
        // The ends have been found, so that the structure is right.
        try? reader.elements { reader throws(JSONError) in elements.append(try reader.skippedValue()) }
        return elements
    }

    /// The members of an object; `nil` if the value is not an object.
    public var object: Object? {
        guard bytes.first == UInt8(ascii: "{") else { return nil }
        var reader = JSONReader(bytes)
        return try? Object(&reader)
    }

    /// The members of an object of which only the ends have been found.
    public struct Object: Sendable {
        /// The names as they are written, with their quotation marks, and the values.
        private var members: [(name: UnreadJSON, value: UnreadJSON)] = []

        /// Finds the members of the object that `text` consists of, in one pass; `nil` if it is another
        /// value.
        ///
        /// - Throws: as ``UnreadJSON/init(finding:)``.
        public init?(finding text: [UInt8]) throws(JSONError) {
            var reader = JSONReader(text[...])
            guard reader.isAtObject else {
                _ = try UnreadJSON(finding: text)
                return nil
            }
            try self.init(&reader)
            try reader.end()
        }

        /// The object that begins at the position of `reader`.
        fileprivate init(_ reader: inout JSONReader) throws(JSONError) {
            var members: [(name: UnreadJSON, value: UnreadJSON)] = []
            try reader.members { reader throws(JSONError) in
                let name = try reader.skippedText()
                try reader.colon()
                members.append((name, try reader.skippedValue()))
            }
            self.members = members
        }

        /// The member; `nil` if no member has this name.
        ///
        /// - Throws: if there are two.
        public func member(_ name: String) throws(JSONError) -> UnreadJSON? {
            var found: UnreadJSON?
            for member in members where isName(name, member.name) {
                guard found == nil else {
                    throw JSONError(reason: .duplicateMember(name), offset: member.name.bytes.startIndex)
                }
                found = member.value
            }
            return found
        }

        /// The members in their order. A member whose name cannot be read is left out.
        public var all: [(name: String, value: UnreadJSON)] {
            members.compactMap { member in text(of: member.name).map { ($0, member.value) } }
        }

        private func isName(_ name: String, _ written: UnreadJSON) -> Bool {
            let bytes = written.bytes.dropFirst().dropLast()
            return bytes.contains(UInt8(ascii: "\\"))
                ? text(of: written).map(ExactString.init) == ExactString(name)
                : bytes.elementsEqual(name.utf8)
        }

        private func text(of name: UnreadJSON) -> String? {
            guard case .text(let text)? = try? name.read() else { return nil }
            return text
        }
    }
}
