import EdDSA
import Foundation
import PrimeField

/// Writing a secret key to a new file of the user's own.
enum SecretKeyFile {
    /// Creates the file with mode 0600 and writes the key as "0x", 64 digits and a line end.
    ///
    /// An existing file, or anything else at that path, is left alone.
    static func create(at path: String, holding key: PrivateKey) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw .refused("\(path) exists already; a key is never overwritten") }
            throw .refused("cannot create \(path): \(String(cString: strerror(errno)))")
        }
        do throws(Failure) {
            try write(key, to: descriptor)
            guard fsync(descriptor) == 0, close(descriptor) == 0 else {
                throw .refused("cannot finish \(path): \(String(cString: strerror(errno)))")
            }
        } catch {
            // Half a key is none.
            unlink(path)
            throw error
        }
    }

    /// "0x" and 64 digits. **Secret**: for where the user asked for exactly that.
    static func text(of key: PrivateKey) -> String {
        var bytes = key.rawRepresentation
        defer { bytes.withUnsafeMutableBytes(wipe) }
        return Hexadecimal.encode(bytes)
    }

    private static func write(_ key: PrivateKey, to descriptor: Int32) throws(Failure) {
        var line = Array((text(of: key) + "\n").utf8)
        defer { line.withUnsafeMutableBytes(wipe) }
        let count = line.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
        guard count == line.count else {
            throw .refused("cannot write the key: \(String(cString: strerror(errno)))")
        }
    }
}
