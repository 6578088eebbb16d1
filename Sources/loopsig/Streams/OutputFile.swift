// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import SystemPackage

/// A file that a command writes: a report, verdicts, a secret. Each error names the file.
final class OutputFile {
    /// How an existing file is treated.
    enum Mode {
        /// It is replaced.
        case replacing
        /// It is read and then continued.
        case continuing
        /// Opening fails. The new file has mode 0600, for secrets.
        case creatingSecret
    }

    let descriptor: FileDescriptor
    private let place: String

    /// Opens the file. Errors call it by `name`.
    init(_ path: String, as name: String, _ mode: Mode = .replacing) throws(CommandFailure) {
        let (access, options, permissions):
            (FileDescriptor.AccessMode, FileDescriptor.OpenOptions, CInterop.Mode) =
                switch mode {
                case .replacing: (.writeOnly, .truncate, 0o666)
                case .continuing: (.readWrite, [], 0o666)
                case .creatingSecret: (.writeOnly, [.exclusiveCreate, .noFollow], 0o600)
                }
        place = "the \(name) \(VisibleText.quoted(path))"
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path), access, options: options.union([.create, .closeOnExec]),
                permissions: FilePermissions(rawValue: permissions))
        } catch Errno.fileExists where mode == .creatingSecret {
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

    /// Makes sure that the file survives a loss of power.
    func synchronize() throws(CommandFailure) {
        try refusing { guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) } }
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

    /// Checks that the file can be written, before a run that may take minutes. An existing file is not
    /// changed.
    static func expectWritable(_ path: String, as name: String) throws(CommandFailure) {
        let isNew = access(path, F_OK) != 0
        _ = try OutputFile(path, as: name, .continuing)
        if isNew { unlink(path) }
    }
}
