// SPDX-License-Identifier: Apache-2.0

/// Ends the program if a law does not hold. libFuzzer reports a crash and stores the input.
func require(_ law: @autoclosure () -> Bool, _ name: String) {
    guard law() else { fatalError("does not hold: \(name)") }
}

/// The value of an expression, or `nil` if it throws.
func optional<Value>(_ body: () throws -> Value) -> Value? {
    try? body()
}
