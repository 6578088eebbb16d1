// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// The JSON shape of a member of `in` or `out`. The library, not the shape, decides whether a text is an
/// integer. An `integer` is written without fraction and exponent, a `point` is `{"x": text, "y": text}`, and
/// `pairs` is an array of arrays of two texts.
package enum Shape {
    case text, integer, boolean, point, texts, pairs

    /// The shape of the members of this name. It is the same in all operations.
    package init(of member: String) {
        self =
            switch member {
            case "t", "fullRounds", "partialRounds": .integer
            case "fillAmountBOrS", "result", "valid": .boolean
            case "p", "q", "publicKey", "R": .point
            case "inputs": .texts
            case "params": .pairs
            default: .text
            }
    }

    /// Whether a value has this shape.
    package func matches(_ value: JSON) -> Bool {
        switch (self, value) {
        case (.text, .text), (.integer, .integer), (.boolean, .boolean): true
        case (.point, .object(let members)):
            members.count == 2 && ["x", "y"].allSatisfy { members[$0].map(Shape.text.matches) ?? false }
        case (.texts, .array(let elements)): elements.allSatisfy(Shape.text.matches)
        case (.pairs, .array(let pairs)):
            pairs.allSatisfy { pair in
                guard case .array(let texts) = pair else { return false }
                return texts.count == 2 && texts.allSatisfy(Shape.text.matches)
            }
        default: false
        }
    }
}
