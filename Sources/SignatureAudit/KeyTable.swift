// SPDX-License-Identifier: Apache-2.0
import EdDSA
import LoopringOrders
import PrimeField

/// The counters of each key, updated verdict by verdict.
struct KeyTable {
    struct Entry {
        /// A, packed.
        let key: Integer256
        var accounts: Set<AccountID> = []
        var signatures = 0
        var valid = 0
        /// A has order 1, 2, 4 or 8.
        var isWeak = false
        /// A is outside the subgroup of order ℓ.
        var isOutsideSubgroup = false
        /// The proven signatures of the key, if it has low order.
        var weakLines = Lines()
    }

    private(set) var entries: [Entry] = []
    private var numbers: [Integer256: Int32] = [:]

    /// The number of a key. A new key gets the next number.
    mutating func number(of key: Integer256) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(entries.count)
        entries.append(Entry(key: key))
        numbers[key] = number
        return number
    }

    /// The number of a key; `nil` if the key is not known.
    subscript(key: Integer256) -> Int32? { numbers[key] }

    mutating func update(_ number: Int32, _ change: (inout Entry) -> Void) { change(&entries[Int(number)]) }
}

extension KeyTable.Entry {
    /// Records what the findings say about the key.
    mutating func note(_ findings: [Finding]) {
        for finding in findings {
            switch finding {
            case .publicKeyIsIdentity, .publicKeySmallOrder: isWeak = true
            case .publicKeyOutsideSubgroup: isOutsideSubgroup = true
            case .unreducedS, .rSmallOrder, .rOutsideSubgroup: break
            }
        }
    }
}
