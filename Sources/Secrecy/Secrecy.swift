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

/// The operating system's generator, which is the only source of random bytes.
package enum RandomBytes {
    /// Fills at most 256 bytes of memory with random bytes.
    ///
    /// Ends the process if the operating system provides none, because keys and blinding factors must not
    /// come from another source.
    package static func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        guard getentropy(bytes.baseAddress, bytes.count) == 0 else {
            preconditionFailure("the operating system provides no random bytes")
        }
    }

    /// A value whose memory consists of random bytes.
    package static func value<Value: BitwiseCopyable>(like zero: Value) -> Value {
        var value = zero
        withUnsafeMutableBytes(of: &value) { fill($0) }
        return value
    }
}

/// The operating system's generator. Each call draws 64 bits.
package struct SystemGenerator: RandomNumberGenerator {
    package init() {}

    package mutating func next() -> UInt64 { RandomBytes.value(like: 0) }
}

// MARK: Marks of secret and public values

// `declassified` marks the place at which a value derived from a secret becomes public. `classified` marks
// the place at which a secret is created. The marks are for the reader and for the constant-time check.
//
// In a normal build both functions compile to nothing. `Tests/Checks/ConstantTime/run` builds with
// `-DCONSTANT_TIME_CHECK`. In that build the functions tell valgrind's memcheck which memory is secret, and
// memcheck reports every branch and every address that depends on a secret. See Tests/Checks/README.md,
// "Constant time".

#if CONSTANT_TIME_CHECK
/// Returns the value and marks it as public. `reason` says why anyone may know it.
package func declassified<Value>(_ value: Value, because reason: StaticString) -> Value {
    precondition(_isPOD(Value.self), "the memory behind a reference would stay marked as secret")
    var copy = value
    withUnsafeBytes(of: &copy) { cvalgrind_make_defined($0.baseAddress, $0.count) }
    return copy
}

/// Returns the value and marks it as secret, even if it was computed from public values.
package func classified<Value>(_ value: Value) -> Value {
    precondition(_isPOD(Value.self), "the memory behind a reference would stay marked as public")
    var copy = value
    withUnsafeBytes(of: &copy) { cvalgrind_make_undefined($0.baseAddress, $0.count) }
    return copy
}
#else
/// Returns the value and marks it as public. `reason` says why anyone may know it.
@inlinable @inline(__always)
package func declassified<Value>(_ value: Value, because reason: StaticString) -> Value { value }

/// Returns the value and marks it as secret, even if it was computed from public values.
@inlinable @inline(__always)
package func classified<Value>(_ value: Value) -> Value { value }
#endif
