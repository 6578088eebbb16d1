/// Where a value derived from a secret becomes public, and where a secret comes into being: said in the code,
/// for the reader and for the constant-time check.
///
/// In a normal build both functions compile to nothing. `Tests/Checks/ConstantTime/run` builds with
/// `-DCONSTANT_TIME_CHECK`; then they tell valgrind's memcheck which memory is secret, and it reports every
/// branch and every address that depends on one. See Tests/Checks/README.md, "Constant time".
#if CONSTANT_TIME_CHECK
import CValgrind

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
