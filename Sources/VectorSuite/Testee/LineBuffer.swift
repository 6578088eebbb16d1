// SPDX-License-Identifier: Apache-2.0

/// Cuts a stream of bytes into lines, however they arrive, within a bound.
package struct LineBuffer {
    package enum Line: Equatable {
        /// A line without its line feed.
        case complete([UInt8])
        /// The beginning of a line that is longer than the bound. The rest of it is skipped.
        case tooLong([UInt8])
    }

    /// The most bytes that a line may have.
    package let limit: Int
    private var bytes: [UInt8] = []
    /// Where the first line that has not been taken begins.
    private var start = 0
    /// Up to where there is no line feed.
    private var searched = 0
    /// Whether the rest of a line that was too long is still arriving.
    private var isSkipping = false

    package init(limit: Int) {
        self.limit = limit
    }

    package mutating func append(_ more: some Collection<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            searched -= start
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// The next line, or nil where it is not complete yet.
    package mutating func next() -> Line? {
        while true {
            let end = bytes[searched...].firstIndex(of: 0x0A)
            searched = end ?? bytes.count
            if isSkipping {
                start = end.map { $0 + 1 } ?? bytes.count
                searched = start
                guard end != nil else { return nil }
                isSkipping = false
                continue
            }
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

    /// What is left when the stream has ended without a line feed.
    package mutating func rest() -> [UInt8] {
        defer { start = bytes.count }
        return isSkipping ? [] : Array(bytes[start...])
    }
}
