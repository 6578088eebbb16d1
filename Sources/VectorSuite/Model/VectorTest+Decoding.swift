import EdDSA

extension VectorTest {
    init(_ value: JSON, type: GroupType, at position: String) throws(VectorFileError) {
        var reader = try ObjectReader(value, at: position)
        tcId = try reader.integer("tcId")
        let place = "test \(tcId)"
        reader.place = place
        comment = try reader.text("comment")
        flags = try reader.texts("flags")
        guard !flags.isEmpty else { throw .missing("a flag", at: place) }
        guard Set(flags).count == flags.count else {
            throw .invalid("flags", at: place, value: flags.joined(separator: ", "))
        }
        let operation = try VectorTest.operation(&reader, type: type, at: place)
        op = operation?.name
        expectation = try VectorTest.expectation(&reader, of: operation, at: place)
        members = reader.rest
        try checkMembers(operation, type: type, at: place)
    }

    private static func operation(
        _ reader: inout ObjectReader, type: GroupType, at place: String
    ) throws(VectorFileError) -> Operation? {
        guard !type.operations.isEmpty else { return nil }
        let name = try reader.text("op")
        guard type.operations.contains(name), let operation = Operation.named(name) else {
            throw .invalid("op", at: place, value: name)
        }
        return operation
    }

    private static func expectation(
        _ reader: inout ObjectReader, of operation: Operation?, at place: String
    ) throws(VectorFileError) -> Expectation {
        if let profiles = reader.optional("profiles") {
            guard operation?.hasProfiles == true else { throw .unknownMember("profiles", at: place) }
            return try verdicts(profiles, at: place)
        }
        let result = try reader.text("result")
        switch result {
        case "valid":
            return .valid
        case "invalid":
            guard let name = reader.optional("error") else {
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
        var reader = try ObjectReader(value, at: place + ", profiles")
        var verdicts: [VerificationProfile: Bool] = [:]
        for profile in VerificationProfile.allCases {
            let word = try reader.text(profile.rawValue)
            guard ["valid", "invalid"].contains(word) else {
                throw .invalid(profile.rawValue, at: reader.place, value: word)
            }
            verdicts[profile] = word == "valid"
        }
        try reader.finish()
        guard Set(verdicts.values).count == 2 else {
            throw .contradiction("profiles that agree are written as result", at: place)
        }
        return .verdicts(verdicts)
    }

    /// Input, output and intermediates are those of the operation, and the output is there exactly when the
    /// operation is to succeed.
    private func checkMembers(
        _ operation: Operation?, type: GroupType, at place: String
    ) throws(VectorFileError) {
        guard let operation else {
            for name in members.keys.sorted() where !type.additionalMembers.contains(name) {
                throw .unknownMember(name, at: place)
            }
            return
        }
        let outputs = operation.verdict == nil ? operation.output + operation.optionalOutput : []
        let inputs = operation.input(of: members).map(\.name).filter { $0 != Operation.profileMember }
        let known = Set(inputs).union(outputs).union(operation.intermediates).union(type.additionalMembers)
        for name in members.keys.sorted() where !known.contains(name) {
            throw .unknownMember(name, at: place)
        }
        for name in inputs where members[name] == nil { throw .missing(name, at: place) }
        for name in outputs {
            switch (members[name], expectation) {
            case (nil, .valid) where operation.output.contains(name): throw .missing(name, at: place)
            case (.some, .invalid) where !operation.intermediates.contains(name):
                throw .contradiction("\(name) is given, but the input is to be rejected", at: place)
            default: break
            }
        }
    }
}
