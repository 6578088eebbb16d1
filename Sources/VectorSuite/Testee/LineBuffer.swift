// SPDX-License-Identifier: Apache-2.0

/// Splits a stream of bytes into lines of bounded length. The lines do not depend on the pieces in which the
/// bytes arrive.
package struct LineBuffer {
    /// A line of the stream.
    package enum Line: Equatable {
        /// A line without its line feed.
        case complete([UInt8])
        /// The beginning of a line that is longer than the limit. The rest of the line is skipped.
        case tooLong([UInt8])
    }

    /// The greatest number of bytes in a line.
    package let limit: Int
    private var bytes: [UInt8] = []
    /// The index at which the next line begins.
    private var start = 0
    /// The index up to which the bytes of the next line are known to have no line feed.
    private var searched = 0
    /// Whether the rest of a line that is too long is still to come, and must be skipped.
    private var isSkipping = false

    /// Creates an empty buffer.
    package init(limit: Int) {
        self.limit = limit
    }

    /// Appends bytes of the stream.
    package mutating func append(_ more: some Collection<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next line; nil if it is not complete yet.
    package mutating func next() -> Line? {
        while true {
            // Search only the bytes that have not been searched, so that the total effort is linear.
            let end = bytes[searched...].firstIndex(of: 0x0A)
            searched = end ?? bytes.count
            // Skip the rest of a line that was too long, up to its line feed.
            if isSkipping {
                start = end.map { $0 + 1 } ?? bytes.count
                searched = start
                guard end != nil else { return nil }
                isSkipping = false
                continue
            }
            // The line is too long, whether its line feed has arrived or not.
            if searched - start > limit {
                let head = Array(bytes[start..<start + limit])
                start = end.map { $0 + 1 } ?? bytes.count
                searched = start
                isSkipping = end == nil
                return .tooLong(head)
            }
            guard let end else { return nil }
            defer {
                start = end + 1
                searched = start
            }
            return .complete(Array(bytes[start..<end]))
        }
    }

    /// The bytes after the last line feed, at the end of the stream.
    package mutating func rest() -> [UInt8] {
        defer { start = bytes.count }
        return isSkipping ? [] : Array(bytes[start...])
    }
}
