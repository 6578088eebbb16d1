// SPDX-License-Identifier: Apache-2.0
import Secrecy

/// The bytes of a secret, in memory that is wiped when the last reference to it is released.
///
/// The number that the bytes denote still passes through arrays of the modules below and through the stack;
/// those are wiped where they are owned, and not tracked beyond.
final class SecretBuffer {
    private let storage: UnsafeMutableRawBufferPointer
    private var count = 0

    init(capacity: Int) {
        storage = .allocate(byteCount: capacity, alignment: 1)
    }

    deinit {
        wipe(storage)
        storage.deallocate()
    }

    /// Appends what `fill` writes; it returns the number of bytes that it has written.
    func append(_ fill: (UnsafeMutableRawBufferPointer) -> Int) {
        count += fill(UnsafeMutableRawBufferPointer(rebasing: storage.dropFirst(count)))
    }

    /// How many bytes were filled in.
    var byteCount: Int { count }

    /// Calls `body` with the bytes, without one line end or blank at the end, which editors and `echo` add.
    /// The pointer is valid during `body` only.
    func withTrimmedBytes<Result, Problem: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
    ) throws(Problem) -> Result {
        var end = count
        func drop(_ characters: String) -> Bool {
            guard end > 0, characters.utf8.contains(storage[end - 1]) else { return false }
            end -= 1
            return true
        }
        if drop("\n") { _ = drop("\r") } else { _ = drop(" \t") }
        return try body(UnsafeRawBufferPointer(rebasing: storage.prefix(end)))
    }
}
