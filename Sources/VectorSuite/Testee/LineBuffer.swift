// SPDX-License-Identifier: Apache-2.0
/// Splits a stream of bytes into lines of bounded length. The lines do not depend on the pieces in which the
/// bytes arrive.
package struct LineBuffer {
    package enum Line: Equatable {
        /// A line without its line feed.
        case complete([UInt8])
        /// The beginning of a line that is longer than the limit. The rest of the line is skipped.
        case tooLong([UInt8])
    }

    /// The greatest number of bytes in a line.
    private let limit: Int
    /// The lines that ``next()`` has not returned yet.
    private var lines: ArraySlice<Line> = []
    /// The bytes after the last line feed; empty while the rest of a line is skipped.
    package private(set) var rest: [UInt8] = []
    private var isSkipping = false

    package init(limit: Int) {
        self.limit = limit
    }

    package mutating func append(_ bytes: some Collection<UInt8>) {
        // The pieces between line feeds. Each piece except the last ends with a line feed.
        let pieces = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            if !isSkipping { rest += piece }
            if rest.count > limit {
                lines.append(.tooLong(Array(rest.prefix(limit))))
                rest = []
                isSkipping = true
            }
            guard index < pieces.count - 1 else { return }
            if !isSkipping { lines.append(.complete(rest)) }
            rest = []
            isSkipping = false
        }
    }

    /// The next line; `nil` if it is not complete yet.
    package mutating func next() -> Line? { lines.popFirst() }
}
