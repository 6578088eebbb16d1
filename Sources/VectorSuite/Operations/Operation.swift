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

/// The result of an operation.
package struct Evaluation {
    /// The values that were computed, in the order of computation.
    package private(set) var stages: JSON.Object = [:]
    /// The error that ended the computation; `nil` if it succeeded.
    package private(set) var error: (any Error)?

    init(_ compute: (_ stages: inout JSON.Object) throws -> Void) {
        do { try compute(&stages) } catch { self.error = error }
    }
}

extension Operation {
    /// Every operation of the protocol.
    package static let all = arithmetic + curve + [poseidonHash] + signatures + requests + [orderHash]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The operation with this name; `nil` if the protocol does not have it.
    package static func named(_ name: String) -> Operation? { byName[name] }
}
