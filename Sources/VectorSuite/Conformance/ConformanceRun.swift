import EdDSA
import StrictJSON
import Foundation

/// Feeds every vector to a testee and judges every answer.
public struct ConformanceRun: Sendable {
    /// What to ask and how to judge.
    public struct Options: Sendable {
        /// The verification profiles under which signatures are verified.
        public var profiles: [VerificationProfile]
        /// The form of S that the testee is asked for; `nil` for the one that it emits.
        public var form: SigningForm?
        /// Whether error codes are compared.
        public var exactErrors: Bool
        /// How long the answer to one request may take.
        public var timeLimit: Duration
        /// How long the whole run may take; what has not been asked by then counts as timed out.
        public var wholeTimeLimit: Duration
        /// How many testees are asked at the same time.
        public var jobs: Int
        /// The tests to run.
        public var selection: TestSelection

        /// Options; by default everything, one by one, under both profiles, any rejection for a rejection, ten
        /// seconds an answer and half an hour for all.
        public init(
            profiles: [VerificationProfile] = VerificationProfile.allCases, form: SigningForm? = nil,
            exactErrors: Bool = false, timeLimit: Duration = .seconds(10),
            wholeTimeLimit: Duration = .seconds(1800), jobs: Int = 1, selection: TestSelection = .all
        ) {
            self.profiles = profiles
            self.form = form
            self.exactErrors = exactErrors
            self.timeLimit = timeLimit
            self.wholeTimeLimit = wholeTimeLimit
            self.jobs = jobs
            self.selection = selection
        }
    }

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

    /// Tests a program. Blocks until all is done.
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - progress: called after each test, on the caller's thread.
    /// - Throws: ``TesteeLaunchError`` if the program cannot be started, or gives no answer to begin with.
    public func report(
        on command: [String], progress: (Progress) -> Void = { _ in }
    ) throws(TesteeLaunchError) -> ConformanceReport {
        let start = ContinuousClock.now
        let end = start + options.wholeTimeLimit
        let questions = files.flatMap { file in
            file.tests.compactMap { Question(file: file.name, test: $0) }
        }.filter { options.selection.contains($0) }
        let first = try TesteeSession(command: command, timeLimit: options.timeLimit)
        var warnings: [String] = []
        if let warning = try greet(first, questions.first, before: end) { warnings.append(warning) }
        let forms = try SignerForms.found(by: first, questions, before: end)
        let asked = options.form.map(SignerForms.only) ?? forms

        let worklist = Worklist(count: questions.count)
        let jobs = max(1, min(options.jobs, questions.count))
        for job in 0..<jobs {
            // The first session is handed over to the first job; nobody else touches it any more.
            nonisolated(unsafe) let session = job == 0 ? first : nil
            Thread.detachNewThread {
                work(on: questions, worklist, session: session, command: command, forms: asked, end: end)
            }
        }
        var counts: [Column: Int] = [:]
        var done = 0
        while let (index, result) = worklist.nextResult() {
            done += 1
            counts[result.column, default: 0] += 1
            progress(
                Progress(done: done, total: questions.count, file: questions[index].file, counts: counts))
        }
        let outcome = try worklist.outcome(of: jobs)
        return ConformanceReport(
            command: command, options: options, forms: forms, files: files, results: outcome.results,
            starts: outcome.starts, warnings: warnings + outcome.warnings, duration: start.duration(to: .now))
    }

    /// Sees whether the program answers anything. One that answers neither the greeting nor a first question is not
    /// asked two thousand more.
    /// - Returns: What it says besides.
    private func greet(
        _ session: TesteeSession, _ question: Question?, before end: ContinuousClock.Instant
    ) throws(TesteeLaunchError) -> String? {
        switch session.greet() {
        case .answer: return nil
        case .wrong(_, let actual): return "before the first answer: \(actual)"
        case .crashed(let how), .timedOut(let how):
            // It may know no operation but its own; any of ours will do then.
            guard let question else { return nil }
            let arguments = question.arguments(under: options.profiles.first, forms: nil)
            switch try session.ask(question.operation.name, arguments, before: end) {
            case .answer, .wrong: return "it does not answer an unknown operation: it \(how)"
            case .crashed, .timedOut:
                throw TesteeLaunchError(description: "the testee gives no answer: \(how)")
            }
        }
    }

    /// Asks one question after the other until none is left.
    private func work(
        on questions: [Question], _ worklist: Worklist, session: TesteeSession?, command: [String],
        forms: SignerForms?, end: ContinuousClock.Instant
    ) {
        do throws(TesteeLaunchError) {
            let session =
                if let session { session } else {
                    try TesteeSession(command: command, timeLimit: options.timeLimit)
                }
            while let index = worklist.next() {
                let question = questions[index]
                worklist.finish(index, try result(of: question, asking: session, forms: forms, end: end))
            }
            worklist.end(starts: session.starts, warning: session.finish())
        } catch {
            worklist.fail(error)
        }
    }

    /// Asks a question under each profile that applies; the first problem decides.
    private func result(
        of question: Question, asking session: TesteeSession, forms: SignerForms?,
        end: ContinuousClock.Instant
    ) throws(TesteeLaunchError) -> TestResult {
        var result = question.unjudged
        let profiles: [VerificationProfile?] = question.operation.hasProfiles ? options.profiles : [nil]
        for profile in profiles {
            let arguments = question.arguments(under: profile, forms: forms)
            func ended(
                in column: Column, _ stage: String, _ expected: String, _ actual: String
            ) -> TestResult {
                result.column = column
                result.problem = TestResult.Problem(
                    profile: profile?.rawValue, stage: stage, input: .object(arguments), expected: expected,
                    actual: VisibleText.excerpt(actual, limit: ConformanceReport.excerptLimit))
                return result
            }
            guard ContinuousClock.now < end else {
                return ended(
                    in: .timedOut, "answer", "an answer", "not asked: the time for the whole run was over")
            }
            switch try session.ask(question.operation.name, arguments, before: end) {
            case .answer(.unsupported):
                result.column = .unsupported
                return result
            case .answer(let answer):
                let members = question.test.members(asked: arguments)
                let judgement = Judgement.of(
                    answer, to: question.operation,
                    expecting: question.test.expectation.outcome(under: profile), members: members,
                    exactErrors: options.exactErrors)
                switch judgement {
                case .right(let unanswered):
                    result.unanswered = unanswered
                    if !unanswered.isEmpty { result.column = .partial }
                case .wrong(let fault):
                    result = ended(in: .failed, fault.stage, fault.expected, fault.actual.description)
                    result.wrongAnswer = fault.wrongAnswer(to: question.operation)
                    result.problem?.remark = Remark.on(answer, fault, members, comment: question.test.comment)
                    if case .json(let actual) = fault.actual, let expected = members[fault.stage] {
                        result.problem?.format = ValueFormat(of: actual, expected: expected)
                    }
                    return result
                }
            case .wrong(let expected, let actual):
                result.wrongAnswer = .unknownValue
                return ended(in: .failed, "answer", expected, actual)
            case .crashed(let how):
                result.wrongAnswer = .crashed
                return ended(in: .crashed, "answer", "an answer", "the testee \(how)")
            case .timedOut(let what):
                result.wrongAnswer = .timedOut
                return ended(in: .timedOut, "answer", "an answer", what)
            }
        }
        return result
    }
}

/// The questions of a run, handed out to the jobs one by one, and what came of them.
private final class Worklist: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    private var handedOut = 0
    private var results: [Int: TestResult] = [:]
    /// Results that the caller has not seen.
    private var news: [Int] = []
    private var ended = 0
    private var starts = 0
    private var warnings: [String] = []
    private var failure: TesteeLaunchError?

    init(count: Int) {
        self.count = count
    }

    /// What to ask next; `nil` if nothing is left, or there is no point.
    func next() -> Int? {
        condition.lock()
        defer { condition.unlock() }
        guard failure == nil, handedOut < count else { return nil }
        defer { handedOut += 1 }
        return handedOut
    }

    func finish(_ index: Int, _ result: TestResult) {
        change {
            results[index] = result
            news.append(index)
        }
    }

    /// A job has nothing more to do.
    func end(starts: Int, warning: String?) {
        change {
            ended += 1
            self.starts += starts
            if let warning { warnings.append("at the end of the input: \(warning)") }
        }
    }

    /// A job cannot go on.
    func fail(_ error: TesteeLaunchError) {
        change {
            ended += 1
            if failure == nil { failure = error }
        }
    }

    private func change(_ body: () -> Void) {
        condition.lock()
        body()
        condition.signal()
        condition.unlock()
    }

    /// Waits for the next result; `nil` if there is none to come.
    func nextResult() -> (index: Int, result: TestResult)? {
        condition.lock()
        defer { condition.unlock() }
        while news.isEmpty {
            guard failure == nil, results.count < count else { return nil }
            condition.wait()
        }
        let index = news.removeFirst()
        return results[index].map { (index, $0) }
    }

    /// Waits for the jobs to end, and says what came of all.
    func outcome(
        of jobs: Int
    ) throws(TesteeLaunchError) -> (results: [TestResult], starts: Int, warnings: [String]) {
        condition.lock()
        defer { condition.unlock() }
        while ended < jobs { condition.wait() }
        if let failure { throw failure }
        return ((0..<count).compactMap { results[$0] }, starts, Array(Set(warnings)).sorted())
    }
}
