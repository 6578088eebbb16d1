/// Two texts laid side by side: the pieces of each, and which of them the other does not have.
struct TextComparison {
    /// A part of a text.
    struct Piece: Equatable {
        let text: String
        let differs: Bool
    }

    let left, right: [Piece]

    /// More words than this are not compared one by one: what lies between a common beginning and a common end is then
    /// one difference.
    private static let limit = 1000

    /// Texts of more bytes are one piece each.
    private static let maximumBytes = 100_000

    init(_ left: String, _ right: String) {
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

    private static func pieces(_ words: [String], _ differing: Set<Int>) -> [Piece] {
        var pieces: [Piece] = []
        for (index, word) in words.enumerated() {
            let differs = differing.contains(index)
            if let last = pieces.last, last.differs == differs {
                pieces[pieces.count - 1] = Piece(text: last.text + word, differs: differs)
            } else {
                pieces.append(Piece(text: word, differs: differs))
            }
        }
        return pieces
    }

    /// An escape such as %3D is one word, so are letters and digits in a row; anything else stands alone.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var isOpen = false
        var escape = 0
        for scalar in text.unicodeScalars {
            let isWord = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if escape > 0, isWord {
                words[words.count - 1].unicodeScalars.append(scalar)
                escape -= 1
                continue
            }
            escape = scalar == "%" ? 2 : 0
            if isWord, isOpen {
                words[words.count - 1].unicodeScalars.append(scalar)
            } else {
                words.append(String(scalar))
            }
            isOpen = isWord
        }
        // What is longer is a number, and its digits are compared.
        return words.flatMap { $0.unicodeScalars.count > 40 ? $0.unicodeScalars.map(String.init) : [$0] }
    }
}
