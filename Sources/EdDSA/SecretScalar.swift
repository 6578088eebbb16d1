import PrimeField
import Secrecy

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
