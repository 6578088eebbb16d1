// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import PrimeField

/// The three numbers of a signature, not yet checked.
struct SignatureNumbers: Hashable {
    var rx, ry, s: Integer256
}

/// A way to read the text of a signature: the specified one, or another that signers use.
struct SignatureReading {
    let mistakes: [Mistake]
    let numbers: SignatureNumbers

    /// All ways to read `text`, the specified one first.
    static func readings(of text: String) -> [SignatureReading] {
        let texts = layouts(of: text)
        return texts + texts.filter(\.mistakes.isEmpty).flatMap(\.rearranged)
    }

    // MARK: Layout of the text

    private static func layouts(of text: String) -> [SignatureReading] {
        if let numbers = numbers(ofDigits: text, lengths: [64, 64, 64], prefix: "0x") {
            return [SignatureReading(mistakes: [], numbers: numbers)]
        }
        let pieces = text.split { !($0.isHexDigit || $0 == "x" || $0 == "X") }.map(String.init)
        if pieces.count == 3 {
            let mistake = Mistake(
                "signatureSeparated", .signature, "ENC-5",
                "R.x, R.y and S are written apart. They are joined without separators, 64 digits each.")
            return [number(ofHexadecimal:), number(ofDecimal:)].compactMap { number in
                guard let rx = number(pieces[0]), let ry = number(pieces[1]), let s = number(pieces[2]) else {
                    return nil
                }
                return SignatureReading(
                    mistakes: [mistake], numbers: SignatureNumbers(rx: rx, ry: ry, s: s))
            }
        }
        guard pieces.count == 1, let piece = pieces.first else { return [] }
        let digits = piece.lowercased().hasPrefix("0x") ? String(piece.dropFirst(2)) : piece
        if digits.count == 192, let numbers = numbers(ofDigits: digits, lengths: [64, 64, 64]) {
            let mistake = Mistake(
                "signaturePrefix", .signature, "ENC-5",
                "The text does not begin with 0x, or has other characters around it.")
            return [SignatureReading(mistakes: [mistake], numbers: numbers)]
        }
        let missing = 192 - digits.count
        guard (1...4).contains(missing) else { return [] }
        let mistake = Mistake(
            "signatureNotPadded", .signature, "ENC-5",
            "Leading zeros were dropped. R.x, R.y and S are padded to 64 digits each.")
        return (0...missing).flatMap { a in
            (0...missing - a).compactMap { b in
                numbers(ofDigits: digits, lengths: [64 - a, 64 - b, 64 - (missing - a - b)])
                    .map { SignatureReading(mistakes: [mistake], numbers: $0) }
            }
        }
    }

    private static func numbers(
        ofDigits text: String, lengths: [Int], prefix: String = ""
    ) -> SignatureNumbers? {
        guard text.hasPrefix(prefix), text.utf8.count == prefix.utf8.count + lengths.reduce(0, +) else {
            return nil
        }
        var rest = text.dropFirst(prefix.count)
        let numbers = lengths.compactMap { length in
            defer { rest = rest.dropFirst(length) }
            return number(ofHexadecimal: String(rest.prefix(length)))
        }
        guard numbers.count == 3 else { return nil }
        return SignatureNumbers(rx: numbers[0], ry: numbers[1], s: numbers[2])
    }

    private static func number(ofHexadecimal text: String) -> Integer256? {
        let digits = text.lowercased().hasPrefix("0x") ? text.dropFirst(2) : text[...]
        guard (1...64).contains(digits.utf8.count) else { return nil }
        return try? Integer256(hex: "0x" + String(repeating: "0", count: 64 - digits.utf8.count) + digits)
    }

    private static func number(ofDecimal text: String) -> Integer256? {
        try? Integer256(decimal: text)
    }

    // MARK: Order, byte order and range of the numbers

    private var rearranged: [SignatureReading] {
        let (rx, ry, s) = (numbers.rx, numbers.ry, numbers.s)
        func known(_ name: String, _ requirement: String, _ explanation: String, _ numbers: SignatureNumbers)
            -> SignatureReading
        {
            SignatureReading(
                mistakes: [Mistake(name, .signature, requirement, explanation)], numbers: numbers)
        }
        return [
            known(
                "coordinatesOfRSwapped", "ENC-5", "The coordinates of R are swapped: x comes first.",
                SignatureNumbers(rx: ry, ry: rx, s: s)),
            known(
                "sFirst", "ENC-5", "S comes before R. The order is R.x, R.y, S.",
                SignatureNumbers(rx: ry, ry: s, s: rx)),
            known(
                "signatureLittleEndian", "ENC-5", "R.x, R.y and S are little-endian. They are big-endian.",
                SignatureNumbers(rx: rx.byteReversed, ry: ry.byteReversed, s: s.byteReversed)),
            known(
                "rLittleEndian", "ENC-5", "The coordinates of R are little-endian. They are big-endian.",
                SignatureNumbers(rx: rx.byteReversed, ry: ry.byteReversed, s: s)),
            known(
                "sLittleEndian", "ENC-5", "S is little-endian. It is big-endian.",
                SignatureNumbers(rx: rx, ry: ry, s: s.byteReversed)),
            known(
                "rNotReduced", "EDDSA-SIG-1", "A coordinate of R is p or more. It is written reduced mod p.",
                SignatureNumbers(rx: rx.reducedModP, ry: ry.reducedModP, s: s)),
        ].filter { $0.numbers != numbers }
    }
}

extension Integer256 {
    /// The integer mod p.
    fileprivate var reducedModP: Integer256 {
        // Cannot fail: any 32 bytes encode an integer.
        try! FieldElement(reducingBigEndianBytes: bigEndianBytes).integer
    }
}
