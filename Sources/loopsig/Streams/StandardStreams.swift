// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import SystemPackage

/// Standard output. Everything that a command prints goes through here.
///
/// Each call writes to the descriptor without a buffer, so that the reader gets each line at once and the
/// caller learns of a failed write. The first failure is final: nothing is written after it, and every later
/// call throws the same error. ``finish()`` also throws it, if an earlier caller could not.
enum StandardOutput {
    /// Output that did not arrive. If the reader has closed the pipe (EPIPE), the program exits silently.
    struct Loss: Error {
        let reason: Errno
    }

    private static let lock = NSLock()
    /// Guarded by `lock`.
    nonisolated(unsafe) private static var loss: Loss?

    static func line(_ text: String) throws(Loss) {
        try write((text + "\n").utf8)
    }

    /// Prints bytes as they are. The bytes of one call are not mixed with those of another.
    static func write(_ bytes: some Sequence<UInt8>) throws(Loss) {
        let bytes = Array(bytes)
        try whileSound { try FileDescriptor.standardOutput.write(all: bytes) }
    }

    /// Closes standard output. Some file systems report a failed write only then.
    static func finish() throws(Loss) {
        try whileSound { try FileDescriptor.standardOutput.close() }
    }

    /// Calls `act`, unless an earlier call has failed.
    private static func whileSound(_ act: () throws -> Void) throws(Loss) {
        lock.lock()
        defer { lock.unlock() }
        if let loss { throw loss }
        do { try act() } catch {
            let loss = Loss(reason: error as? Errno ?? .ioError)
            self.loss = loss
            throw loss
        }
    }
}

/// Standard error, for errors, warnings and progress. A failure to write it is ignored: there is no other
/// place to report it.
enum StandardError {
    static func write(_ text: String) {
        try? FileDescriptor.standardError.write(all: Array(text.utf8))
    }
}

extension FileDescriptor {
    /// Makes the standard descriptors safe to use. Call this before anything is opened.
    ///
    /// If standard output is closed (`>&-`), the next file that is opened gets its number: the program would
    /// print into a key file. So this opens /dev/null on each closed descriptor, in the direction in which
    /// the program does not use it; reading or writing it still fails. It also ignores SIGPIPE: a write to a
    /// pipe without a reader then fails with EPIPE and does not end the program, which can clean up first.
    static func makeStandardOnesSafe() {
        for (descriptor, unusable) in [
            (STDIN_FILENO, AccessMode.writeOnly), (STDOUT_FILENO, .readOnly), (STDERR_FILENO, .readOnly),
        ] where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // It gets the lowest number that is free, which is this one.
            _ = try? open("/dev/null", unusable)
        }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Reads the bytes that have arrived, at most `capacity`. Returns no bytes at the end of the input.
    ///
    /// (`FileHandle.availableData` would end the program if the input cannot be read.)
    func read(upTo capacity: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            count = try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    /// Writes all bytes. Waits if another process has made the descriptor non-blocking.
    func write(all bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                rest = rest.dropFirst(try rest.withUnsafeBytes { try write($0) })
            } catch Errno.resourceTemporarilyUnavailable {
                var state = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                poll(&state, 1, -1)
            }
        }
    }
}
