import EdDSA
import Foundation
import PrimeField
import Secrecy

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
