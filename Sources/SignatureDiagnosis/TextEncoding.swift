// SPDX-License-Identifier: Apache-2.0

/// Encodings that signers use instead of RFC 3986's percent-encoding.
enum TextEncoding: CaseIterable {
    /// The specified one: all but A–Z a–z 0–9 - . _ ~, upper-case digits.
    case percent
    case none
    case lowerCaseDigits
    case encodeURIComponent
    case encodeURI
    case slashKept
    case spaceAsPlus
    case form
    case alphanumericOnly

    /// How users know it.
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
        }
    }

    /// A short name for programs.
    var name: String { "\(self)" }

    func encode(_ text: String) -> String {
        if self == .none { return text }
        let digits = Array((self == .lowerCaseDigits ? "0123456789abcdef" : "0123456789ABCDEF").utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
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

    private func isKept(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: kept.utf8.contains(byte)
        }
    }

    /// The characters, in addition to letters and digits, that stay.
    private var kept: String {
        switch self {
        case .percent, .none, .lowerCaseDigits, .spaceAsPlus: "-._~"
        case .encodeURIComponent: "-_.!~*'()"
        case .encodeURI: "-_.!~*'();/?:@&=+$,#"
        case .slashKept: "-._~/"
        case .form: "*-._"
        case .alphanumericOnly: ""
        }
    }
}
