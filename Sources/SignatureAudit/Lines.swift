// SPDX-License-Identifier: Apache-2.0

/// A line of a log.
public struct Place: Hashable, Comparable, Sendable {
    /// The number of the file among those of the audit, from 0.
    public let file: Int
    /// The line, counted from 1; in HAR the entry.
    public let line: Int

    /// Whether `a` comes before `b` in the logs.
    public static func < (a: Place, b: Place) -> Bool { (a.file, a.line) < (b.file, b.line) }
}

/// The first hundred of many lines, and how many there are.
public struct Lines: Equatable, Sendable {
    /// The first lines, in the order of the log.
    public private(set) var first: [Place] = []
    /// How many there are in all.
    public private(set) var count = 0

    private static let limit = 100

    /// The first line.
    var begin: Place { first.first ?? Place(file: .max, line: .max) }

    init() {}

    init(_ place: Place) {
        first = [place]
        count = 1
    }

    /// Adds a line that comes after all others.
    mutating func append(_ place: Place) {
        count += 1
        if first.count < Lines.limit { first.append(place) }
    }

    /// Adds lines that come in any order.
    mutating func merge(_ others: Lines) {
        count += others.count
        first = Array((first + others.first).sorted().prefix(Lines.limit))
    }
}

/// Something that was found in some lines.
public protocol Located: Sendable {
    /// The lines.
    var lines: Lines { get }
}

extension Lines: Located {
    /// The lines themselves.
    public var lines: Lines { self }
}

/// The first of many findings of one kind, and how many there are: a log may contain millions.
public struct Occurrences<Item: Located>: Sendable {
    private var items: [Item] = []
    /// How many there are in all.
    public private(set) var count = 0

    /// How many are kept.
    public static var limit: Int { 1000 }

    init() {}

    /// Those that come first in the logs, at most ``limit``.
    public var first: [Item] {
        Array(items.sorted { $0.lines.begin < $1.lines.begin }.prefix(Self.limit))
    }

    mutating func append(_ item: Item) {
        items.append(item)
        count += 1
        if items.count >= 2 * Self.limit { items = first }
    }

    mutating func merge(_ others: Occurrences) {
        let total = count + others.count
        for item in others.items { append(item) }
        count = total
    }
}
