#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The one source of random bytes: the operating system's generator.
package enum RandomBytes {
    /// Fills memory, at most 256 bytes at a time, with random bytes. Ends the process where the operating
    /// system gives none: no key and no blinding factor is ever made of anything else.
    package static func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        guard getentropy(bytes.baseAddress, bytes.count) == 0 else {
            preconditionFailure("the operating system gives no random bytes")
        }
    }

    /// A value whose memory consists of random bytes.
    package static func value<Value: BitwiseCopyable>(like zero: Value) -> Value {
        var value = zero
        withUnsafeMutableBytes(of: &value) { fill($0) }
        return value
    }
}
