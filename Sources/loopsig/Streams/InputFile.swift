// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import SystemPackage

/// A public input in a file, or on standard input if the path is "-". Errors call the file by `name`.
enum InputFile {
    /// The size limit of ``read(_:as:)``. Every such input is shorter, and this many bytes fit into memory.
    private static let maximumBytes = 1 << 24

    static func read(_ path: String, as name: String) throws(CommandFailure) -> Data {
        var contents = Data()
        do {
            let descriptor =
                path == "-" ? .standardInput : try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            defer { if path != "-" { try? descriptor.close() } }
            while case let chunk = try descriptor.read(upTo: 1 << 16), !chunk.isEmpty,
                contents.count <= maximumBytes
            {
                contents += chunk
            }
        } catch {
            let place = path == "-" ? "standard input" : VisibleText.quoted(path)
            throw .refused("cannot read the \(name) from \(place): \(error)")
        }
        guard contents.count <= maximumBytes else {
            throw .refused("the \(name) is longer than \(maximumBytes) bytes")
        }
        return contents
    }

    /// A handle to read a file of any size.
    static func handle(_ path: String, as name: String) throws(CommandFailure) -> FileHandle {
        guard path != "-" else { return .standardInput }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path)
        else {
            throw .refused(
                "cannot read the \(name) \(VisibleText.quoted(path)): give a file that exists and is readable"
            )
        }
        return handle
    }
}
