// SPDX-License-Identifier: Apache-2.0
import Secrecy

/// The bytes of a secret, in memory that is wiped when the last reference to it is released.
///
/// This covers the bytes only. The number that they encode also passes through the stack and through arrays
/// of other modules. Each module wipes the arrays that it owns; further copies are not tracked.
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

    /// Appends the bytes that `fill` writes. `fill` returns how many it has written.
    func append(_ fill: (UnsafeMutableRawBufferPointer) -> Int) {
        count += fill(UnsafeMutableRawBufferPointer(rebasing: storage.dropFirst(count)))
    }

    /// How many bytes the buffer contains.
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
