// SPDX-License-Identifier: Apache-2.0

/// Texts that are not "0x" followed by exactly the required number of hexadecimal digits.
package enum MalformedHex {
    /// Malformed variants of a text of `digitCount` digits, by a name that says what is wrong.
    package static func texts(digitCount n: Int) -> [String: String] {
        let good = String(repeating: "0123456789abcdef", count: n / 16)
        precondition(good.count == n)
        var texts: [String: String] = [
            "empty": "",
            "prefix alone": "0x",
            "no prefix": good,
            "no prefix, length of a good text": "00\(good)",
            "upper-case prefix": "0X\(good)",
            "prefix twice": "0x0x\(good.dropFirst(2))",
            "prefix x0": "x0\(good)",
            "one digit less": "0x\(good.dropLast())",
            "one digit more": "0x0\(good)",
            "one byte less": "0x\(good.dropLast(2))",
            "one byte more": "0x00\(good)",
            "space before": " 0x\(good)",
            "space after": "0x\(good) ",
            "space before, digit missing": " 0x\(good.dropLast())",
            "space for the last digit": "0x\(good.dropLast()) ",
            "newline after": "0x\(good)\n",
            "NUL after": "0x\(good)\0",
            "NUL for the last digit": "0x\(good.dropLast())\0",
            "minus sign": "-0x\(good.dropFirst())",
            "minus sign for a digit": "0x-\(good.dropFirst())",
            "plus sign for a digit": "0x+\(good.dropFirst())",
            "underscore": "0x0_\(good.dropFirst(2))",
            // Unicode calls these digits, but they are not ASCII. Some variants have the right length in
            // characters, others in bytes or in UTF-16 units.
            "fullwidth digit": "0x\(good.dropLast())\u{ff11}",
            "fullwidth digit, right number of bytes": "0x\(good.dropLast(3))\u{ff11}",
            "Arabic-Indic digit": "0x\(good.dropLast())\u{0661}",
            "Arabic-Indic digit, right number of bytes": "0x\(good.dropLast(2))\u{0661}",
            "mathematical digit": "0x\(good.dropLast(4))\u{1d7cf}",
            "combining mark": "0x\(good.dropLast(2))\u{0301}",
            "fullwidth x": "0\u{ff58}\(good)",
        ]
        // Each position gets a character that is not a digit, for example one next to the digits in ASCII.
        let nonDigits = Array("/:@G`g xzZ\u{7f}#.,")
        for position in 0..<n {
            var characters = Array(good)
            characters[position] = nonDigits[position % nonDigits.count]
            texts["no digit at \(position)"] = "0x\(String(characters))"
        }
        for character in nonDigits {
            texts["\(character) for the last digit"] = "0x\(good.dropLast())\(character)"
        }
        return texts
    }
}
