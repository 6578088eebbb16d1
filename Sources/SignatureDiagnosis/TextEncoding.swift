// SPDX-License-Identifier: Apache-2.0

/// Encodings that signers use instead of RFC 3986's percent-encoding.
enum TextEncoding: CaseIterable {
    /// The specified encoding: every byte except A–Z a–z 0–9 - . _ ~ is encoded, with upper-case digits.
    case percent
    case none
    case lowerCaseDigits
    case encodeURIComponent
    case encodeURI
    case slashKept
    case spaceAsPlus
    case form
    case alphanumericOnly
    case latin1
    case cesu8
    case escape

    /// The encoding as users know it, as the end of a sentence "… was encoded …".
    var title: String {
        switch self {
        case .percent: "by RFC 3986"
        case .none: "not at all"
        case .lowerCaseDigits: "with lower-case hexadecimal digits"
        case .encodeURIComponent: "by JavaScript's encodeURIComponent, which leaves ! * ' ( ) as they are"
        case .encodeURI: "by JavaScript's encodeURI, which leaves most reserved characters as they are"
        case .slashKept: "by Python's quote with its default safe='/', which leaves / as it is"
        case .spaceAsPlus: "with + for a space, as Python's quote_plus and Go's QueryEscape do"
        case .form: "as an HTML form, with + for a space, * as it is and ~ encoded"
        case .alphanumericOnly: "down to letters and digits, so that - . _ ~ are encoded as well"
        case .latin1: "over the bytes of Latin-1 instead of UTF-8"
        case .cesu8: "over CESU-8, three bytes for each half of a surrogate pair, instead of UTF-8"
        case .escape: "by JavaScript's escape, which writes %uXXXX and leaves @ * _ + - . / as they are"
        }
    }

    /// A short name for programs.
    var name: String { "\(self)" }

    func encode(_ text: String) -> String {
        switch self {
        case .none: return text
        case .escape: return text.utf16.map(escaped).joined()
        case .percent, .lowerCaseDigits, .encodeURIComponent, .encodeURI, .slashKept, .spaceAsPlus, .form,
            .alphanumericOnly, .latin1, .cesu8:
            break
        }
        let digits = Array((self == .lowerCaseDigits ? "0123456789abcdef" : "0123456789ABCDEF").utf8)
        var encoded: [UInt8] = []
        for byte in bytes(of: text) {
            if isKept(byte) {
                encoded.append(byte)
            } else if byte == UInt8(ascii: " "), self == .form || self == .spaceAsPlus {
                encoded.append(UInt8(ascii: "+"))
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The bytes of a text, before they are percent-encoded.
    private func bytes(of text: String) -> [UInt8] {
        switch self {
        case .latin1: text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
        case .cesu8:
            text.utf16.flatMap { unit -> [UInt8] in
                let low = 0x80 | UInt8(unit & 0x3F)
                if unit < 0x80 { return [UInt8(unit)] }
                if unit < 0x800 { return [0xC0 | UInt8(unit >> 6), low] }
                return [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3F), low]
            }
        case .percent, .none, .lowerCaseDigits, .encodeURIComponent, .encodeURI, .slashKept, .spaceAsPlus,
            .form, .alphanumericOnly, .escape:
            Array(text.utf8)
        }
    }

    /// A code unit of UTF-16 as JavaScript's escape writes it: itself, %XX or %uXXXX.
    private func escaped(_ unit: UInt16) -> String {
        if let byte = UInt8(exactly: unit), isKept(byte) { return String(Unicode.Scalar(byte)) }
        let digits = String(unit, radix: 16, uppercase: true)
        let width = unit < 256 ? 2 : 4
        return (unit < 256 ? "%" : "%u") + String(repeating: "0", count: width - digits.count) + digits
    }

    private func isKept(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: kept.utf8.contains(byte)
        }
    }

    /// The characters that are not encoded, in addition to letters and digits.
    private var kept: String {
        switch self {
        case .percent, .none, .lowerCaseDigits, .spaceAsPlus, .latin1, .cesu8: "-._~"
        case .encodeURIComponent: "-_.!~*'()"
        case .encodeURI: "-_.!~*'();/?:@&=+$,#"
        case .slashKept: "-._~/"
        case .form: "*-._"
        case .alphanumericOnly: ""
        case .escape: "@*_+-./"
        }
    }
}
