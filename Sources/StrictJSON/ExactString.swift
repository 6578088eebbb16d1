// SPDX-License-Identifier: Apache-2.0

/// A text that is compared, hashed and ordered by its bytes in UTF-8.
///
/// Swift compares two `String`s by canonical equivalence: a precomposed and a decomposed "é" are equal, and
/// so are "K" and the Kelvin sign. They are different texts for every signature and for JSON (RFC 8259,
/// section 8.3). Foreign text that becomes a key of a dictionary or an element of a set is wrapped in this
/// type first.
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

    /// Feeds the bytes.
    public func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        // Ends the text, so that what is hashed after it cannot continue it.
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
        // Each invalid sequence has become U+FFFD, which takes three bytes, so that the bytes differ. ASCII
        // is valid.
        guard bytes.allSatisfy({ $0 < 0x80 }) || utf8.elementsEqual(bytes) else { return nil }
    }
}
