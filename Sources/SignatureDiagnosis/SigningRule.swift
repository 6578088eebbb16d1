// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import PrimeField
import RequestCanonicalization

/// How a request becomes a message: the rule of SPEC.md, section 9, with a parameter for each known deviation
/// of signers. The default values give the specified rule.
struct SigningRule {
    /// The method to sign; `nil` for that of the request.
    var method: String?
    var url: @Sendable (RequestURL) -> String = { $0.text }
    /// The parameters to sign, in order; `nil` for the specified order.
    var parameters: [Parameter]?
    /// Whether a "+" in a key or value is read as a space.
    var readsPlusAsSpace = false
    var body: @Sendable (String) -> String = { $0 }
    /// The encoding of each key and value.
    var innerEncoding = TextEncoding.percent
    /// The encoding of the parameter string as a whole.
    var outerEncoding = TextEncoding.percent
    var urlEncoding = TextEncoding.percent
    /// The text between the three parts.
    var separator = "&"
    /// A change of the finished text.
    var finish: @Sendable (String) -> String = { $0 }
    /// A change of the 32 bytes of the SHA-256, which are then read as a big-endian integer mod p.
    var digest: @Sendable ([UInt8]) -> [UInt8] = { $0 }

    /// The message that this rule makes of a request.
    func message(of request: SignableRequest) -> Message {
        let hash = Array(SHA256.hash(data: Array(signatureBase(of: request).utf8)))
        // Cannot fail: every change of the digest gives 32 bytes.
        return Message(try! FieldElement(reducingBigEndianBytes: digest(hash)))
    }

    func signatureBase(of request: SignableRequest) -> String {
        let parameters = parameters ?? request.parameters.sorted(by: Parameter.precedes)
        func encoded(_ text: String) -> String {
            innerEncoding.encode(readsPlusAsSpace ? text.replacing("+", with: " ") : text)
        }
        let parameterString =
            request.bodyText.map(body)
            ?? parameters.map { encoded($0.key) + "=" + encoded($0.value) }.joined(separator: "&")
        let parts = [
            method ?? request.method.rawValue, urlEncoding.encode(url(request.url)),
            outerEncoding.encode(parameterString),
        ]
        return finish(parts.joined(separator: separator))
    }
}

/// The percent-encoding of RFC 3986, or an encoding that signers use instead.
struct TextEncoding: Sendable {
    /// A short name for programs.
    let name: String
    /// The encoding as users know it, as the end of a sentence "… was encoded …".
    let title: String
    let encode: @Sendable (String) -> String
}

extension TextEncoding {
    /// - Parameters:
    ///   - kept: the characters that are not encoded, in addition to letters and digits.
    ///   - units: the units that are encoded one by one: bytes, or code units of UTF-16.
    private init(
        _ name: String, _ title: String, kept: String = "-._~", space: String = "%20",
        digits: String = "0123456789ABCDEF",
        units: @escaping @Sendable (String) -> [UInt16] = { $0.utf8.map(UInt16.init) }
    ) {
        let lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        let plain = Set((kept + lettersAndDigits).utf8)
        let digits = Array(digits.utf8)
        let codes = (0...UInt8.max).map { byte in
            if plain.contains(byte) { return [byte] }
            if byte == UInt8(ascii: " ") { return Array(space.utf8) }
            return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        self.init(name: name, title: title) { text in
            let encoded = units(text).flatMap { unit in
                unit < 256
                    ? codes[Int(unit)]
                    : Array("%u\(unit < 0x1000 ? "0" : "")\(String(unit, radix: 16, uppercase: true))".utf8)
            }
            return String(decoding: encoded, as: UTF8.self)
        }
    }

    // MARK: Units

    private static let latin1: @Sendable (String) -> [UInt16] = { text in
        text.unicodeScalars.map { UInt16(UInt8(exactly: $0.value) ?? UInt8(ascii: "?")) }
    }

    private static let cesu8: @Sendable (String) -> [UInt16] = { text in
        text.utf16.flatMap { unit -> [UInt16] in
            let low = 0x80 | unit & 0x3F
            if unit < 0x80 { return [unit] }
            if unit < 0x800 { return [0xC0 | unit >> 6, low] }
            return [0xE0 | unit >> 12, 0x80 | unit >> 6 & 0x3F, low]
        }
    }

    // MARK: Encodings

    /// The specified encoding: every byte except A–Z a–z 0–9 - . _ ~ is encoded, with upper-case digits.
    static let percent = TextEncoding(name: "percent", title: "by RFC 3986", encode: PercentEncoding.encode)
    static let none = TextEncoding(name: "none", title: "not at all", encode: { $0 })
    static let encodeURIComponent = TextEncoding(
        "encodeURIComponent", "by JavaScript's encodeURIComponent, which leaves ! * ' ( ) as they are",
        kept: "-_.!~*'()")

    /// All encodings, the specified one first.
    static let all = [
        percent, none,
        TextEncoding("lowerCaseDigits", "with lower-case hexadecimal digits", digits: "0123456789abcdef"),
        encodeURIComponent,
        TextEncoding(
            "encodeURI", "by JavaScript's encodeURI, which leaves most reserved characters as they are",
            kept: "-_.!~*'();/?:@&=+$,#"),
        TextEncoding(
            "slashKept", "by Python's quote with its default safe='/', which leaves / as it is",
            kept: "-._~/"),
        TextEncoding(
            "spaceAsPlus", "with + for a space, as Python's quote_plus and Go's QueryEscape do", space: "+"),
        TextEncoding(
            "form", "as an HTML form, with + for a space, * as it is and ~ encoded", kept: "*-._", space: "+"),
        TextEncoding(
            "alphanumericOnly", "down to letters and digits, so that - . _ ~ are encoded as well", kept: ""),
        TextEncoding("latin1", "over the bytes of Latin-1 instead of UTF-8", units: latin1),
        TextEncoding(
            "cesu8", "over CESU-8, three bytes for each half of a surrogate pair, instead of UTF-8",
            units: cesu8),
        TextEncoding(
            "escape", "by JavaScript's escape, which writes %uXXXX and leaves @ * _ + - . / as they are",
            kept: "@*_+-./", units: { Array($0.utf16) }),
    ]
}
