// SPDX-License-Identifier: Apache-2.0

/// A comparison of two texts: the pieces of each, with those marked that the other text does not have.
package struct TextComparison {
    /// A part of a text.
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

    /// A longer text is one piece.
    private static let maximumBytes = 100_000

    /// Marks each word that the other text does not have.
    package init(_ left: String, _ right: String) {
        guard max(left.utf8.count, right.utf8.count) <= TextComparison.maximumBytes else {
            let differs = !left.utf8.elementsEqual(right.utf8)
            self.left = [Piece(text: left, differs: differs)]
            self.right = [Piece(text: right, differs: differs)]
            return
        }
        let (a, b) = (TextComparison.words(of: left), TextComparison.words(of: right))
        let beginning = zip(a, b).prefix { $0 == $1 }.count
        let most = min(a.count, b.count) - beginning
        let end = zip(a.reversed(), b.reversed()).prefix(most).prefix { $0 == $1 }.count
        let middle = (a[beginning..<a.count - end], b[beginning..<b.count - end])
        var (removed, inserted) = (Set(middle.0.indices), Set(middle.1.indices))
        if max(removed.count, inserted.count) <= TextComparison.limit {
            let changes = Array(middle.1).difference(from: Array(middle.0))
            removed = []
            inserted = []
            for change in changes {
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
            let scalars = Array(text.unicodeScalars)
            let parts = [(scalars.prefix(common), false), (scalars.dropFirst(common), true)]
            return parts.filter { !$0.0.isEmpty }.map {
                Piece(text: TextComparison.text($0.0), differs: $0.1)
            }
        }
        self.left = pieces(left)
        self.right = pieces(right)
    }

    private static func pieces(_ words: [Word], _ differing: Set<Int>) -> [Piece] {
        var pieces: [Piece] = []
        for (index, word) in words.enumerated() {
            let differs = differing.contains(index)
            if let last = pieces.last, last.differs == differs {
                pieces[pieces.count - 1] = Piece(text: last.text + text(word), differs: differs)
            } else {
                pieces.append(Piece(text: text(word), differs: differs))
            }
        }
        return pieces
    }

    private static func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }

    /// The words of a text. An escape such as %3D is one word, and so is a run of letters and digits. Any
    /// other scalar is one word.
    private static func words(of text: String) -> [Word] {
        var words: [Word] = []
        var isOpen = false
        var escape = 0
        for scalar in text.unicodeScalars {
            let isWord = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if escape > 0, isWord {
                words[words.count - 1].append(scalar)
                escape -= 1
                continue
            }
            escape = scalar == "%" ? 2 : 0
            if isWord, isOpen {
                words[words.count - 1].append(scalar)
            } else {
                words.append([scalar])
            }
            isOpen = isWord
        }
        // A word of more than 40 scalars is a long number. Its digits are compared one by one.
        return words.flatMap { $0.count > 40 ? $0.map { [$0] } : [$0] }
    }
}
