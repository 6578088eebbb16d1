// SPDX-License-Identifier: Apache-2.0

/// A line of a log.
public struct Place: Hashable, Comparable, Sendable {
    /// The number of the file among those of the audit, from 0.
    public let file: Int
    /// The number of the line from 1; in HAR, of the entry.
    public let line: Int

    /// Returns whether `a` comes before `b` in the logs.
    public static func < (a: Place, b: Place) -> Bool { (a.file, a.line) < (b.file, b.line) }
}

/// A set of lines: the first hundred of them, and their count.
public struct Lines: Equatable, Sendable {
    /// The first lines, in the order of the log.
    public private(set) var first: [Place] = []
    /// The number of lines in all.
    public private(set) var count = 0

    private static let limit = 100

    /// The first line, for sorting. An empty set sorts last.
    var begin: Place { first.first ?? Place(file: .max, line: .max) }

    init() {}

    init(_ place: Place) {
        first = [place]
        count = 1
    }

    init(merging all: [Lines]) {
        for lines in all { merge(lines) }
    }

    /// Adds a line. It must come after all others in the log.
    mutating func append(_ place: Place) {
        count += 1
        if first.count < Lines.limit { first.append(place) }
    }

    /// Adds lines in any order.
    mutating func merge(_ others: Lines) {
        count += others.count
        first = Array((first + others.first).sorted().prefix(Lines.limit))
    }
}

/// The findings of one kind: the first of them, and their count. A log may contain millions.
public struct Occurrences<Item: Sendable>: Sendable {
    private var items: [(begin: Place, item: Item)] = []
    /// The number of findings in all.
    public private(set) var count = 0

    /// The largest number of findings in ``first``.
    public static var limit: Int { 1000 }

    init() {}

    /// The findings that come first in the logs, at most ``limit``.
    public var first: [Item] { firstItems.map(\.item) }

    private var firstItems: [(begin: Place, item: Item)] {
        Array(items.sorted { $0.begin < $1.begin }.prefix(Self.limit))
    }

    /// Adds a finding on these lines.
    mutating func append(_ item: Item, on lines: Lines) {
        items.append((lines.begin, item))
        count += 1
        if items.count >= 2 * Self.limit { items = firstItems }
    }

    mutating func merge(_ others: Occurrences) {
        items += others.items
        count += others.count
        if items.count >= 2 * Self.limit { items = firstItems }
    }
}
