/// Limbs as bytes in memory, least significant first.
extension Limbs {
    /// Reads exactly 32 bytes, without a temporary array: they may be a key.
    init(bytes: some Sequence<UInt8>) throws(PrimeFieldError) {
        // A typed throw does not pass through the closure; nil stands for another number of bytes.
        let contiguous = bytes.withContiguousStorageIfAvailable { Limbs(memory: UnsafeRawBufferPointer($0)) }
        guard let limbs = contiguous ?? Limbs(oneByOne: bytes) else { throw .integerMalformed }
        self = limbs
    }

    /// Reads exactly 32 bytes of memory, or nil.
    init?(memory bytes: UnsafeRawBufferPointer) {
        guard bytes.count == MemoryLayout<Limbs>.size else { return nil }
        let limbs = bytes.loadUnaligned(as: Limbs.self).words
        self.init(
            Limb(littleEndian: limbs.0), Limb(littleEndian: limbs.1),
            Limb(littleEndian: limbs.2), Limb(littleEndian: limbs.3))
    }

    /// Reads exactly 32 bytes of a sequence that is not in memory as such, or nil.
    private init?(oneByOne bytes: some Sequence<UInt8>) {
        self = .zero
        var count = 0
        for byte in bytes {
            count += 1
            if count > 32 { return nil }
            words.0 = words.0 >> 8 | words.1 << 56
            words.1 = words.1 >> 8 | words.2 << 56
            words.2 = words.2 >> 8 | words.3 << 56
            words.3 = words.3 >> 8 | Limb(byte) << 56
        }
        if count != 32 { return nil }
    }

    /// The 32 bytes.
    var bytes: [UInt8] {
        withUnsafeBytes(
            of: (words.0.littleEndian, words.1.littleEndian, words.2.littleEndian, words.3.littleEndian)
        ) { Array($0) }
    }

    /// The limbs whose bytes are these in reverse.
    var byteSwapped: Limbs {
        Limbs(words.3.byteSwapped, words.2.byteSwapped, words.1.byteSwapped, words.0.byteSwapped)
    }
}
