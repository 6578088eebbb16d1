// SPDX-License-Identifier: Apache-2.0
import Foundation
import SystemPackage

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

    /// Ends the program by the signal SIGPIPE, which ends any filter when its reader closes the pipe.
    static func endByBrokenPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        exit(1)
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
