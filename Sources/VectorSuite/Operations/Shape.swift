// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// The JSON shape of a member of `in` or `out`. The library, not the shape, decides whether a text is an
/// integer.
package enum Shape {
    /// A JSON string.
    case text
    /// A JSON number that is an integer, written without fraction and exponent.
    case integer
    /// true or false
    case boolean
    /// `{"x": text, "y": text}`
    case point
    /// An array of texts.
    case texts
    /// An array of arrays of two texts.
    case pairs

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
                if case .array(let texts) = pair {
                    texts.count == 2 && Shape.texts.matches(pair)
                } else {
                    false
                }
            }
        default: false
        }
    }
}
