// SPDX-License-Identifier: Apache-2.0
import Foundation
import Secrecy
import StrictJSON
import SystemPackage

/// A file that a command writes: a report, verdicts, a secret. Each error names the file.
final class OutputFile {
    let descriptor: FileDescriptor
    private let place: String

    /// Opens the file, which is created if it does not exist. Errors call it by `name`.
    init(
        _ path: String, as name: String, _ access: FileDescriptor.AccessMode = .writeOnly,
        _ options: FileDescriptor.OpenOptions = .truncate, permissions: CInterop.Mode = 0o666
    ) throws(CommandFailure) {
        place = "the \(name) \(VisibleText.quoted(path))"
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path), access, options: options.union([.create, .closeOnExec]),
                permissions: FilePermissions(rawValue: permissions))
        } catch Errno.fileExists {
            throw .refused(
                "\(VisibleText.quoted(path)) exists already, and a key is never overwritten: give another path"
            )
        } catch {
            throw .refused("\(place) cannot be written: \(error)")
        }
    }

    deinit { try? descriptor.close() }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        try refusing { try descriptor.write(all: bytes) }
    }

    /// Removes everything from byte `end` on. The next write continues there.
    func truncate(at end: Int) throws(CommandFailure) {
        try refusing {
            try descriptor.resize(to: Int64(end))
            try descriptor.seek(offset: 0, from: .end)
        }
    }

    private func refusing(_ act: () throws -> Void) throws(CommandFailure) {
        do { try act() } catch { throw .refused("\(place) cannot be written: \(error)") }
    }
}

extension OutputFile {
    static func write(_ bytes: some Sequence<UInt8>, to path: String, as name: String) throws(CommandFailure)
    {
        try OutputFile(path, as: name).write(Array(bytes))
    }

    /// Creates a file with mode 0600, which only its user can read, and writes the secret and a line end. An
    /// existing file is never changed.
    static func create(at path: String, holding secret: String) throws(CommandFailure) {
        let file = try OutputFile(
            path, as: "secret file", .writeOnly, [.exclusiveCreate, .noFollow], permissions: 0o600)
        var line = Array((secret + "\n").utf8)
        defer { line.withUnsafeMutableBytes(wipe) }
        do throws(CommandFailure) {
            try file.write(line)
            // The file must survive a loss of power.
            try file.refusing {
                guard fsync(file.descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            // A file with a part of a secret is of no use.
            unlink(path)
            throw error
        }
    }

    /// Checks that the file can be written, before a run that may take minutes. An existing file is not
    /// changed.
    static func expectWritable(_ path: String, as name: String) throws(CommandFailure) {
        let isNew = access(path, F_OK) != 0
        _ = try OutputFile(path, as: name, .readWrite, [])
        if isNew { unlink(path) }
    }
}
