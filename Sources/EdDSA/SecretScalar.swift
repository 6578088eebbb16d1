import PrimeField

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The one place in memory where a secret scalar lives: allocated once, never copied by reference counting,
/// wiped when the last reference goes.
///
/// Values that pass through registers and the stack during a computation are not tracked; see SECURITY.md.
final class SecretScalar: @unchecked Sendable {
    // Written by init and deinit only.
    private let storage: UnsafeMutablePointer<Scalar>

    init(_ scalar: Scalar) {
        storage = .allocate(capacity: 1)
        storage.initialize(to: scalar)
    }

    deinit {
        wipe(UnsafeMutableRawBufferPointer(start: storage, count: MemoryLayout<Scalar>.size))
        storage.deallocate()
    }

    var value: Scalar { storage.pointee }
}

/// Overwrites memory with zeros in a way that the compiler does not remove.
func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let address = bytes.baseAddress else { return }
    #if canImport(Darwin)
    _ = memset_s(address, bytes.count, 0, bytes.count)
    #else
    explicit_bzero(address, bytes.count)
    #endif
}
