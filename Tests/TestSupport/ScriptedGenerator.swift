// SPDX-License-Identifier: Apache-2.0

/// A random generator that returns the given numbers in order, and counts how many were drawn. It ends the
/// process if a number is drawn after the last one.
package struct ScriptedGenerator: RandomNumberGenerator {
    private let numbers: [UInt64]
    /// How many numbers were drawn.
    package private(set) var count = 0

    package init(_ numbers: [UInt64]) { self.numbers = numbers }

    package mutating func next() -> UInt64 {
        defer { count += 1 }
        return numbers[count]
    }
}
