// SPDX-License-Identifier: Apache-2.0

/// A text that is compared, hashed and ordered by its bytes in UTF-8.
///
/// Swift compares two `String`s by canonical equivalence: a precomposed and a decomposed "é" are equal, and
/// so are "K" and the Kelvin sign. Their signatures differ, and for JSON they are different texts (RFC 8259,
/// section 8.3). Wrap foreign text in this type before it becomes a key of a dictionary or an element of a
/// set.
public struct ExactString: Sendable {
    /// The text.
    public let text: String

    /// The text, to be compared by its bytes.
    public init(_ text: String) { self.text = text }
}

extension ExactString: Hashable, Comparable {
    /// Whether two texts are the same bytes.
    public static func == (a: ExactString, b: ExactString) -> Bool {
        a.text.utf8.count == b.text.utf8.count && a.text.utf8.elementsEqual(b.text.utf8)
    }

    /// Whether the bytes of `a` come first.
    public static func < (a: ExactString, b: ExactString) -> Bool {
        a.text.utf8.lexicographicallyPrecedes(b.text.utf8)
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // Mark the end with a byte that UTF-8 never has: the next text that is hashed cannot continue this
        // one.
        hasher.combine(0xFF as UInt8)
    }
}

extension ExactString: CustomStringConvertible {
    /// The text.
    public var description: String { text }
}

extension String {
    /// The text that these bytes encode in UTF-8; `nil` if they are not UTF-8. Nothing is replaced or
    /// dropped; a byte order mark is kept.
    ///
    /// (`String(validating:as:)` of the standard library needs macOS 15.)
    package init?(strictUTF8 bytes: some Collection<UInt8>) {
        self.init(decoding: bytes, as: UTF8.self)
        // Decoding replaces each invalid sequence with U+FFFD, a valid one, so that the bytes then differ.
        // Bytes that are all ASCII are valid and need no comparison.
        guard bytes.allSatisfy({ $0 < 0x80 }) || utf8.elementsEqual(bytes) else { return nil }
    }
}
