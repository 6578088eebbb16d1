// SPDX-License-Identifier: Apache-2.0

/// Something on one line of the logs or on several.
public protocol Located: Sendable {
    /// The first of its lines.
    var begin: Place { get }
    /// The largest number of items of this type that ``Occurrences/first`` contains.
    static var limit: Int { get }
}

extension Located {
    /// A thousand. A log may contain millions.
    public static var limit: Int { 1000 }
}

/// A line of a log.
public struct Place: Located, Hashable, Comparable, BitwiseCopyable {
    /// The number of the file among those of the audit, from 0.
    public let file: Int
    /// The number of the line from 1; in HAR, of the entry.
    public let line: Int

    /// The line itself.
    public var begin: Place { self }
    /// A hundred.
    public static let limit = 100

    /// Returns whether `a` comes before `b` in the logs.
    public static func < (a: Place, b: Place) -> Bool { (a.file, a.line) < (b.file, b.line) }
}

/// A set of lines: the first hundred of them, and their count.
public typealias Lines = Occurrences<Place>

/// Lines, or findings of one kind: the first of them, and their count.
public struct Occurrences<Item: Located>: Located {
    /// The items that come first in the logs, in the order of the logs, at most ``Located/limit``.
    public private(set) var first: [Item] = []
    /// The number of items in all.
    public private(set) var count = 0

    /// The first line. An empty set sorts last.
    public var begin: Place { first.first?.begin ?? Place(file: .max, line: .max) }

    init() {}

    init(_ item: Item) { append(item) }

    init(merging all: [Occurrences]) {
        for items in all { merge(items) }
    }

    /// Adds an item. This is fastest in the order of the logs.
    mutating func append(_ item: Item) {
        count += 1
        let begin = item.begin
        if let last = first.last, begin < last.begin {
            first.insert(item, at: first.firstIndex { begin < $0.begin } ?? 0)
            if first.count > Item.limit { first.removeLast() }
        } else if first.count < Item.limit {
            first.append(item)
        }
    }

    mutating func merge(_ others: Occurrences) {
        let total = count + others.count
        for item in others.first { append(item) }
        count = total
    }
}
