// SPDX-License-Identifier: Apache-2.0
import SignatureAudit

/// A bar whose parts are as long as the numbers that they show.
enum ShareBar {
    /// `nil` if all numbers are zero.
    static func model(_ label: String, _ numbers: [(kind: Tone, name: String, count: Int)]) -> Model? {
        let total = numbers.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        var end = 0
        let parts = numbers.filter { $0.count > 0 }.map { kind, name, count -> Model in
            let length = length(of: count, in: total)
            defer { end += length }
            return ["kind": kind, "name": "\(count.grouped) \(name)", "start": end, "length": length]
        }
        return ["label": label, "parts": parts, "length": end]
    }

    /// The length of a part in thousandths. It is at least 8 for a number that is not zero, so that the part
    /// is visible.
    static func length(of count: Int, in total: Int) -> Int {
        count == 0 ? 0 : max(8, 1000 * count / total)
    }
}
