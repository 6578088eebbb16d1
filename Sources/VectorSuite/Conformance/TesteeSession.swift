import StrictJSON

/// A conversation with a testee across its deaths: asks one thing at a time, and starts the program anew where
/// it cannot go on.
final class TesteeSession {
    /// What came of a question.
    enum Reply {
        case answer(Answer)
        /// Something else than an answer came.
        case wrong(expected: String, actual: String)
        case crashed(String)
        case timedOut(String)
    }

    /// How long an answer that is overdue behind a line that does not belong there is waited for.
    static let patience = Duration.seconds(1)

    private let command: [String]
    private let timeLimit: Duration
    private var process: TesteeProcess?
    private var lastID = 0
    /// How often the program has been started.
    private(set) var starts = 0

    /// Starts the program, to see that it can be started.
    init(command: [String], timeLimit: Duration) throws(TesteeLaunchError) {
        self.command = command
        self.timeLimit = timeLimit
        process = try TesteeProcess(command)
        starts = 1
    }

    /// Asks for an operation that nobody has, to see whether the program answers at all. With the id 0, before any
    /// other question.
    func greet() -> Reply {
        guard let process else { return .crashed("has ended") }
        return ask("loopsig.greeting", [:], id: 0, process, until: .now + timeLimit)
    }

    /// Sends a request and waits for its answer, within the time limit and not beyond `end`. The start of the
    /// program counts.
    func ask(
        _ op: String, _ arguments: JSON.Object, before end: ContinuousClock.Instant
    ) throws(TesteeLaunchError) -> Reply {
        lastID += 1
        let isRunning = process != nil
        let process = try runningProcess()
        if isRunning { process.forgetErrors() }
        return ask(op, arguments, id: lastID, process, until: min(.now + timeLimit, end))
    }

    private func runningProcess() throws(TesteeLaunchError) -> TesteeProcess {
        if let process { return process }
        let process = try TesteeProcess(command)
        self.process = process
        starts += 1
        return process
    }

    private func ask(
        _ op: String, _ arguments: JSON.Object, id: Int, _ process: TesteeProcess,
        until end: ContinuousClock.Instant
    ) -> Reply {
        let request = JSON.object(["id": .integer(id), "op": .text(op), "in": .object(arguments)])
        process.send(request.line + [0x0A])
        var deadline = end
        /// The first line that did not belong there. The answer may still follow; if it does, the program goes
        /// on and only this test is lost.
        var intruder: Reply?
        while true {
            switch process.nextEvent(until: deadline) {
            case .line(.complete(let line)):
                switch Answer.reading(line, id: id) {
                case .success(let answer):
                    return intruder ?? .answer(answer)
                case .failure(.malformed(let what)):
                    return intruder ?? .wrong(expected: "an answer", actual: "\(what): \(excerpt(line))")
                case .failure(.unexpected(let what)):
                    guard intruder == nil || ContinuousClock.now < deadline else { return restart(intruder) }
                    if intruder == nil {
                        intruder = .wrong(expected: "an answer", actual: "\(what): \(excerpt(line))")
                        deadline = min(deadline, .now + TesteeSession.patience)
                    }
                }
            case .line(.tooLong(let head)):
                let limit = TesteeProcess.lineLimit
                return restart(
                    intruder
                        ?? .wrong(
                            expected: "an answer",
                            actual: "a line of more than \(limit) bytes: \(excerpt(head))"))
            case .deadline:
                return restart(intruder ?? .timedOut("no answer within \(timeLimit)" + said(process)))
            case .outputEnded(let rest):
                let partial = rest.isEmpty ? "" : " after a line without its line feed: \(excerpt(rest))"
                let how = process.exitDescription(until: .now + TesteeSession.patience)
                return restart(.crashed((how ?? "closed its standard output") + partial + said(process)))
            case .inputClosed:
                let how = process.exitDescription(until: .now + TesteeSession.patience)
                return restart(.crashed((how ?? "closed its standard input") + said(process)))
            }
        }
    }

    private func restart(_ reply: Reply?) -> Reply {
        process?.kill()
        process = nil
        return reply ?? .timedOut("no answer within \(timeLimit)")
    }

    private func said(_ process: TesteeProcess) -> String {
        let errors = process.errors(limit: ConformanceReport.excerptLimit - 100)
        return errors.isEmpty ? "" : "; standard error: \(errors)"
    }

    private func excerpt(_ line: [UInt8]) -> String {
        VisibleText.excerpt(line, limit: ConformanceReport.excerptLimit)
    }

    /// Ends the input and waits for the program to end.
    /// - Returns: What the program does otherwise than it should; nil if it exits with status 0.
    func finish() -> String? {
        guard let process else { return nil }
        defer { process.kill() }
        process.closeInput()
        let deadline = ContinuousClock.now + min(timeLimit, .seconds(5))
        while true {
            switch process.nextEvent(until: deadline) {
            case .line(.complete(let line)), .line(.tooLong(let line)):
                return "after the last answer it printed another line: \(excerpt(line))"
            case .deadline, .inputClosed:
                return "it did not end when its input ended"
            case .outputEnded:
                guard let how = process.exitDescription(until: deadline) else {
                    return "it did not end when its input ended"
                }
                return how == "exited with status 0" ? nil : "when its input ended it \(how)"
            }
        }
    }
}
