// SPDX-License-Identifier: Apache-2.0
#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
#if CONSTANT_TIME_CHECK
import CValgrind
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

/// The operating system's generator, 64 bits a call.
package struct SystemGenerator: RandomNumberGenerator {
    package init() {}

    package mutating func next() -> UInt64 { RandomBytes.value(like: 0) }
}

// MARK: What is secret, and what is public

// Where a value derived from a secret becomes public, and where a secret comes into being: said in the code,
// for the reader and for the constant-time check.
//
// In a normal build both functions compile to nothing. `Tests/Checks/ConstantTime/run` builds with
// `-DCONSTANT_TIME_CHECK`; then they tell valgrind's memcheck which memory is secret, and it reports every
// branch and every address that depends on one. See Tests/Checks/README.md, "Constant time".

#if CONSTANT_TIME_CHECK
/// The value, from here on public. `reason` says why it may be known.
package func declassified<Value>(_ value: Value, because reason: StaticString) -> Value {
    precondition(_isPOD(Value.self), "a value behind a reference would stay secret")
    var copy = value
    withUnsafeBytes(of: &copy) { cvalgrind_make_defined($0.baseAddress, $0.count) }
    return copy
}

/// The value, from here on secret, whatever it was made from.
package func classified<Value>(_ value: Value) -> Value {
    precondition(_isPOD(Value.self), "a value behind a reference would stay public")
    var copy = value
    withUnsafeBytes(of: &copy) { cvalgrind_make_undefined($0.baseAddress, $0.count) }
    return copy
}
#else
/// The value, from here on public. `reason` says why it may be known.
@inlinable @inline(__always)
package func declassified<Value>(_ value: Value, because reason: StaticString) -> Value { value }

/// The value, from here on secret, whatever it was made from.
@inlinable @inline(__always)
package func classified<Value>(_ value: Value) -> Value { value }
#endif
