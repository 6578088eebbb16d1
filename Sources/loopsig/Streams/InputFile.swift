// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// A public input in a file, or on standard input if the path is "-".
enum InputFile {
    /// The size limit. Every input of a command is shorter, and this many bytes fit into memory.
    private static let maximumBytes = 1 << 24

    /// The contents. Errors call the file by `name`.
    static func read(_ path: String, as name: String) throws(CommandFailure) -> Data {
        var contents = Data()
        do {
            let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SystemError(code: errno) }
            defer { if path != "-" { close(descriptor) } }
            var chunk: [UInt8]
            repeat {
                chunk = try Descriptor.read(descriptor, upTo: 1 << 16)
                contents += chunk
            } while !chunk.isEmpty && contents.count <= maximumBytes
        } catch {
            let place = path == "-" ? "standard input" : VisibleText.quoted(path)
            throw .refused("cannot read the \(name) from \(place): \(error)")
        }
        guard contents.count <= maximumBytes else {
            throw .refused("the \(name) is longer than \(maximumBytes) bytes")
        }
        return contents
    }
}
