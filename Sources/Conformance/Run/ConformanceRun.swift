// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import VectorSuite

/// Sends each test of the vectors to a testee and judges each answer.
public struct ConformanceRun: Sendable {
    /// The tests to send, and how to judge the answers.
    public struct Options: Sendable {
        /// The verification profiles to test; `nil` for the profiles that the testee implements.
        public var profiles: [VerificationProfile]?
        /// The form of S to request; `nil` for the form that the testee emits.
        public var form: SigningForm?
        /// Whether an error must have the expected code. If not, any rejection passes a test that expects
        /// one.
        public var exactErrors: Bool
        /// The time limit for the answer to one request.
        public var timeLimit: Duration
        /// The time limit for the whole run. Tests that have not been sent by then count as timed out.
        public var wholeTimeLimit: Duration
        /// The number of testees that run at the same time.
        public var jobs: Int
        /// The tests to run.
        public var selection: TestSelection

        /// Creates options. By default, a run sends all tests, one at a time, under the profiles that the
        /// testee implements, and compares no error codes. An answer may take ten seconds, and the run half
        /// an hour.
        public init(
            profiles: [VerificationProfile]? = nil, form: SigningForm? = nil,
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
    private let lines: ProtocolLines

    /// Creates a run over vector files.
    /// - Parameter lines: protocol lines to send as well.
    public init(files: [VectorFile], lines: ProtocolLines = .none, options: Options = Options()) {
        self.files = files
        self.lines = lines
        self.options = options
    }

    /// The progress of a run.
    public struct Progress: Sendable {
        /// The number of finished tests, over all files.
        public let done: Int
        /// The number of all tests.
        public let total: Int
        /// The file of the test that has just finished.
        public let file: String
        /// The number of finished tests, by status.
        public let counts: [TestStatus: Int]
    }

    /// Tests a program. Blocks until the run ends.
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - progress: called after each test, on the caller's thread.
    /// - Throws: ``TesteeLaunchError`` if the program cannot be started, or answers neither the greeting nor
    ///   the first question.
    public func report(
        on command: [String], progress: (Progress) -> Void = { _ in }
    ) throws(TesteeLaunchError) -> ConformanceReport {
        try report(
            starting: { () throws(TesteeLaunchError) in try TesteeProcess(command) }, named: command,
            progress: progress)
    }

    /// Tests the testee that `start` starts.
    package func report(
        starting start: @escaping TesteeStarter, named command: [String] = [],
        progress: (Progress) -> Void = { _ in }
    ) throws(TesteeLaunchError) -> ConformanceReport {
        let begin = ContinuousClock.now
        let end = begin + options.wholeTimeLimit
        let questions = files.flatMap { file in
            file.tests.compactMap { Question(file: file.name, test: $0) }
        }.filter { options.selection.contains($0) }
        let first = try TesteeSession(starting: start, timeLimit: options.timeLimit)
        var warnings: [String] = []
        if let warning = try greet(first, questions.first, before: end) { warnings.append(warning) }
        let wrongLines = try lines.wronglyAnswered(by: first, before: end)
        let forms = try SignerForms.found(by: first, questions, before: end)
        let profile =
            options.profiles == nil ? try VerifierProfile.only(of: first, questions, before: end) : nil
        let terms = Terms(
            profiles: options.profiles ?? profile.map { [$0] } ?? VerificationProfile.allCases,
            forms: options.form.map(SignerForms.only) ?? forms, end: end)

        let worklist = Worklist(count: questions.count)
        let jobs = max(1, min(options.jobs, questions.count))
        for job in 0..<jobs {
            // The first job takes over the first session. From here on, this thread does not use that
            // session.
            nonisolated(unsafe) let session = job == 0 ? first : nil
            Thread.detachNewThread { work(on: questions, worklist, session: session, start: start, terms) }
        }
        var counts: [TestStatus: Int] = [:]
        var done = 0
        while let (index, result) = worklist.nextResult() {
            done += 1
            counts[result.status, default: 0] += 1
            progress(
                Progress(done: done, total: questions.count, file: questions[index].file, counts: counts))
        }
        let outcome = try worklist.outcome(of: jobs)
        return ConformanceReport(
            command: command, options: options, profiles: terms.profiles, knownProfile: profile, forms: forms,
            files: files, results: outcome.results, wronglyAnsweredLines: wrongLines,
            lineCount: lines.entries.count,
            starts: outcome.starts, warnings: warnings + outcome.warnings, duration: begin.duration(to: .now))
    }

    /// The profiles and forms that the run requests from the testee, and the end of its time limit.
    private struct Terms {
        let profiles: [VerificationProfile]
        let forms: SignerForms?
        let end: ContinuousClock.Instant
    }

    /// Checks that the testee answers at all. If it answers neither the greeting nor the first question, the
    /// run ends here, because thousands of further questions would only time out.
    /// - Returns: how the testee departs from the protocol; `nil` if it does not.
    private func greet(
        _ session: TesteeSession, _ question: Question?, before end: ContinuousClock.Instant
    ) throws(TesteeLaunchError) -> String? {
        switch session.greet() {
        case .answer: return nil
        case .fault(let fault, _): return "before the first answer it printed: \(fault.detail)"
        case .crashed(let how), .timedOut(let how):
            // The testee may fail on an operation that it does not know. Ask one that the protocol has.
            guard let question else { return nil }
            let arguments = question.arguments(under: options.profiles?.first ?? .relayer, forms: nil)
            switch try session.ask(question.operation.name, arguments, before: end) {
            case .answer, .fault: return "it does not answer an unknown operation: it \(how)"
            case .crashed, .timedOut:
                throw TesteeLaunchError(description: "the testee gives no answer: \(how)")
            }
        }
    }

    /// Takes questions from the worklist and asks them, until none is left.
    private func work(
        on questions: [Question], _ worklist: Worklist, session: TesteeSession?,
        start: @escaping TesteeStarter,
        _ terms: Terms
    ) {
        do throws(TesteeLaunchError) {
            let session =
                if let session { session } else {
                    try TesteeSession(starting: start, timeLimit: options.timeLimit)
                }
            while let index = worklist.next() {
                worklist.finish(index, try result(of: questions[index], asking: session, terms))
            }
            worklist.end(starts: session.starts, warning: session.finish())
        } catch {
            worklist.fail(error)
        }
    }

    /// Asks a question under each profile that applies. The result has the first problem.
    private func result(
        of question: Question, asking session: TesteeSession, _ terms: Terms
    ) throws(TesteeLaunchError) -> TestResult {
        var result = question.unjudged
        var observation = Observation(
            op: question.operation.name,
            isSuccessExpected: question.test.expectation.isSuccess(under: terms.profiles))
        for profile in question.operation.hasProfiles ? terms.profiles.map(Optional.some) : [nil] {
            let arguments = question.arguments(under: profile, forms: terms.forms)
            func end(_ status: TestStatus, _ stage: String, _ expected: String, _ actual: String) {
                guard result.problem == nil else { return }
                result.status = status
                result.problem = TestResult.Problem(
                    profile: profile?.rawValue, stage: stage, input: .object(arguments), expected: expected,
                    actual: VisibleText.excerpt(actual, limit: ConformanceReport.excerptLimit))
            }
            guard ContinuousClock.now < terms.end else {
                end(.timedOut, "answer", "an answer", "not asked: the time limit of the whole run had passed")
                return result
            }
            switch try session.ask(question.operation.name, arguments, before: terms.end) {
            case .answer(.unsupported):
                guard result.problem == nil else { return result }
                result.status = .unsupported
                return result
            case .answer(let answer):
                observation.add(answer)
                let members = question.test.members(asked: arguments)
                let judgment = Judgment.of(
                    answer, to: question.operation,
                    expecting: question.test.expectation.outcome(under: profile), members: members,
                    exactErrors: options.exactErrors)
                switch judgment {
                case .right(let unanswered):
                    if unanswered.count > result.unanswered.count { result.unanswered = unanswered }
                case .wrong(let difference):
                    let isFirst = result.problem == nil
                    end(.failed, difference.stage, difference.expected, difference.actual.description)
                    switch difference.evidence {
                    case .fault(let fault):
                        result.fault = result.fault ?? fault
                    case .wrong(let wrong):
                        let signature = WrongSignature(in: answer, members)
                        observation.fail(wrong, under: profile, signature: signature)
                        guard isFirst else { break }
                        result.wrongSignature = signature
                        result.problem?.remark = signature?.words
                        if let expected = members[difference.stage] {
                            result.problem?.format = ValueFormat(of: difference.actual, expected: expected)
                        }
                    }
                }
            case .fault(let fault, _):
                result.fault = result.fault ?? fault
                end(.failed, "answer", "an answer", fault.detail)
            case .crashed(let how):
                result.fault = result.fault ?? ProtocolFault(.crash, how)
                observation.fail(.crashed, under: profile, signature: nil)
                end(.crashed, "answer", "an answer", "the testee \(how)")
                result.observation = observation
                return result
            case .timedOut(let what):
                result.fault = result.fault ?? ProtocolFault(.silence, what)
                end(.timedOut, "answer", "an answer", what)
                return result
            }
        }
        if result.problem == nil, !result.unanswered.isEmpty { result.status = .partial }
        if result.fault == nil { result.observation = observation }
        return result
    }
}

extension Expectation {
    /// Whether the operation must succeed under each of the profiles.
    fileprivate func isSuccess(under profiles: [VerificationProfile]) -> Bool {
        profiles.allSatisfy { outcome(under: $0) == .success }
    }
}
