import EdDSA

/// Feeds every vector to a testee and judges every answer.
public struct ConformanceRun {
    /// What to ask and how to judge.
    public struct Options: Sendable {
        /// The verification profiles under which signatures are verified.
        public var profiles: [VerificationProfile]
        /// Whether error codes are compared.
        public var exactErrors: Bool
        /// How long the answer to one request may take.
        public var timeLimit: Duration

        /// Options; by default both profiles, any rejection for a rejection, ten seconds.
        public init(
            profiles: [VerificationProfile] = VerificationProfile.allCases, exactErrors: Bool = false,
            timeLimit: Duration = .seconds(10)
        ) {
            self.profiles = profiles
            self.exactErrors = exactErrors
            self.timeLimit = timeLimit
        }
    }

    /// A testee that has not given a single answer to this many tests is given up.
    static let testsWithoutAnyAnswer = 10

    private let files: [VectorFile]
    private let options: Options

    /// A run over these files.
    public init(files: [VectorFile], options: Options = Options()) {
        self.files = files
        self.options = options
    }

    /// How far a run has come.
    public struct Progress: Sendable {
        /// The tests done, in all files.
        public let done: Int
        /// All tests.
        public let total: Int
        /// The file that is being worked on.
        public let file: String
        /// The tests done, by column.
        public let counts: [Column: Int]
    }

    /// Tests a program.
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - progress: called after each test.
    /// - Throws: ``TesteeLaunchError`` if the program cannot be started.
    public func report(
        on command: [String], progress: (Progress) -> Void = { _ in }
    ) throws(TesteeLaunchError) -> ConformanceReport {
        let start = ContinuousClock.now
        let session = try TesteeSession(command: command, timeLimit: options.timeLimit)
        let cases = files.flatMap { file in file.tests.compactMap { Case(file: file.name, test: $0) } }
        var results: [TestResult] = []
        var counts: [Column: Int] = [:]
        var hasAnswered = false
        for item in cases {
            var result = item.unjudged
            if !hasAnswered, results.count >= ConformanceRun.testsWithoutAnyAnswer, let last = results.last {
                result.column = last.column
                result.problem = item.problem(
                    input: .object([:]), nil, "answer", "an answer",
                    "not asked: none of the first \(ConformanceRun.testsWithoutAnyAnswer) tests was answered")
            } else {
                try judge(item, with: session, into: &result, &hasAnswered)
            }
            results.append(result)
            counts[result.column, default: 0] += 1
            progress(Progress(done: results.count, total: cases.count, file: item.file, counts: counts))
        }
        let warning = session.finish()
        return ConformanceReport(
            command: command, options: options, files: files, results: results, starts: session.starts,
            warning: warning, duration: start.duration(to: .now))
    }

    /// Runs a test under each profile that applies; the first problem decides.
    private func judge(
        _ item: Case, with session: TesteeSession, into result: inout TestResult, _ hasAnswered: inout Bool
    ) throws(TesteeLaunchError) {
        let profiles: [VerificationProfile?] = item.operation.hasProfiles ? options.profiles : [nil]
        for profile in profiles {
            let arguments = item.operation.arguments(of: item.test, profile: profile)
            func set(_ column: Column, _ stage: String, _ expected: String, _ actual: String) {
                result.column = column
                result.problem = item.problem(input: .object(arguments), profile, stage, expected, actual)
            }
            switch try session.ask(item.operation.name, arguments) {
            case .answer(.unsupported):
                hasAnswered = true
                result.column = .unsupported
                return
            case .answer(let answer):
                hasAnswered = true
                if let problem = Judgement.problem(
                    of: answer, to: item.operation, expecting: item.test.expectation.outcome(under: profile),
                    members: item.test.members(asked: arguments), exactErrors: options.exactErrors)
                {
                    return set(.failed, problem.stage, problem.expected, problem.actual)
                }
            case .wrong(let expected, let actual): return set(.failed, "answer", expected, actual)
            case .crashed(let how): return set(.crashed, "answer", "an answer", "the testee \(how)")
            case .timedOut(let what): return set(.timedOut, "answer", "an answer", what)
            }
        }
    }
}

/// A test that a testee can be asked: one that names an operation.
private struct Case {
    let file: String
    let test: VectorTest
    let operation: Operation

    init?(file: String, test: VectorTest) {
        guard let name = test.op, let operation = Operation.named(name) else { return nil }
        self.file = file
        self.test = test
        self.operation = operation
    }

    var unjudged: TestResult {
        TestResult(
            file: file, tcId: test.tcId, op: operation.name, comment: test.comment, flags: test.flags,
            column: .passed, problem: nil)
    }

    func problem(
        input: JSON, _ profile: VerificationProfile?, _ stage: String, _ expected: String, _ actual: String
    ) -> TestResult.Problem {
        TestResult.Problem(
            profile: profile?.rawValue, stage: stage, input: input, expected: expected,
            actual: Excerpt.of(actual))
    }
}
