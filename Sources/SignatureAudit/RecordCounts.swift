// SPDX-License-Identifier: Apache-2.0

/// How many records are valid, and how many are not.
public struct RecordCounts: Equatable, Sendable {
    /// The number of records with a valid signature.
    public internal(set) var valid = 0
    /// The number of the others.
    public internal(set) var invalid = 0

    mutating func add(isValid: Bool) { if isValid { valid += 1 } else { invalid += 1 } }
}
