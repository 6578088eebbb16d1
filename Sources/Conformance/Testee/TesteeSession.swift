// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

/// Asks a testee one question at a time. After a crash or a timeout, it starts the testee again for the next
/// question.
package final class TesteeSession {
    /// How long to wait for the answer after an unexpected line.
    static let patience = Duration.seconds(1)

    private let start: TesteeStarter
    private let timeLimit: Duration
    private var testee: (any TesteeConnection)?
    private var lastID = 0
    /// The number of times that the testee has been started.
    private(set) var starts = 0

    /// Creates a session and starts the testee.
    /// - Throws: ``ConformanceError`` if the testee cannot be started.
    package init(starting start: @escaping TesteeStarter, timeLimit: Duration) throws(ConformanceError) {
        self.start = start
        self.timeLimit = timeLimit
        _ = try runningTestee()
    }

    /// Sends a request and waits for its answer, for the time limit at most, and until `end` at most. If the
    /// testee has to be started first, its start counts towards the time limit.
    func ask(
        _ op: String, _ arguments: JSON.Object, id: Int? = nil, before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> Result<Answer, ProtocolFault> {
        var deadline = min(.now + timeLimit, end)
        let testee = try runningTestee()
        let id = id ?? lastID + 1
        lastID = id
        let request = JSON.object(["id": .integer(id), "op": .text(op), "in": .object(arguments)])
        testee.send(request.line + [0x0A])
        /// The first unexpected line. If the answer still follows, the testee keeps running and only this
        /// test fails.
        var first: ProtocolFault?
        func failure(_ kind: ProtocolFault.Kind, _ detail: String) -> Result<Answer, ProtocolFault> {
            .failure(first ?? ProtocolFault(kind: kind, detail: detail))
        }
        while true {
            switch testee.nextEvent(until: deadline) {
            case .line(.complete(let line)):
                switch Result(catching: { () throws(Answer.Problem) in try Answer(line, id: id) }) {
                case .success(let answer):
                    return first.map(Result.failure) ?? .success(answer)
                case .failure(.malformed(let kind, let what)):
                    // The line has the id of the request, so no other answer follows.
                    return failure(kind, what + excerpt(line))
                case .failure(.stray(let kind)):
                    // The answer may follow this line. Wait for it, but not for long, and skip further lines.
                    if first == nil {
                        first = ProtocolFault(kind: kind, detail: excerpt(line))
                        deadline = min(deadline, .now + TesteeSession.patience)
                    } else if ContinuousClock.now >= deadline {
                        restart()
                        return failure(kind, "")
                    }
                }
            case .line(.tooLong(let head)):
                // The rest of the line may never end, so start the testee again.
                restart()
                return failure(.lineTooLong, excerpt(head))
            case .deadline:
                defer { restart() }
                return failure(.silence, "no answer within \(timeLimit)" + said(testee))
            case .outputEnded(let rest):
                let partial = rest.isEmpty ? "" : " after a line without its line feed: \(excerpt(rest))"
                return .failure(crash("closed its standard output", partial, testee))
            case .inputClosed:
                return .failure(crash("closed its standard input", "", testee))
            }
        }
    }

    /// Sends a line, which need not be a request, and returns the line that the testee answers.
    ///
    /// - Returns: the answer; `nil` if none comes in time. The testee is then started again for the next
    ///   question.
    func line(
        answering line: [UInt8], before end: ContinuousClock.Instant
    ) throws(ConformanceError) -> [UInt8]? {
        let testee = try runningTestee()
        testee.send(line + [0x0A])
        if case .line(.complete(let answer)) = testee.nextEvent(until: min(.now + timeLimit, end)) {
            return answer
        }
        restart()
        return nil
    }

    private func runningTestee() throws(ConformanceError) -> any TesteeConnection {
        if let testee { return testee }
        let testee = try start()
        self.testee = testee
        starts += 1
        return testee
    }

    private func crash(
        _ otherwise: String, _ more: String, _ testee: any TesteeConnection
    ) -> ProtocolFault {
        defer { restart() }
        let how = testee.exitDescription(until: .now + TesteeSession.patience) ?? otherwise
        return ProtocolFault(kind: .crash, detail: how + more + said(testee))
    }

    private func restart() {
        testee?.kill()
        testee = nil
    }

    private func said(_ testee: any TesteeConnection) -> String {
        let errors = testee.errors(limit: ConformanceReport.excerptLimit - 100)
        return errors.isEmpty ? "" : "; standard error: \(errors)"
    }

    private func excerpt(_ line: [UInt8]) -> String {
        VisibleText.excerpt(line, limit: ConformanceReport.excerptLimit)
    }

    /// Closes the testee's input and waits for the testee to end.
    /// - Returns: how the testee departs from the protocol; `nil` if it exits with status 0.
    func finish() -> String? {
        guard let testee else { return nil }
        defer { testee.kill() }
        testee.closeInput()
        let deadline = ContinuousClock.now + min(timeLimit, .seconds(5))
        switch testee.nextEvent(until: deadline) {
        case .line(.complete(let line)), .line(.tooLong(let line)):
            return "it printed another line: \(excerpt(line))"
        case .deadline, .inputClosed:
            return "it did not end"
        case .outputEnded:
            let how = testee.exitDescription(until: deadline) ?? "did not end"
            return how == "exited with status 0" ? nil : "it \(how)"
        }
    }
}

/// The connection to a running testee: a program, or a fake testee of the tests.
package protocol TesteeConnection: AnyObject {
    /// Queues bytes for the testee's standard input; they are written while waiting for events. Discards the
    /// text that the testee has written to standard error so far.
    func send(_ bytes: [UInt8])
    /// Waits for the next event, until the deadline at most.
    func nextEvent(until deadline: ContinuousClock.Instant) -> TesteeEvent
    /// Closes the testee's standard input, which tells it to end.
    func closeInput()
    /// The text that the testee has written to standard error since the last ``send(_:)``. If it is longer
    /// than `limit`, its beginning and its end.
    func errors(limit: Int) -> String
    /// How the testee ended; `nil` if it has not ended at the deadline.
    func exitDescription(until deadline: ContinuousClock.Instant) -> String?
    /// Kills the testee and the processes that it has started.
    func kill()
}

package enum TesteeEvent: Equatable {
    case line(LineBuffer.Line)
    /// Standard output ended. `rest` came after the last line feed.
    case outputEnded(rest: [UInt8])
    /// The testee closed standard input before it had read what was sent.
    case inputClosed
    /// Nothing happened before the deadline.
    case deadline
}

package typealias TesteeStarter = @Sendable () throws(ConformanceError) -> any TesteeConnection
