// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// The keys, and what the log reveals about each.
struct KeyTable {
    /// The keys by their numbers.
    var exposures: [KeyExposure] = []
    private var numbers: [Integer256: Int32] = [:]

    /// The number of a key. A new key gets the next number.
    mutating func number(of key: Integer256) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(exposures.count)
        exposures.append(KeyExposure(key: key))
        numbers[key] = number
        return number
    }

    /// The number of a key; `nil` if the key is not known.
    subscript(key: Integer256) -> Int32? { numbers[key] }
}
