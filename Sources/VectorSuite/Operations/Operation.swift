// SPDX-License-Identifier: Apache-2.0
import RequestCanonicalization
import StrictJSON

/// An operation of the testee protocol: the members of its `in` and `out`, and how the library computes `out`
/// from `in`.
package struct Operation: Sendable {
    /// The name, as in `field.add`.
    package let name: String
    /// The members of `in`, except for `params` and `body` of a request (``input(of:)``).
    let input: [String]
    /// The members of `out`, in the order of computation.
    package let output: [String]
    /// Members that `out` may have in addition.
    var optionalOutput: [String] = []
    /// Intermediate values of the computation, which a vector may state.
    var intermediates: [String] = []
    /// Computes outputs and intermediate values, and records each as soon as it is known, so that the members
    /// of `stages` are in the order of computation. Throws an ``ErrorCode``, or an error of the library that
    /// has one.
    let run: @Sendable (_ arguments: JSON.Object, _ stages: inout JSON.Object) throws -> Void

    /// The one Boolean member of `out`, if the operation gives a verdict. The value `false` is a rejection.
    package var verdict: String? { output.first { Shape(of: $0) == .boolean } }

    /// Whether the operation takes a verification profile. If so, each of its vectors runs under each
    /// profile.
    package var hasProfiles: Bool { input.contains(Operation.profileMember) }

    /// The members that `out` may have.
    package var results: [String] { output + optionalOutput }

    /// The member of `in` that names the verification profile. Vectors do not have this member.
    package static let profileMember = "profile"

    /// The members that `in` must have. A request has `params` if its method signs the query, and `body` if
    /// its method signs the body. If the method is unknown, the member that is present is the right one.
    package func input(of arguments: JSON.Object) -> [String] {
        guard name.hasPrefix("request.") else { return input }
        let method = try? SignableRequest.Method(arguments.text("method"))
        return input + [method?.signsBody ?? (arguments["params"] == nil) ? "body" : "params"]
    }

    /// Runs the operation on the members of an `in`.
    package func evaluate(_ arguments: JSON.Object) -> Evaluation {
        Evaluation { stages in
            let input = input(of: arguments)
            guard arguments.count == input.count,
                input.allSatisfy({ name in arguments[name].map(Shape(of: name).matches) ?? false })
            else { throw ErrorCode.malformedRequest }
            try run(arguments, &stages)
        }
    }
}

extension Operation {
    /// An operation with one output and without intermediate values.
    init(
        name: String, input: [String], output: String,
        value: @escaping @Sendable (_ arguments: JSON.Object) throws -> JSON
    ) {
        self.init(name: name, input: input, output: [output]) { arguments, stages in
            stages[output] = try value(arguments)
        }
    }
}

package struct Evaluation {
    /// The values that were computed, in the order of computation.
    package private(set) var stages: JSON.Object = [:]
    /// The error that ended the computation; `nil` if it succeeded.
    package private(set) var error: (any Error)?

    init(_ compute: (_ stages: inout JSON.Object) throws -> Void) {
        do { try compute(&stages) } catch { self.error = error }
    }
}

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

extension Operation {
    package static let all = arithmetic + curve + [poseidonHash] + signatures + requests + [orderHash]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The operation with this name; `nil` if the protocol does not have it.
    package static func named(_ name: String) -> Operation? { byName[name] }
}
