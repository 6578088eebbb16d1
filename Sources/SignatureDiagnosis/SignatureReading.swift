// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// A way to read the text of a signature: the specified one, or another that signers use. The numbers are not
/// yet checked.
struct SignatureReading {
    let mistakes: [Mistake]
    let rx, ry, s: Integer256

    private init?(_ mistake: Mistake?, _ numbers: [Integer256]) {
        guard numbers.count == 3 else { return nil }
        mistakes = mistake.map { [$0] } ?? []
        (rx, ry, s) = (numbers[0], numbers[1], numbers[2])
    }

    /// All ways to read `text`, the specified one first.
    static func readings(of text: String) -> [SignatureReading] {
        let texts = layouts(of: text)
        return texts + texts.filter(\.mistakes.isEmpty).flatMap(\.rearranged)
    }

    // MARK: Layout of the text

    private static func layouts(of text: String) -> [SignatureReading] {
        if text.hasPrefix("0x"), let specified = reading(nil, text.dropFirst(2), lengths: [64, 64, 64]) {
            return [specified]
        }
        let pieces = text.split { !($0.isHexDigit || $0 == "x" || $0 == "X") }.map(String.init)
        if pieces.count == 3 {
            let mistake = Mistake(
                "signatureSeparated", .signature, "ENC-5",
                "R.x, R.y and S are written apart. They are joined without separators, 64 digits each.")
            return [
                SignatureReading(mistake, pieces.compactMap(number(ofHexadecimal:))),
                SignatureReading(mistake, pieces.compactMap { try? Integer256(decimal: $0) }),
            ].compactMap(\.self)
        }
        guard pieces.count == 1, let piece = pieces.first else { return [] }
        let digits = piece.lowercased().hasPrefix("0x") ? piece.dropFirst(2) : piece[...]
        let unprefixed = Mistake(
            "signaturePrefix", .signature, "ENC-5",
            "The text does not begin with 0x, or has other characters around it.")
        if let reading = reading(unprefixed, digits, lengths: [64, 64, 64]) { return [reading] }
        let missing = 192 - digits.count
        guard (1...4).contains(missing) else { return [] }
        let unpadded = Mistake(
            "signatureNotPadded", .signature, "ENC-5",
            "Leading zeros were dropped. R.x, R.y and S are padded to 64 digits each.")
        return (0...missing).flatMap { a in
            (0...missing - a).compactMap { b in
                reading(unpadded, digits, lengths: [64 - a, 64 - b, 64 - (missing - a - b)])
            }
        }
    }

    /// Reads three numbers of these lengths, which must be the whole text.
    private static func reading(
        _ mistake: Mistake?, _ digits: Substring, lengths: [Int]
    ) -> SignatureReading? {
        guard digits.utf8.count == lengths.reduce(0, +) else { return nil }
        var rest = digits
        let numbers = lengths.compactMap { length in
            defer { rest = rest.dropFirst(length) }
            return number(ofHexadecimal: String(rest.prefix(length)))
        }
        return SignatureReading(mistake, numbers)
    }

    private static func number(ofHexadecimal text: String) -> Integer256? {
        let digits = text.lowercased().hasPrefix("0x") ? text.dropFirst(2) : text[...]
        guard (1...64).contains(digits.utf8.count) else { return nil }
        return try? Integer256(hex: "0x" + String(repeating: "0", count: 64 - digits.utf8.count) + digits)
    }

    // MARK: Order, byte order and range of the numbers

    private var rearranged: [SignatureReading] {
        func known(
            _ name: String, _ explanation: String, _ numbers: Integer256..., requirement: String = "ENC-5"
        ) -> SignatureReading? {
            guard numbers != [rx, ry, s] else { return nil }
            return SignatureReading(Mistake(name, .signature, requirement, explanation), numbers)
        }
        return [
            known("coordinatesOfRSwapped", "The coordinates of R are swapped: x comes first.", ry, rx, s),
            known("sFirst", "S comes before R. The order is R.x, R.y, S.", ry, s, rx),
            known(
                "signatureLittleEndian", "R.x, R.y and S are little-endian. They are big-endian.",
                rx.byteReversed, ry.byteReversed, s.byteReversed),
            known(
                "rLittleEndian", "The coordinates of R are little-endian. They are big-endian.",
                rx.byteReversed, ry.byteReversed, s),
            known("sLittleEndian", "S is little-endian. It is big-endian.", rx, ry, s.byteReversed),
            known(
                "rNotReduced", "A coordinate of R is p or more. It is written reduced mod p.",
                rx.reducedModP, ry.reducedModP, s, requirement: "EDDSA-SIG-1"),
        ].compactMap(\.self)
    }
}
