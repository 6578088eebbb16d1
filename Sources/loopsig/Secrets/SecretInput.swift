// SPDX-License-Identifier: Apache-2.0
import Foundation
import Secrecy

/// Reads a secret of the user from a file, from standard input or from the environment. It is never in the
/// argument list, which other users of the machine can read.
struct SecretInput {
    /// The name of the secret in errors, such as "secret key".
    let name: String
    /// The option that names the file.
    let option: String
    /// The environment variable that may contain the secret if no file does.
    let environmentVariable: String?

    /// The size limit. Every secret is shorter.
    static let maximumBytes = 4096

    /// Reads the secret from the path, or from the environment if there is no path.
    ///
    /// No error repeats the path, because a user may have typed the secret instead of its path.
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
        // From here on, /proc/PID/environ does not show the secret.
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
                "other users can access the \(name) file of \(option) (mode \(mode)); run chmod 600 on it")
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
