// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import PrimeField

/// Reads a file or a pipe of any length line by line in bounded memory, and hashes all that it reads.
/// Lines end with LF or CRLF; the last line may have no line end. A byte order mark at the beginning is
/// skipped. A line longer than ``maximumBytes`` is skipped, and its ``Line/bytes`` are `nil`.
package struct LineReader {
    /// A line without its line end.
    package struct Line: Sendable {
        package let number: Int
        package let bytes: [UInt8]?
        /// Whether a line end follows. Only the last line may have none.
        let isTerminated: Bool

        /// Whether the line consists of white space. Such lines are not records.
        var isBlank: Bool { bytes?.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } ?? false }
    }

    /// The longest line that is read. Requests are far shorter.
    static let maximumBytes = 1 << 22
    /// The number of bytes that are needed to recognize a format.
    static let headLength = 64
    private static let blockSize = 1 << 18
    /// The interval at which a waiting reader checks whether it is cancelled.
    private static let pollMilliseconds: Int32 = 50

    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var start = 0
    private var number = 0
    private var isAtEnd = false
    private var hash = SHA256()
    private(set) var byteCount = 0
    /// The first bytes of the input.
    private(set) var head: [UInt8] = []

    package init(_ handle: FileHandle) { self.handle = handle }

    /// The file with this name, with the length and the digest of what was read so far.
    func file(named name: String, unsignedEntries: Int = 0) -> AuditSummary.File {
        AuditSummary.File(
            name: name, bytes: byteCount, sha256: Hexadecimal.encode(hash.finalize()),
            unsignedEntries: unsignedEntries)
    }

    /// Returns the next line; `nil` at the end, or if `isCancelled` returns true while the reader waits. It
    /// checks while it waits, because a pipe may send nothing for a long time.
    package mutating func next(unless isCancelled: () -> Bool = { false }) throws -> Line? {
        var searched = start
        var isTooLong = false
        while true {
            if let end = lineEnd(from: searched) {
                return takeLine(upTo: end, isTooLong: isTooLong, isTerminated: true)
            }
            if buffer.count - start > LineReader.maximumBytes {
                isTooLong = true
                start = buffer.count
            }
            searched = buffer.count - start
            // A terminal reports the end only once. Do not wait for input after that.
            guard isAtEnd || waits(unless: isCancelled) else { return nil }
            guard try readBlock() else {
                guard isTooLong || start < buffer.count else { return nil }
                return takeLine(upTo: buffer.count, isTooLong: isTooLong, isTerminated: false)
            }
        }
    }

    /// Returns all bytes that are left; `nil` if there are more than `limit`. If `isCancelled`, stops early.
    mutating func rest(limit: Int, unless isCancelled: () -> Bool) throws -> [UInt8]? {
        while buffer.count <= limit, waits(unless: isCancelled), try readBlock() {}
        return buffer.count <= limit ? buffer : nil
    }

    private mutating func takeLine(upTo end: Int, isTooLong: Bool, isTerminated: Bool) -> Line {
        number += 1
        defer { start = isTerminated ? end + 1 : end }
        guard !isTooLong, end - start <= LineReader.maximumBytes else {
            return Line(number: number, bytes: nil, isTerminated: isTerminated)
        }
        var bytes = buffer[start..<end]
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return Line(number: number, bytes: Array(bytes), isTerminated: isTerminated)
    }

    private func lineEnd(from position: Int) -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress,
                let found = memchr(base + position, 0x0A, bytes.count - position)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// Waits until there are bytes to read, or the input has ended. Returns `false` if the reader is
    /// cancelled first.
    private func waits(unless isCancelled: () -> Bool) -> Bool {
        var descriptor = pollfd(fd: handle.fileDescriptor, events: Int16(POLLIN), revents: 0)
        while poll(&descriptor, 1, LineReader.pollMilliseconds) == 0 {
            if isCancelled() { return false }
        }
        return true
    }

    /// Moves the unread bytes to the front of the buffer and appends the next block. Returns `false` at the
    /// end.
    private mutating func readBlock() throws -> Bool {
        guard !isAtEnd else { return false }
        buffer.removeFirst(start)
        start = 0
        let block = try nextBlock()
        isAtEnd = block.isEmpty
        if byteCount == 0 { head = Array(block.prefix(LineReader.headLength)) }
        hash.update(data: block)
        byteCount += block.count
        buffer += block
        return !isAtEnd
    }

    /// Reads the bytes that are available, up to one block; none at the end. (A FileHandle would wait for a
    /// whole block.)
    private func nextBlock() throws -> [UInt8] {
        var code: Int32 = 0
        let block = [UInt8](unsafeUninitializedCapacity: LineReader.blockSize) { bytes, count in
            var result: Int
            repeat {
                result = read(handle.fileDescriptor, bytes.baseAddress, bytes.count)
            } while result < 0 && errno == EINTR
            code = result < 0 ? errno : 0
            count = max(0, result)
        }
        guard code == 0 else { throw AuditError.cannotRead(String(cString: strerror(code))) }
        return block
    }
}
