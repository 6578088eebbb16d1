// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

/// One test of a vector file.
public struct VectorTest: Equatable, Sendable {
    /// The number of the test, unique in its file.
    public let tcId: Int
    /// A description of the test.
    public let comment: String
    /// The flags: the behaviors that the test isolates. Each has a ``Note`` in the file.
    public let flags: [String]
    /// The operation; `nil` for a test of constants, which no operation of the protocol returns.
    public let op: String?
    /// The expected result.
    public let expectation: Expectation
    /// The inputs, outputs and intermediate values, by name.
    package let members: JSON.Object
}

extension VectorTest {
    /// The operation; `nil` for a test of constants.
    package var operation: Operation? { op.flatMap(Operation.named) }

    /// The members of `in`: the inputs of the test, and the profile if the operation takes one. A signing
    /// test requests the form of S that it states, unless `form` replaces it.
    package func arguments(under profile: VerificationProfile?, form: SigningForm?) -> JSON.Object {
        let names = operation?.input(of: members) ?? []
        var arguments = members.selecting(names.contains)
        if let profile, names.contains(Operation.profileMember) {
            arguments[Operation.profileMember] = .text(profile.rawValue)
        }
        if let form, names.contains(SigningForm.member) {
            arguments[SigningForm.member] = .text(form.rawValue)
        }
        return arguments
    }

    /// The values that the test states for a request with these arguments. `S` and `signature` have the
    /// reduced form. If the request has the unreduced form, `unreducedS` and `unreducedSignature` replace
    /// them.
    package func members(asked arguments: JSON.Object) -> JSON.Object {
        guard arguments[SigningForm.member] == .text(SigningForm.unreduced.rawValue),
            let s = members["unreducedS"], let signature = members["unreducedSignature"]
        else { return members }
        return members.merging(["S": s, "signature": signature])
    }

    /// Whether the test states both forms and they differ.
    package var hasDistinctForms: Bool {
        members["unreducedSignature"].map { $0 != members["signature"] } ?? false
    }
}

/// The result that a test expects of its operation.
public enum Expectation: Equatable, Sendable {
    /// The operation succeeds with the outputs given, or its verdict is true, under every profile.
    case valid
    /// The input is rejected under every profile: with this error, or with the verdict `false` if the error
    /// is `nil`.
    case invalid(ErrorCode?)
    /// The verdict under each profile.
    case verdicts([VerificationProfile: Bool])

    package func outcome(under profile: VerificationProfile?) -> ExpectedOutcome {
        switch self {
        case .valid: .success
        case .invalid(let code?): .error(code)
        case .invalid(nil): .refusal
        case .verdicts(let verdicts):
            if let profile, verdicts[profile] == true { .success } else { .refusal }
        }
    }
}

/// The expected outcome of one run of an operation.
package enum ExpectedOutcome: Equatable, Sendable, CustomStringConvertible {
    /// The operation gives its outputs, or the verdict `true`.
    case success
    /// The operation gives the verdict `false`.
    case refusal
    /// The operation fails with an error.
    case error(ErrorCode)

    package var description: String {
        switch self {
        case .success: "accepted"
        case .refusal: "refused by the verdict"
        case .error(let code): "error \(code.rawValue)"
        }
    }
}

extension VectorTest {
    init(_ value: JSON, type: GroupType, at position: String) throws(VectorFileError) {
        let reader = try ObjectReader(value, at: position)
        tcId = try reader.required("tcId", .integer)
        let place = "test \(tcId)"
        reader.place = place
        comment = try reader.required("comment", .text)
        flags = try reader.required("flags", .texts)
        guard !flags.isEmpty else { throw .missing("a flag", at: place) }
        guard Set(flags.map(ExactString.init)).count == flags.count else {
            throw .invalid("flags", at: place, value: flags.joined(separator: ", "))
        }
        var operation: Operation?
        if !type.operations.isEmpty {
            let name = try reader.required("op", .text)
            guard type.operations.contains(name) else { throw .invalid("op", at: place, value: name) }
            operation = Operation.named(name)
        }
        op = operation?.name
        expectation = try VectorTest.expectation(reader, of: operation)
        members = reader.rest
        try checkMembers(operation, type: type, at: place)
    }

    private static func expectation(
        _ reader: ObjectReader, of operation: Operation?
    ) throws(VectorFileError) -> Expectation {
        if let profiles = try reader.optional("profiles", .any) {
            guard operation?.hasProfiles == true else { throw .unknownMember("profiles", at: reader.place) }
            return try verdicts(profiles, at: reader.place)
        }
        if try isValid("result", reader) { return .valid }
        guard let name = try reader.optional("error", .any) else {
            guard operation?.verdict != nil else { throw .missing("error", at: reader.place) }
            return .invalid(nil)
        }
        guard case .text(let text) = name, let code = ErrorCode(rawValue: text) else {
            throw .invalid("error", at: reader.place, value: name.description)
        }
        return .invalid(code)
    }

    private static func isValid(_ name: String, _ reader: ObjectReader) throws(VectorFileError) -> Bool {
        let word = try reader.required(name, .text)
        guard ["valid", "invalid"].contains(word) else {
            throw .invalid(name, at: reader.place, value: word)
        }
        return word == "valid"
    }

    private static func verdicts(_ value: JSON, at place: String) throws(VectorFileError) -> Expectation {
        let reader = try ObjectReader(value, at: place + ", profiles")
        var verdicts: [VerificationProfile: Bool] = [:]
        for profile in VerificationProfile.allCases {
            verdicts[profile] = try isValid(profile.rawValue, reader)
        }
        try reader.refuseRest()
        guard Set(verdicts.values).count == 2 else {
            throw .malformed("\(place): profiles that give the same verdict must be written as result")
        }
        return .verdicts(verdicts)
    }

    /// Checks that the test has the inputs of its operation, and no members that the operation does not know.
    /// The outputs must be present if the operation must succeed, and absent if it must fail.
    private func checkMembers(
        _ operation: Operation?, type: GroupType, at place: String
    ) throws(VectorFileError) {
        let outputs = operation?.verdict == nil ? operation?.results ?? [] : []
        let inputs = operation?.input(of: members).filter { $0 != Operation.profileMember } ?? []
        let intermediates = operation?.intermediates ?? []
        let known = type.additionalMembers.union(inputs + outputs + intermediates)
        for name in members.sorted.map(\.name) where !known.contains(name) {
            throw .unknownMember(name, at: place)
        }
        for name in inputs where members[name] == nil { throw .missing(name, at: place) }
        for name in outputs {
            switch (members[name], expectation) {
            case (nil, .valid) where operation?.output.contains(name) == true:
                throw .missing(name, at: place)
            case (.some, .invalid) where !intermediates.contains(name):
                throw .malformed("\(place): \(name) is present, but the test expects a rejection")
            default: break
            }
        }
    }
}
