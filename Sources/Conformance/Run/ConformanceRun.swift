// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import VectorSuite

/// Sends each test of the vectors to a testee and judges each answer. By default, a run sends all tests, one
/// at a time, under the profiles that the testee implements, and compares no error codes.
package struct ConformanceRun: Sendable {
    let files: [VectorFile]
    /// The protocol lines that are sent as well.
    package var lines: [ProtocolLine] = []
    /// The verification profiles to test; `nil` for the profiles that the testee implements.
    package var profiles: [VerificationProfile]?
    /// The form of S to request; `nil` for the form that the testee emits.
    package var form: SigningForm?
    /// Whether an error must have the expected code. If not, any rejection passes a test that expects one.
    package var exactErrors = false
    /// The time limit for the answer to one request.
    package var timeLimit = Duration.seconds(10)
    /// The time limit for the whole run. Tests that have not been sent by then count as timed out.
    package var wholeTimeLimit = Duration.seconds(1800)
    /// The number of testees that run at the same time.
    package var jobs = 1
    package var selection = TestSelection()

    /// The progress of a run: the number of finished tests and of all tests, the file of the test that has
    /// just finished, and the number of finished tests by status.
    package typealias Progress = (done: Int, total: Int, file: String, counts: [TestStatus: Int])

    /// Tests a program. Blocks until the run ends.
    /// - Parameters:
    ///   - command: the program and its arguments.
    ///   - start: starts the testee; by default, starts the program.
    ///   - progress: called after each test, by one thread at a time.
    /// - Throws: ``ConformanceError`` if the program cannot be started, or answers neither the greeting nor
    ///   the first question.
    package func report(
        on command: [String] = [], starting start: TesteeStarter? = nil,
        progress: @escaping (Progress) -> Void = { _ in }
    ) throws(ConformanceError) -> ConformanceReport {
        let process: TesteeStarter = { () throws(ConformanceError) in try TesteeProcess(command) }
        let start = start ?? process
        let begin = ContinuousClock.now
        let end = begin + wholeTimeLimit
        let questions = files.flatMap(\.questions).filter(selection.contains)
        let first = try TesteeSession(starting: start, timeLimit: timeLimit)
        let greeting = try greet(first, questions.first, before: end)
        var wrongLines: [String] = []
        for line in lines where ContinuousClock.now < end {
            if !(try line.isAnswered(by: first, before: end)) { wrongLines.append(line.comment) }
        }
        let forms = try first.emittedForms(questions, before: end)
        /// The run with the profiles and the form that it requests. Without a form, each signing test
        /// requests the form that it states.
        var adapted = self
        if profiles == nil { adapted.profiles = try first.implementedProfiles(questions, before: end) }
        if forms.count == 1, form == nil { adapted.form = forms[0] }
        let run = adapted

        // What the jobs share, guarded by `lock`: the questions that no job has taken, and what came of the
        // others.
        let lock = NSLock()
        nonisolated(unsafe) var left = questions.indices
        nonisolated(unsafe) var results: [Int: TestResult] = [:]
        nonisolated(unsafe) var counts: [TestStatus: Int] = [:]
        nonisolated(unsafe) var (starts, warnings, failure) = (0, Set<String>(), ConformanceError?.none)
        nonisolated(unsafe) let progress = progress
        /// Asks questions until none is left, or a job has failed.
        @Sendable func work(_ session: TesteeSession?) {
            do throws(ConformanceError) {
                let session =
                    if let session { session } else {
                        try TesteeSession(starting: start, timeLimit: timeLimit)
                    }
                while let index = lock.withLock({ left.popFirst() }) {
                    let result = try run.result(of: questions[index], asking: session, before: end)
                    lock.withLock {
                        results[index] = result
                        counts[result.status, default: 0] += 1
                        progress((results.count, questions.count, result.file, counts))
                    }
                }
                let warning = session.finish()
                lock.withLock {
                    starts += session.starts
                    if let warning { warnings.insert("at the end of the input: \(warning)") }
                }
            } catch {
                lock.withLock {
                    failure = failure ?? error
                    left = 0..<0
                }
            }
        }
        let threads = DispatchGroup()
        for job in 0..<max(1, min(jobs, questions.count)) {
            // The first job takes over the first session. From here on, this thread does not use that
            // session.
            nonisolated(unsafe) let session = job == 0 ? first : nil
            threads.enter()
            Thread.detachNewThread {
                work(session)
                threads.leave()
            }
        }
        threads.wait()
        if let failure { throw failure }
        return ConformanceReport(
            command: command, run: self, profiles: run.askedProfiles, forms: forms,
            results: questions.indices.compactMap { results[$0] }, wronglyAnsweredLines: wrongLines,
            starts: starts, warnings: (greeting.map { [$0] } ?? []) + warnings.sorted(),
            duration: begin.duration(to: .now))
    }

    private var askedProfiles: [VerificationProfile] { profiles ?? VerificationProfile.allCases }

    /// Checks that the testee answers at all. If it answers neither the greeting nor the first question, the
    /// run ends here, because thousands of further questions would only time out.
    /// - Returns: how the testee departs from the protocol; `nil` if it does not.
    private func greet(
        _ session: TesteeSession, _ question: Question?, before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> String? {
        // Request an operation that does not exist.
        let greeting = try session.ask("loopsig.greeting", [:], id: 0, before: .now + timeLimit)
        guard case .failure(let fault) = greeting else { return nil }
        guard fault.kind.status != .failed else {
            return "before the first answer it printed: \(fault.detail)"
        }
        // The testee may fail on an operation that it does not know. Ask one that the protocol has.
        guard let question else { return nil }
        let arguments = question.test.arguments(under: askedProfiles.first, form: nil)
        let reply = try session.ask(question.operation.name, arguments, before: end)
        if case .failure(let second) = reply, second.kind.status != .failed {
            throw .notTestable("the testee gives no answer: \(fault.detail)")
        }
        return "it does not answer an unknown operation: it \(fault.detail)"
    }

    /// Asks a question under each profile that applies. The result has the first problem.
    private func result(
        of question: Question, asking session: TesteeSession, before deadline: ContinuousClock.Instant
    ) throws(ConformanceError) -> TestResult {
        let operation = question.operation
        let expectation = question.test.expectation
        var result = question.unjudged
        var observation = Observation(
            op: operation.name,
            isSuccessExpected: askedProfiles.allSatisfy { expectation.outcome(under: $0) == .success })
        for profile in operation.hasProfiles ? askedProfiles.map(Optional.some) : [nil] {
            let arguments = question.test.arguments(under: profile, form: form)
            func end(_ status: TestStatus, _ stage: String, _ expected: String, _ actual: String) {
                guard result.problem == nil else { return }
                result.status = status
                result.problem = TestResult.Problem(
                    profile: profile?.rawValue, stage: stage, input: .object(arguments), expected: expected,
                    actual: VisibleText.excerpt(actual, limit: ConformanceReport.excerptLimit))
            }
            guard ContinuousClock.now < deadline else {
                end(.timedOut, "answer", "an answer", "not asked: the time limit of the whole run had passed")
                return result
            }
            let reply = try session.ask(operation.name, arguments, before: deadline)
            if reply == .success(.unsupported) {
                if result.problem == nil { result.status = .unsupported }
                return result
            }
            let answer = try? reply.get()
            if case .out(let out)? = answer { observation.answered.formUnion(out.names) }
            let members = question.test.members(asked: arguments)
            let judgment = Judgment.of(
                reply, to: operation, expecting: expectation.outcome(under: profile), members: members,
                exactErrors: exactErrors)
            switch judgment {
            case .right(let unanswered):
                if unanswered.count > result.unanswered.count { result.unanswered = unanswered }
            case .fault(let stage, let expected, let actual, let fault):
                result.fault = result.fault ?? fault
                end(fault.kind.status, stage, expected, actual.description)
                if fault.kind == .crash {
                    observation.fail(.crashed, under: profile, signature: nil)
                    result.observation = observation
                }
                if fault.kind.status != .failed { return result }
            case .wrong(let stage, let expected, let actual, let wrong):
                let isFirst = result.problem == nil
                end(.failed, stage, expected, actual.description)
                let signature = answer.flatMap { WrongSignature(in: $0, members) }
                observation.fail(wrong, under: profile, signature: signature)
                guard isFirst else { break }
                result.wrongSignature = signature
                result.problem?.remark = signature?.kind.rawValue
                result.problem?.format = members[stage].flatMap { ValueFormat(of: actual, expected: $0) }
            }
        }
        if result.problem == nil, !result.unanswered.isEmpty { result.status = .partial }
        if result.fault == nil { result.observation = observation }
        return result
    }
}

extension ConformanceRun {
    /// Creates a run over vector files.
    package init(files: [VectorFile]) { self.init(files: files, lines: []) }
}

/// A test that can be sent to a testee, because it names an operation.
package struct Question: Sendable {
    package let file: String
    package let test: VectorTest
    package let operation: VectorSuite.Operation

    /// The result of the test before any answer is judged.
    var unjudged: TestResult {
        TestResult(
            file: file, tcId: test.tcId, op: operation.name, comment: test.comment, flags: test.flags,
            status: .passed, isRejectionExpected: test.expectation != .valid)
    }
}

extension VectorFile {
    /// The tests that name an operation.
    package var questions: [Question] {
        tests.compactMap { test in
            test.operation.map { Question(file: name, test: test, operation: $0) }
        }
    }
}
