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
    /// Only where printing it was asked for.
    let secretKey: String?
    let secretKeyFile: String?
}

/// A secret in a new file of the user's own.
enum SecretFile {
    /// Creates the file with mode 0600 and writes the secret and a line end.
    ///
    /// An existing file, or anything else at that path, is left alone.
    static func create(at path: String, holding secret: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw .refused("\(path) exists already; a key is never overwritten") }
            throw .refused("cannot create \(path): \(String(cString: strerror(errno)))")
        }
        var line = Array((secret + "\n").utf8)
        defer { line.withUnsafeMutableBytes(wipe) }
        let count = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        let isComplete = count == line.count && fsync(descriptor) == 0
        guard close(descriptor) == 0, isComplete else {
            let reason = String(cString: strerror(errno))
            // Half a secret is none.
            unlink(path)
            throw .refused("cannot write \(path): \(reason)")
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
