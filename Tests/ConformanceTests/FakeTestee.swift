// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import VectorSuite

@testable import Conformance

/// A testee inside the test process. The test determines what it prints. If it prints nothing, the deadline
/// passes at once.
final class FakeTestee: TesteeConnection {
    /// The reaction of a testee to a request.
    enum Output {
        /// Prints a line.
        case line(String)
        /// Prints the beginning of a line that is longer than the limit.
        case longLine
        /// Ends; the text says how.
        case exit(String)
        /// Closes its standard input.
        case closedInput
    }

    /// A request.
    struct Request {
        let id: Int
        let op: String
        let arguments: JSON.Object
        let line: [UInt8]

        /// The answer of this library.
        var rightAnswer: String { String(decoding: Testee.answer(to: line), as: UTF8.self) }

        /// An answer with these members in addition to the id.
        func answer(_ members: JSON.Object) -> String {
            JSON.object(members.merging(["id": .integer(id)])).description
        }

        /// An answer with these members of `out`.
        func answer(out: JSON.Object) -> String { answer(["out": .object(out)]) }

        /// The `out` of this library.
        var rightOut: JSON.Object {
            guard case .object(let out)? = (try? JSON.parsed(rightAnswer))?["out"] else { return [:] }
            return out
        }
    }

    private let respond: @Sendable (Request) -> [Output]
    private let end: [Output]
    private var output: [Output]
    private var exitDescription: String?
    private(set) var isKilled = false

    init(beginning: [Output], end: [Output], _ respond: @escaping @Sendable (Request) -> [Output]) {
        output = beginning
        self.end = end
        self.respond = respond
    }

    /// Starts testees.
    /// - Parameters:
    ///   - beginning: what each testee prints before it reads anything.
    ///   - end: what each testee does when its input ends.
    ///   - respond: what each testee does with a request.
    static func starter(
        beginning: [Output] = [], end: [Output] = [.exit("exited with status 0")],
        _ respond: @escaping @Sendable (Request) -> [Output]
    ) -> TesteeStarter {
        { () throws(ConformanceError) in FakeTestee(beginning: beginning, end: end, respond) }
    }

    /// Starts testees that misbehave at the request with the id `moment`, or at every request if `moment` is
    /// `nil`. They answer the other requests rightly.
    static func starter(
        at moment: Int? = nil, misbehaving misbehave: @escaping @Sendable (Request) -> [Output]
    ) -> TesteeStarter {
        starter(beginning: []) { request in
            let isMoment = moment == nil || request.id == moment
            return request.id > 0 && isMoment ? misbehave(request) : [.line(request.rightAnswer)]
        }
    }

    func send(_ bytes: [UInt8]) {
        for line in bytes.split(separator: 0x0A) {
            guard let json = try? JSON(parsing: line), case .integer(let id)? = json["id"],
                case .text(let op)? = json["op"], case .object(let arguments)? = json["in"]
            else { continue }
            output += respond(Request(id: id, op: op, arguments: arguments, line: Array(line)))
        }
    }

    func nextEvent(until deadline: ContinuousClock.Instant) -> TesteeEvent {
        guard !output.isEmpty else { return exitDescription == nil ? .deadline : .outputEnded(rest: []) }
        switch output.removeFirst() {
        case .line(let text): return .line(.complete(Array(text.utf8)))
        case .longLine: return .line(.tooLong(Array("xxxx".utf8)))
        case .exit(let how):
            exitDescription = how
            return .outputEnded(rest: [])
        case .closedInput: return .inputClosed
        }
    }

    func closeInput() { output += end }
    func errors(limit: Int) -> String { "" }
    func exitDescription(until deadline: ContinuousClock.Instant) -> String? { exitDescription }
    func kill() { isKilled = true }
}
