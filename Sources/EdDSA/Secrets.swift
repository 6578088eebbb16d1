import Crypto
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

extension HashFunction {
    /// Hands the digest of secret input to `body`, and leaves neither the input nor the digest in the heap.
    ///
    /// A hash object buffers its input block by block. swift-crypto means to wipe the object when it is
    /// freed, but clears the first eight bytes only (`UnsafeMutablePointer.zeroize()` in 4.5.2 takes the
    /// size of a metatype), so that the last block of input would stay in freed memory. One block of zeros
    /// more, absorbed after the digest was taken, overwrites it.
    mutating func withDigestOfSecret<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        defer { update(data: [UInt8](repeating: 0, count: Self.blockByteCount)) }
        return finalize().withUnsafeBytes(body)
    }
}
