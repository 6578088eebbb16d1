import Crypto
import Foundation

/// The lines of a file or a pipe of any length, one at a time in bounded memory, with a digest of all that was read.
///
/// Lines end with LF or CRLF. A byte order mark at the beginning is passed over. What follows the last line end is a
/// line too. A line beyond ``maximumBytes`` is passed over without being held, and says so.
package struct LineReader {
    /// A line without its end; `nil` in place of bytes where it is too long.
    package struct Line: Sendable {
        package let number: Int
        package let bytes: [UInt8]?
        /// Whether a line end follows: not so at most for the last one.
        let isTerminated: Bool
    }

    /// Far more than any request has.
    static let maximumBytes = 1 << 22
    private static let blockSize = 1 << 18

    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 0
    private var isAtEnd = false
    private var hash = SHA256()
    /// How many bytes have been read.
    private(set) var byteCount = 0

    package init(_ handle: FileHandle) { self.handle = handle }

    /// The SHA-256 of all bytes read so far.
    var digest: SHA256Digest { hash.finalize() }

    /// The next line; `nil` at the end.
    package mutating func next() throws -> Line? {
        var searched = start
        var isTooLong = false
        while true {
            if let end = position(of: UInt8(ascii: "\n"), from: searched) {
                defer { start = end + 1 }
                return line(upTo: end, isTooLong: isTooLong, isTerminated: true)
            }
            if buffer.count - start > LineReader.maximumBytes {
                isTooLong = true
                buffer.removeAll(keepingCapacity: true)
                start = 0
            }
            searched = buffer.count - start
            guard try readBlock() else {
                guard isTooLong || start < buffer.count else { return nil }
                defer { start = buffer.count }
                return line(upTo: buffer.count, isTooLong: isTooLong, isTerminated: false)
            }
        }
    }

    private mutating func line(upTo end: Int, isTooLong: Bool, isTerminated: Bool) -> Line {
        number += 1
        guard !isTooLong, end - start <= LineReader.maximumBytes else {
            return Line(number: number, bytes: nil, isTerminated: isTerminated)
        }
        var bytes = buffer[start..<end]
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return Line(number: number, bytes: Array(bytes), isTerminated: isTerminated)
    }

    private func position(of byte: UInt8, from position: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard position < bytes.count, let base = bytes.baseAddress,
                let found = memchr(base + position, Int32(byte), bytes.count - position)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Moves what is left to the front and reads more behind it; `false` at the end.
    private mutating func readBlock() throws -> Bool {
        guard !isAtEnd else { return false }
        buffer.removeFirst(start)
        start = 0
        guard let block = try handle.read(upToCount: LineReader.blockSize), !block.isEmpty else {
            isAtEnd = true
            return false
        }
        hash.update(data: block)
        byteCount += block.count
        buffer += block
        return true
    }
}

extension LineReader.Line {
    /// Whether there is nothing but white space: no record.
    var isBlank: Bool {
        bytes?.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ?? false
    }
}
