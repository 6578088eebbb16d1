// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

/// A file that a command writes: a report, verdicts, a secret.
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

    let descriptor: Int32
    private let path: String
    private let name: String

    /// Opens the file. Errors call it by `name`.
    init(_ path: String, as name: String, _ mode: Mode = .replacing) throws(CommandFailure) {
        let (flags, permissions): (Int32, mode_t) =
            switch mode {
            case .replacing: (O_WRONLY | O_CREAT | O_TRUNC, 0o666)
            case .continuing: (O_RDWR | O_CREAT, 0o666)
            case .creatingSecret: (O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
            }
        self.path = path
        self.name = name
        descriptor = open(path, flags | O_CLOEXEC, permissions)
        guard descriptor >= 0 else {
            let error = SystemError.last
            guard mode == .creatingSecret, error.code == EEXIST else { throw failure(error) }
            throw .refused(
                "\(VisibleText.quoted(path)) exists already, and a key is never overwritten: give another path"
            )
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        do throws(SystemError) { try Descriptor.write(bytes, to: descriptor) } catch { throw failure(error) }
    }

    /// Makes sure that the file survives a loss of power.
    func synchronize() throws(CommandFailure) {
        guard fsync(descriptor) == 0 else { throw failure(SystemError.last) }
    }

    /// Removes everything from byte `end` on. The next write continues there.
    func truncate(at end: Int) throws(CommandFailure) {
        guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw failure(SystemError.last)
        }
    }

    private func failure(_ error: SystemError) -> CommandFailure {
        .refused("the \(name) \(VisibleText.quoted(path)) cannot be written: \(error)")
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
        let file = try OutputFile(path, as: name, .continuing)
        if isNew { unlink(file.path) }
    }
}
