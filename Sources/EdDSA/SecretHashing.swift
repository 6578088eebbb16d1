import Crypto

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
