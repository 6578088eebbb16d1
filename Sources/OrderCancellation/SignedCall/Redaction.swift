// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField
import StrictJSON

/// Keeps an API key out of excerpts of a server's text, if the server sends the key back ([CLIENT-5]).
///
/// First, a mask replaces the key as it was sent. But the server may send the key in many other forms: with
/// escapes of JSON or HTML, percent-encoded once or several times, in another case, with line breaks inside.
/// So the text is then decoded, one layer of escaping after the other. Each layer is searched for the key,
/// ignoring case and punctuation. If the key is found, the whole text is replaced by the mask.
struct Redaction: Sendable {
    static let mask = "[redacted]"
    /// An error quotes at most this many characters of a body, a message or another text of the server.
    static let excerptLimit = 200

    private let key: [UInt8]
    /// The letters and digits of the key, of its Base64 form and of its hexadecimal form. They are searched
    /// for among the letters and digits of the decoded text.
    private let skeletons: [Data]
    /// The key in lower case, punctuation included. A key with few letters and digits has no useful skeleton.
    private let lowerCaseKey: Data
    /// How many bytes of a text are read. It is enough for a full excerpt, in whatever form and however often
    /// the text contains the key.
    private let reach: Int

    init(hiding key: String) {
        let bytes = Array(key.utf8)
        self.key = bytes
        let hexadecimal = Array(Hexadecimal.encode(bytes).utf8.dropFirst(2))
        skeletons = [bytes, Array(Data(bytes).base64EncodedString().utf8), hexadecimal]
            .map { Data(Redaction.skeleton($0)) }
            // A shorter skeleton would also occur in text that does not contain the key.
            .filter { $0.count >= 6 }
        lowerCaseKey = Data(bytes.map(Redaction.lowerCase))
        reach = 8_192 + 256 * bytes.count
    }

    /// An excerpt of `text` that does not contain the key.
    func excerpt(of text: String, limit: Int = excerptLimit) -> String {
        // Compare bytes: a combining mark after the key would hide it from a comparison of characters. Mask
        // the key before cutting the text, so that no part of a key that crosses the cut remains.
        let masked = Array(
            Array(text.utf8.prefix(reach)).split(separator: key, omittingEmptySubsequences: false)
                .joined(separator: Array(Redaction.mask.utf8)))
        return holdsKey(masked) ? Redaction.mask : VisibleText.excerpt(masked, limit: limit)
    }

    /// Whether the text contains the key in another form.
    private func holdsKey(_ text: [UInt8]) -> Bool {
        // The server may have put line breaks or zero bytes between any two characters. The key has none.
        var text = text.filter { $0 > 0x20 }
        // More than four layers of escaping do not occur by accident.
        for _ in 0..<4 {
            let skeleton = Data(Redaction.skeleton(text))
            if skeletons.contains(where: { skeleton.range(of: $0) != nil }) { return true }
            if Data(text.map(Redaction.lowerCase)).range(of: lowerCaseKey) != nil { return true }
            let decoded = Redaction.decoded(text).filter { $0 > 0x20 }
            guard decoded != text else { return false }
            text = decoded
        }
        return false
    }

    // MARK: Bytes

    private static func lowerCase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// The letters and digits, in lower case.
    private static func skeleton(_ text: [UInt8]) -> [UInt8] {
        text.map(lowerCase).filter {
            $0.isDecimalDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
    }

    /// The text after decoding one layer of percent-encoding, backslash escapes, and HTML character
    /// references.
    private static func decoded(_ text: [UInt8]) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            if let (character, length) = escaped(byte, rest) {
                decoded += character
                rest = rest.dropFirst(length)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }

    /// The character that an escape beginning with `first` represents, and how many bytes of `rest` belong to
    /// the escape; `nil` if no escape begins here.
    private static func escaped(_ first: UInt8, _ rest: ArraySlice<UInt8>) -> (
        character: [UInt8], length: Int
    )? {
        func character(_ digits: ArraySlice<UInt8>, radix: Int = 16, length: Int) -> ([UInt8], Int)? {
            UInt32(String(decoding: digits, as: UTF8.self), radix: radix).flatMap(Unicode.Scalar.init)
                .map { (Array(String($0).utf8), length) }
        }
        switch (first, rest.first) {
        case (UInt8(ascii: "%"), _):
            return character(rest.prefix(2), length: 2)
        case (UInt8(ascii: "\\"), UInt8(ascii: "u")), (UInt8(ascii: "\\"), UInt8(ascii: "U")):
            return character(rest.dropFirst().prefix(4), length: 5)
        case (UInt8(ascii: "\\"), UInt8(ascii: "x")), (UInt8(ascii: "\\"), UInt8(ascii: "X")):
            return character(rest.dropFirst().prefix(2), length: 3)
        case (UInt8(ascii: "\\"), let escaped?):
            // The character after the backslash begins another escape: drop the backslash alone.
            if "&%".utf8.contains(escaped) { return ([], 0) }
            return ("bfnrt".utf8.contains(escaped) ? [] : [escaped], 1)
        case (UInt8(ascii: "&"), _):
            guard let end = rest.prefix(12).firstIndex(of: UInt8(ascii: ";")) else { return nil }
            let name = rest[..<end]
            let length = name.count + 1
            if name.starts(with: "#x".utf8) || name.starts(with: "#X".utf8) {
                return character(name.dropFirst(2), length: length)
            }
            if name.first == UInt8(ascii: "#") {
                return character(name.dropFirst(), radix: 10, length: length)
            }
            guard skeleton(Array(name)).count == name.count else { return nil }
            // All other named references represent neither letters nor digits, which skeletons ignore.
            return (name.elementsEqual("amp".utf8) ? [UInt8(ascii: "&")] : [], length)
        default:
            return nil
        }
    }
}
