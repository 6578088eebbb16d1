// SPDX-License-Identifier: Apache-2.0

/// A comparison of two texts: the pieces of each, with those marked that the other text does not have.
package struct TextComparison {
    package struct Piece: Equatable {
        package let text: String
        package let differs: Bool
    }

    package let left, right: [Piece]

    /// The scalars of a word. (Texts are compared by scalars, because a `String` with é equals one with e and
    /// a combining accent.)
    private typealias Word = [Unicode.Scalar]

    /// If more words than this remain between the common beginning and the common end, they are not compared
    /// one by one: all of them are marked.
    private static let limit = 1000

    /// A longer text is one word.
    private static let maximumBytes = 100_000

    /// Marks each word that the other text does not have.
    package init(_ left: String, _ right: String) {
        let (a, b) = (TextComparison.words(of: left), TextComparison.words(of: right))
        let beginning = zip(a, b).prefix { $0 == $1 }.count
        let most = min(a.count, b.count) - beginning
        let end = zip(a.reversed(), b.reversed()).prefix(most).prefix { $0 == $1 }.count
        let middle = (a[beginning..<a.count - end], b[beginning..<b.count - end])
        var (removed, inserted) = (Set(middle.0.indices), Set(middle.1.indices))
        if max(removed.count, inserted.count) <= TextComparison.limit {
            (removed, inserted) = ([], [])
            for change in Array(middle.1).difference(from: Array(middle.0)) {
                switch change {
                case .remove(let offset, _, _): removed.insert(beginning + offset)
                case .insert(let offset, _, _): inserted.insert(beginning + offset)
                }
            }
        }
        self.left = TextComparison.pieces(a, removed)
        self.right = TextComparison.pieces(b, inserted)
    }

    /// Marks everything from the first difference on. This suits values that agree in nothing else, such as
    /// integers.
    package init(fromFirstDifference left: String, _ right: String) {
        let common = zip(left.unicodeScalars, right.unicodeScalars).prefix { $0 == $1 }.count
        func pieces(_ text: String) -> [Piece] {
            let words = text.unicodeScalars.map { [$0] }
            return TextComparison.pieces(words, Set(words.indices.dropFirst(common)))
        }
        self.left = pieces(left)
        self.right = pieces(right)
    }

    private static func pieces(_ words: [Word], _ differing: Set<Int>) -> [Piece] {
        var pieces: [Piece] = []
        for (index, word) in words.enumerated() {
            let differs = differing.contains(index)
            var text = String(String.UnicodeScalarView(word))
            if let last = pieces.last, last.differs == differs { text = pieces.removeLast().text + text }
            pieces.append(Piece(text: text, differs: differs))
        }
        return pieces
    }

    /// The words of a text. An escape such as %3D is one word, and so is a run of letters and digits. Any
    /// other scalar is one word.
    private static func words(of text: String) -> [Word] {
        guard text.utf8.count <= maximumBytes else { return [Array(text.unicodeScalars)] }
        let word = /(?s)%[\p{Alphabetic}0-9]{0,2}|[\p{Alphabetic}0-9]+|./.matchingSemantics(.unicodeScalar)
        // A word of more than 40 scalars is a long number. Its digits are compared one by one.
        return text.matches(of: word).map { Array($0.output.unicodeScalars) }.flatMap { word in
            word.count > 40 ? word.map { [$0] } : [word]
        }
    }
}
