import EdDSA
import StrictJSON

/// One test of a vector file.
public struct VectorTest: Equatable, Sendable {
    /// The number of the test, unique in its file.
    public let tcId: Int
    /// What the case is.
    public let comment: String
    /// The behaviours that the test isolates; each has a ``Note`` in the file.
    public let flags: [String]
    /// The operation, or `nil` for a test of constants, which no operation of the protocol shows.
    public let op: String?
    /// What is expected.
    public let expectation: Expectation
    /// Input, output and intermediate values by name.
    public let members: JSON.Object
}

/// Tests of one kind and one origin.
public struct VectorGroup: Equatable, Sendable {
    /// Where the figures of a group come from.
    public struct Source: Equatable, Sendable {
        /// A publication, or the independent reference.
        public let name: String
        /// Its version.
        public let version: String
    }

    /// What the tests have in common.
    public let type: GroupType
    /// Where the figures come from.
    public let source: Source
    /// The tests.
    public let tests: [VectorTest]
}

/// A vector file. Vectors/README.md describes the format.
public struct VectorFile: Equatable, Sendable {
    /// The name of the file, without its folder where that tells it from the others of a run.
    public let name: String
    /// What is tested.
    public let algorithm: String
    /// The file name of the JSON Schema.
    public let schema: String
    /// Sentences about the file.
    public let header: [String]
    /// The meaning of each flag.
    public let notes: [String: Note]
    /// The groups.
    public let groups: [VectorGroup]

    /// The tests of all groups, in their order.
    public var tests: [VectorTest] { groups.flatMap(\.tests) }
}

/// What a test expects of the operation.
public enum Expectation: Equatable, Sendable {
    /// The operation succeeds with the outputs given, or its verdict is true, under every profile.
    case valid
    /// The input is rejected under every profile: with this error, or, where it is `nil`, by a verdict that is
    /// false.
    case invalid(ErrorCode?)
    /// The verdict that each profile gives.
    case verdicts([VerificationProfile: Bool])

    /// What is expected of the operation under one profile.
    func outcome(under profile: VerificationProfile?) -> Outcome {
        switch self {
        case .valid: .success
        case .invalid(let code?): .error(code)
        case .invalid(nil): .refusal
        case .verdicts(let verdicts):
            if let profile, verdicts[profile] == true { .success } else { .refusal }
        }
    }

    /// What one run of an operation is expected to give.
    enum Outcome: Equatable, Sendable {
        /// The outputs, or a verdict that is true.
        case success
        /// A verdict that is false.
        case refusal
        /// An error.
        case error(ErrorCode)
    }
}

/// The kinds of test groups, with the operations and the additional members that tests of each may have.
public enum GroupType: String, CaseIterable, Sendable {
    case fieldArithmetic = "FieldArithmetic"
    case scalarArithmetic = "ScalarArithmetic"
    case curveOperation = "CurveOperation"
    case poseidonHash = "PoseidonHash"
    case poseidonConstants = "PoseidonConstants"
    case eddsaSign = "EddsaSign"
    case eddsaVerify = "EddsaVerify"
    case keyDerivation = "KeyDerivation"
    case requestCanonicalize = "RequestCanonicalize"
    case requestSign = "RequestSign"
    case requestVerify = "RequestVerify"
    case orderHash = "OrderHash"
    case cancelOrder = "CancelOrder"

    /// The operations of the tests; empty where tests have none.
    var operations: [String] {
        switch self {
        case .fieldArithmetic:
            ["add", "subtract", "multiply", "negate", "square", "invert", "squareRoot"].map { "field." + $0 }
        case .scalarArithmetic: ["add", "subtract", "multiply", "invert"].map { "scalar." + $0 }
        case .curveOperation:
            ["isOnCurve", "isInSubgroup", "add", "multiply", "pack", "unpack"].map { "curve." + $0 }
        case .poseidonHash: ["poseidon.hash"]
        case .poseidonConstants: []
        case .eddsaSign: ["eddsa.publicKey", "eddsa.sign"]
        case .eddsaVerify: ["eddsa.verify"]
        case .keyDerivation: ["key.derive"]
        case .requestCanonicalize: ["request.canonicalize"]
        case .requestSign, .cancelOrder: ["request.sign"]
        case .requestVerify: ["request.verify"]
        case .orderHash: ["order.hash"]
        }
    }

    /// Members beside those of the operation.
    var additionalMembers: Set<String> {
        switch self {
        case .poseidonConstants: ["kind", "index", "chain", "value", "t", "matrix"]
        case .cancelOrder: ["apiKey", "request", "response", "outcome"]
        default: []
        }
    }
}

/// What a flag stands for: a mistake that an implementation can make, and what it costs.
public struct Note: Equatable, Sendable {
    /// The kind of mistake, in Wycheproof's manner: `MISSING_CHECK`, `ENCODING`, ….
    public let bugType: String
    /// What is tested.
    public let description: String
    /// What happens to those who get it wrong.
    public let effect: String
    /// Where to read on.
    public let links: [String]
}
