// SPDX-License-Identifier: Apache-2.0
import Foundation
import Secrecy

/// A secret that the user hands over: in a file, on standard input or in the environment, never in the
/// argument list, which other users of the machine can read.
struct SecretInput {
    /// What the secret is, in an error: "secret key".
    let name: String
    /// The option that names the file.
    let option: String
    /// The environment variable that may hold the secret in place of a file.
    let environmentVariable: String?

    /// More than any secret needs, and little enough to read without thought.
    static let maximumBytes = 4096

    /// Reads the secret. A path wins over the environment.
    ///
    /// No error repeats the path: what was typed there may be the secret itself.
    func read(path: String?) throws(CommandFailure) -> SecretBuffer {
        switch path {
        case "-": try read(descriptor: STDIN_FILENO)
        case let path?: try read(path: path)
        case nil: try readEnvironment()
        }
    }

    private func readEnvironment() throws(CommandFailure) -> SecretBuffer {
        guard let variable = environmentVariable else {
            throw .usage("no \(name): give \(option) PATH (or - for standard input)")
        }
        guard let value = getenv(variable), value.pointee != 0 else {
            throw .usage("no \(name): give \(option) PATH (or - for standard input), or set \(variable)")
        }
        let length = strlen(value)
        let buffer = SecretBuffer(capacity: length)
        buffer.append {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: value, count: length))
            return length
        }
        // What /proc/PID/environ shows from here on.
        wipe(UnsafeMutableRawBufferPointer(start: value, count: length))
        return buffer
    }

    private func read(path: String) throws(CommandFailure) -> SecretBuffer {
        // O_NONBLOCK: opening a named pipe must not wait for a writer; it is refused below.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .refused("cannot open the \(name) file of \(option): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .refused(
                "cannot examine the \(name) file of \(option): \(String(cString: strerror(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .refused("the \(name) file of \(option) is not a regular file; use - for standard input")
        }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw .refused(
                "the \(name) file of \(option) is open to other users (mode \(mode)); make it yours: chmod 600"
            )
        }
        return try read(descriptor: descriptor)
    }

    private func read(descriptor: Int32) throws(CommandFailure) -> SecretBuffer {
        let buffer = SecretBuffer(capacity: SecretInput.maximumBytes + 1)
        var last = 0
        repeat {
            buffer.append { free in
                last = Descriptor.read(descriptor, into: free)
                return max(last, 0)
            }
        } while last > 0
        guard last == 0 else {
            throw .refused("cannot read the \(name): \(String(cString: strerror(errno)))")
        }
        guard buffer.byteCount <= SecretInput.maximumBytes else {
            throw .refused("the \(name) is longer than \(SecretInput.maximumBytes) bytes: not a \(name)")
        }
        guard buffer.byteCount > 0 else { throw .refused("the \(name) is empty") }
        return buffer
    }
}
