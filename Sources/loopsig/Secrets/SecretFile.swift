import ArgumentParser
import EdDSA
import Foundation
import PrimeField
import Secrecy

/// Where a new secret key goes.
struct SecretKeyDestination: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A new file for the secret key, made with mode 0600. An existing file is never overwritten.",
            valueName: "path"))
    var out: String?

    @Flag(help: "Print the secret key on standard output.")
    var print = false

    /// Stores the key where the user asked for it, and prints the public key.
    func deliver(_ key: PrivateKey, json: Bool) throws {
        if let out { try SecretFile.create(at: out, holding: key.exportedText) }
        let publicKey = PublicKeyOutput(key.publicKey)
        if json {
            let secret = print ? key.exportedText : nil
            try StandardOutput.json(NewKeyOutput(publicKey: publicKey, secretKey: secret, secretKeyFile: out))
        } else {
            if print { try StandardOutput.line("secret key         \(key.exportedText)") }
            try StandardOutput.line(publicKey.text)
        }
    }
}

/// The JSON of a new key.
private struct NewKeyOutput: Encodable {
    let publicKey: PublicKeyOutput
    /// Only if `--print` is given.
    let secretKey: String?
    let secretKeyFile: String?
}

/// A secret in a new file that only its user can read.
enum SecretFile {
    /// Creates the file with mode 0600 and writes the secret and a line end. An existing file is never changed.
    static func create(at path: String, holding secret: String) throws(Failure) {
        let file = try OutputFile(path, as: "secret file", .creatingSecret)
        var line = Array((secret + "\n").utf8)
        defer { line.withUnsafeMutableBytes(wipe) }
        do throws(Failure) {
            try file.write(line)
            try file.synchronize()
        } catch {
            // A part of a secret is not a secret.
            unlink(path)
            throw error
        }
    }
}

extension PrivateKey {
    /// "0x" and 64 digits. **Secret**: for where the user asked for exactly that.
    var exportedText: String {
        var bytes = rawRepresentation
        defer { bytes.withUnsafeMutableBytes(wipe) }
        return Hexadecimal.encode(bytes)
    }
}
