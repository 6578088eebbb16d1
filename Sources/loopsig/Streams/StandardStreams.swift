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

    /// Prints an object for programs, members sorted.
    static func json(_ object: OutputObject) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try line(String(decoding: encoder.encode(object), as: UTF8.self))
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
