// SPDX-License-Identifier: Apache-2.0

/// A bar whose parts are as long as the numbers that they show.
struct ShareBar {
    /// A part of a bar.
    struct Part {
        let kind: Tone
        let name: String
        let start, length: Int
    }

    /// The length of a whole bar.
    static let whole = 1000

    let label: String
    let parts: [Part]
    let length: Int

    /// `nil` if all numbers are zero.
    init?(_ label: String, _ numbers: [(kind: Tone, name: String, count: Int)]) {
        let total = numbers.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        var parts: [Part] = []
        var end = 0
        for (kind, name, count) in numbers where count > 0 {
            let length = ShareBar.length(of: count, in: total)
            parts.append(
                Part(kind: kind, name: "\(count.grouped) \(name)", start: end, length: length))
            end += length
        }
        self.label = label
        self.parts = parts
        length = end
    }

    /// The length of a part in thousandths. It is at least 8 for a number that is not zero, so that the part
    /// is visible.
    static func length(of count: Int, in total: Int) -> Int {
        count == 0 ? 0 : max(8, whole * count / total)
    }
}
