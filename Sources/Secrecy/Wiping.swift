#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Overwrites memory with zeros in a way that the compiler does not remove.
package func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let address = bytes.baseAddress else { return }
    #if canImport(Darwin)
    _ = memset_s(address, bytes.count, 0, bytes.count)
    #else
    explicit_bzero(address, bytes.count)
    #endif
}
