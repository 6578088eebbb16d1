// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// An operation of the testee protocol: the members of its `in` and `out`, and how the library computes `out`
/// from `in`.
package struct Operation: Sendable {
    /// The name, as in `field.add`.
    package let name: String
    /// The members of `in`.
    package let input: [Input]
    /// The members of `out`, in the order of computation.
    package let output: [String]
    /// Members that `out` may have in addition.
    package var optionalOutput: [String] = []
    /// Intermediate values of the computation, which a vector may state.
    package var intermediates: [String] = []
    /// The one Boolean member of `out`, if the operation gives a verdict. The value `false` is a rejection.
    package var verdict: String?
    /// Computes outputs and intermediate values, and records each as soon as it is known. Throws an
    /// ``ErrorCode``, or an error of the library that has one.
    package let run: @Sendable (Arguments, inout Stages) throws -> Void

    /// Whether the operation takes a verification profile. If so, each of its vectors runs under each
    /// profile.
    package var hasProfiles: Bool { input.contains { $0.name == Operation.profileMember } }

    /// The member of `in` that names the verification profile. Vectors do not have this member.
    package static let profileMember = "profile"
}

extension Operation {
    /// A member of `in`.
    package struct Input: Sendable {
        /// The name of the member.
        package let name: String
        /// The JSON shape that its value must have.
        package let shape: Shape
    }

    /// The JSON shape of a member of `in`. The library, not the shape, decides whether a text is an integer.
    package enum Shape: Sendable {
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
        /// One of these texts.
        case oneOf([String])

        /// Whether a value has this shape.
        package func matches(_ value: JSON) -> Bool {
            switch (self, value) {
            case (.text, .text), (.integer, .integer), (.boolean, .boolean): true
            case (.point, .object(let members)):
                members.count == 2 && ["x", "y"].allSatisfy { members[$0].map(Shape.text.matches) ?? false }
            case (.texts, .array(let elements)): elements.allSatisfy(Shape.text.matches)
            case (.pairs, .array(let elements)):
                elements.allSatisfy { pair in
                    if case .array(let texts) = pair {
                        texts.count == 2 && Shape.texts.matches(pair)
                    } else {
                        false
                    }
                }
            case (.oneOf(let texts), .text(let text)): texts.contains(text)
            default: false
            }
        }
    }

    /// The members that `in` must have. A request has `params` if its method signs the query, and `body` if
    /// its method signs the body. If the method is unknown, the member that is present is the right one.
    package func input(of arguments: JSON.Object) -> [Input] {
        guard name.hasPrefix("request.") else { return input }
        return input + [RequestOperations.parametersOrBody(of: arguments)]
    }

    /// Runs the operation on the members of an `in`.
    /// - Returns: the recorded values, and the error that ended the computation, if one did.
    package func evaluate(_ members: JSON.Object) -> Evaluation {
        var stages = Stages()
        let shape = input(of: members)
        guard members.count == shape.count,
            shape.allSatisfy({ members[$0.name].map($0.shape.matches) ?? false })
        else { return Evaluation(stages: stages, error: ErrorCode.malformedRequest) }
        do {
            try run(Arguments(members: members), &stages)
            return Evaluation(stages: stages, error: nil)
        } catch {
            return Evaluation(stages: stages, error: error)
        }
    }
}

/// The result of an operation.
package struct Evaluation {
    /// The values that were computed.
    package let stages: Stages
    /// The error that ended the computation; `nil` if it succeeded.
    package let error: (any Error)?
}

/// The values that an operation computes, in the order in which it computes them.
package struct Stages {
    package private(set) var names: [String] = []
    private var values = JSON.Object()

    package subscript(name: String) -> JSON? { values[name] }

    package mutating func record(_ name: String, _ value: JSON) {
        names.append(name)
        values[name] = value
    }
}

extension Operation {
    /// Every operation of the protocol.
    package static let all: [Operation] =
        ArithmeticOperations.all + CurveOperations.all + [poseidonHash] + SignatureOperations.all
        + RequestOperations.all + [orderHash]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The operation with this name; `nil` if the protocol does not have it.
    package static func named(_ name: String) -> Operation? { byName[name] }
}
