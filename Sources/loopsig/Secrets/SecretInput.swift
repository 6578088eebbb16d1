// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import Foundation
import OrderCancellation
import PrimeField
import Secrecy
import StrictJSON
import SystemPackage

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

    /// Reads the secret from the path, or from the environment if there is no path. Calls `body` with its
    /// bytes, without one line end or blank at the end, which editors and `echo` add, and then wipes them.
    /// The pointer is valid during `body` only.
    ///
    /// This covers the bytes only. The number that they encode also passes through the stack and through
    /// arrays of other modules. Each module wipes the arrays that it owns; further copies are not tracked.
    ///
    /// No error repeats the path, because a user may have typed the secret instead of its path.
    func read<Result>(
        path: String?, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) throws -> Result {
        var secret: [UInt8] = []
        defer { secret.withUnsafeMutableBytes(wipe) }
        switch path {
        case "-": try read(.standardInput, into: &secret)
        case let path?: try read(path: path, into: &secret)
        case nil: try readEnvironment(into: &secret)
        }
        return try secret.withUnsafeBufferPointer { bytes in
            let end = ["\r\n", "\n", " ", "\t"].map(\.utf8).first { bytes.suffix($0.count).elementsEqual($0) }
            return try body(UnsafeBufferPointer(rebasing: bytes.dropLast(end?.count ?? 0)))
        }
    }

    private func readEnvironment(into secret: inout [UInt8]) throws(CommandFailure) {
        guard let variable = environmentVariable, let value = getenv(variable), value.pointee != 0 else {
            let alternative = environmentVariable.map { ", or set \($0)" } ?? ""
            throw .usage("no \(name): give \(option) PATH (or - for standard input)\(alternative)")
        }
        let bytes = UnsafeMutableRawBufferPointer(start: value, count: strlen(value))
        secret = Array(bytes)
        // From here on, /proc/PID/environ does not show the secret.
        wipe(bytes)
    }

    private func read(path: String, into secret: inout [UInt8]) throws {
        let descriptor: FileDescriptor
        let status: Stat
        do {
            // Without blocking: opening a named pipe must not wait for a writer; it is refused below.
            descriptor = try .open(path, .readOnly, options: [.nonBlocking, .closeOnExec])
            status = try descriptor.stat()
        } catch {
            throw CommandFailure.refused("cannot open the \(name) file of \(option): \(error)")
        }
        defer { try? descriptor.close() }
        guard status.type == .regular else {
            throw CommandFailure.refused(
                "the \(name) file of \(option) is not a regular file; use - for standard input")
        }
        let mode = status.permissions.rawValue & 0o777
        guard mode & 0o077 == 0 else {
            throw CommandFailure.refused(
                "other users can access the \(name) file of \(option) (mode \(String(mode, radix: 8))); run chmod "
                    + "600 on it")
        }
        try read(descriptor, into: &secret)
    }

    private func read(_ descriptor: FileDescriptor, into secret: inout [UInt8]) throws(CommandFailure) {
        secret = [UInt8](repeating: 0, count: SecretInput.maximumBytes + 1)
        var count = 0
        do {
            while case let last = try secret.withUnsafeMutableBytes({
                try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]))
            }), last > 0 {
                count += last
            }
        } catch {
            throw .refused("cannot read the \(name): \(error)")
        }
        guard count <= SecretInput.maximumBytes else {
            throw .refused("the \(name) is longer than \(SecretInput.maximumBytes) bytes: not a \(name)")
        }
        guard count > 0 else { throw .refused("the \(name) is empty") }
        secret.removeLast(secret.count - count)
    }
}

struct SecretKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the secret key, mode 0600; - for standard input. Otherwise LOOPRING_EDDSA_KEY.",
            valueName: "path"))
    var secretKeyFile: String?

    func privateKey() throws -> PrivateKey {
        let input = SecretInput(
            name: "secret key", option: "--secret-key-file", environmentVariable: "LOOPRING_EDDSA_KEY")
        return try input.read(path: secretKeyFile, ExportedKey.parse)
    }
}

struct APIKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the API key, mode 0600; - for standard input. Otherwise LOOPRING_API_KEY.",
            valueName: "path"))
    var apiKeyFile: String?

    func apiKey() throws -> APIKey {
        let input = SecretInput(
            name: "API key", option: "--api-key-file", environmentVariable: "LOOPRING_API_KEY")
        return try input.read(path: apiKeyFile) { try APIKey(String(strictUTF8: $0) ?? "") }
    }
}

/// A secret key as accounts export it: hexadecimal digits, often without "0x" and with leading zeros dropped.
///
/// This is the only lenient reader of keys, for files that come from a user. It adds leading zeros; it never
/// truncates or reduces. Everywhere else a key is "0x" and exactly 64 digits.
enum ExportedKey {
    /// Reads 1 to 64 hexadecimal digits, with or without "0x".
    static func parse(_ secret: UnsafeBufferPointer<UInt8>) throws(CommandFailure) -> PrivateKey {
        var digits = secret[...]
        if digits.starts(with: "0x".utf8) { digits = digits.dropFirst(2) }
        guard !digits.isEmpty else { throw .refused("the secret key has no digits") }
        guard digits.count <= 64 else {
            throw .refused(
                "the secret key has \(digits.count) characters; a key is at most 64 hexadecimal digits")
        }
        var text = Array("0x".utf8)
        text.reserveCapacity(66)
        text += repeatElement(UInt8(ascii: "0"), count: 64 - digits.count)
        text += digits
        defer { text.withUnsafeMutableBytes(wipe) }
        guard var bytes = Hexadecimal.decode(text, byteCount: 32) else {
            throw .refused("the secret key has a character that is not a hexadecimal digit")
        }
        defer { bytes.withUnsafeMutableBytes(wipe) }
        do {
            return try PrivateKey(rawRepresentation: bytes)
        } catch {
            throw .refused(
                "the secret key is 0 or not below the order of the subgroup: not an exported EdDSA key "
                    + "(is it the Ethereum key?)")
        }
    }
}
