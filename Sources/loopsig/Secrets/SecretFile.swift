// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import Foundation
import PrimeField
import Secrecy

/// A secret in a new file that only its user can read.
enum SecretFile {
    /// Creates the file with mode 0600 and writes the secret and a line end. An existing file is never
    /// changed.
    static func create(at path: String, holding secret: String) throws(CommandFailure) {
        let file = try OutputFile(path, as: "secret file", .creatingSecret)
        var line = Array((secret + "\n").utf8)
        defer { line.withUnsafeMutableBytes(wipe) }
        do throws(CommandFailure) {
            try file.write(line)
            try file.synchronize()
        } catch {
            // A file with a part of a secret is of no use.
            unlink(path)
            throw error
        }
    }
}

extension PrivateKey {
    /// "0x" and 64 digits. **Secret**: use it only if the user has requested the key itself.
    var exportedText: String {
        var bytes = rawRepresentation
        defer { bytes.withUnsafeMutableBytes(wipe) }
        return Hexadecimal.encode(bytes)
    }
}

/// Where a new secret key goes.
struct SecretKeyDestination: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A new file for the secret key, with mode 0600. An existing file is never overwritten.",
            valueName: "path"))
    var out: String?

    @Flag(help: "Print the secret key on standard output.")
    var print = false

    /// Stores or prints the key as the options say, and prints the public key.
    func deliver(_ key: PrivateKey, _ output: OutputOptions) throws {
        if let out { try SecretFile.create(at: out, holding: key.exportedText) }
        let secretKey = print ? key.exportedText : nil
        try output.print(
            ["publicKey": key.publicKey.output, "secretKey": secretKey, "secretKeyFile": out],
            text: (secretKey.map { "secret key         \($0)\n" } ?? "") + key.publicKey.text)
    }
}
