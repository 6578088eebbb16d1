// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON

extension VectorTest {
    init(_ value: JSON, type: GroupType, at position: String) throws(VectorFileError) {
        let object = try ObjectReader(value, at: position)
        tcId = try object.required("tcId", .integer)
        let place = "test \(tcId)"
        let reader = ObjectReader(object.object, at: place)
        comment = try reader.required("comment", .text)
        flags = try reader.required("flags", .texts)
        guard !flags.isEmpty else { throw .missing("a flag", at: place) }
        guard Set(flags.map(ExactString.init)).count == flags.count else {
            throw .invalid("flags", at: place, value: flags.joined(separator: ", "))
        }
        let operation = try VectorTest.operation(reader, type: type, at: place)
        op = operation?.name
        let expectation = try VectorTest.expectation(reader, of: operation, at: place)
        self.expectation = expectation
        members = reader.object.selecting { name in
            switch name {
            case "tcId", "comment", "flags": false
            case "op": operation == nil
            case "profiles": !expectation.hasProfiles
            case "result": expectation.hasProfiles
            case "error": !expectation.isInvalid
            default: true
            }
        }
        try checkMembers(operation, type: type, at: place)
    }

    private static func operation(
        _ reader: ObjectReader, type: GroupType, at place: String
    ) throws(VectorFileError) -> Operation? {
        guard !type.operations.isEmpty else { return nil }
        let name = try reader.required("op", .text)
        guard type.operations.contains(name), let operation = Operation.named(name) else {
            throw .invalid("op", at: place, value: name)
        }
        return operation
    }

    private static func expectation(
        _ reader: ObjectReader, of operation: Operation?, at place: String
    ) throws(VectorFileError) -> Expectation {
        if let profiles = try reader.optional("profiles", .any) {
            guard operation?.hasProfiles == true else { throw .unknownMember("profiles", at: place) }
            return try verdicts(profiles, at: place)
        }
        let result = try reader.required("result", .text)
        switch result {
        case "valid":
            return .valid
        case "invalid":
            guard let name = try reader.optional("error", .any) else {
                guard operation?.verdict != nil else { throw .missing("error", at: place) }
                return .invalid(nil)
            }
            guard case .text(let text) = name, let code = ErrorCode(rawValue: text) else {
                throw .invalid("error", at: place, value: name.description)
            }
            return .invalid(code)
        default:
            throw .invalid("result", at: place, value: result)
        }
    }

    private static func verdicts(_ value: JSON, at place: String) throws(VectorFileError) -> Expectation {
        let reader = try ObjectReader(value, at: place + ", profiles")
        var verdicts: [VerificationProfile: Bool] = [:]
        for profile in VerificationProfile.allCases {
            let word = try reader.required(profile.rawValue, .text)
            guard ["valid", "invalid"].contains(word) else {
                throw .invalid(profile.rawValue, at: reader.place, value: word)
            }
            verdicts[profile] = word == "valid"
        }
        try reader.refuseMembers(except: VerificationProfile.allCases.map(\.rawValue))
        guard Set(verdicts.values).count == 2 else {
            throw .contradiction("profiles that give the same verdict must be written as result", at: place)
        }
        return .verdicts(verdicts)
    }

    /// Checks that the test has the inputs of its operation, and no members that the operation does not know.
    /// The outputs must be present if the operation must succeed, and absent if it must fail.
    private func checkMembers(
        _ operation: Operation?, type: GroupType, at place: String
    ) throws(VectorFileError) {
        guard let operation else {
            for name in members.sorted.map(\.name) where !type.additionalMembers.contains(name) {
                throw .unknownMember(name, at: place)
            }
            return
        }
        let outputs = operation.verdict == nil ? operation.output + operation.optionalOutput : []
        let inputs = operation.input(of: members).map(\.name).filter { $0 != Operation.profileMember }
        let known = Set(inputs).union(outputs).union(operation.intermediates).union(type.additionalMembers)
        for name in members.sorted.map(\.name) where !known.contains(name) {
            throw .unknownMember(name, at: place)
        }
        for name in inputs where members[name] == nil { throw .missing(name, at: place) }
        for name in outputs {
            switch (members[name], expectation) {
            case (nil, .valid) where operation.output.contains(name): throw .missing(name, at: place)
            case (.some, .invalid) where !operation.intermediates.contains(name):
                throw .contradiction("\(name) is present, but the test expects a rejection", at: place)
            default: break
            }
        }
    }
}

extension Expectation {
    fileprivate var hasProfiles: Bool { if case .verdicts = self { true } else { false } }
    fileprivate var isInvalid: Bool { if case .invalid = self { true } else { false } }
}
