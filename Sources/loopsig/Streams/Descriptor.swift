// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The reason why a system call failed.
struct SystemError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    static var last: SystemError { SystemError(code: errno) }

    var description: String { String(cString: strerror(code)) }
}

enum Descriptor {
    /// Makes the standard descriptors safe to use. Call this before anything is opened.
    ///
    /// If standard output is closed (`>&-`), the next file that is opened gets its number: the program would
    /// print into a key file. So this opens /dev/null on each closed descriptor, in the direction in which
    /// the program does not use it; reading or writing it still fails. It also ignores SIGPIPE: a write to a
    /// pipe without a reader then returns EPIPE and does not end the program, which can clean up first.
    static func makeStandardOnesSafe() {
        for (descriptor, unusable) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
        ] where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // It gets the lowest number that is free, which is this one.
            _ = open("/dev/null", unusable)
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
    static func read(_ descriptor: Int32, upTo capacity: Int) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, into: $0) }
        guard count >= 0 else { throw SystemError.last }
        return Array(bytes.prefix(count))
    }

    /// Reads what has arrived into `buffer`; returns the number of bytes, or −1.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 {
                throw SystemError(code: EIO)
            } else if errno == EAGAIN {
                // Another process has made the descriptor non-blocking.
                var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&state, 1, -1)
            } else if errno != EINTR {
                throw SystemError.last
            }
        }
    }
}
