// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Programs of the shell as testees. What they compute does not matter here.
@Suite("A program as a testee")
struct TesteeProcessTests {
    private func process(_ script: String) throws -> TesteeProcess {
        try TesteeProcess(["sh", "-c", script])
    }

    private func events(_ process: TesteeProcess, within time: Duration = .seconds(20)) -> [TesteeEvent] {
        var events: [TesteeEvent] = []
        let deadline = ContinuousClock.now + time
        while true {
            let event = process.nextEvent(until: deadline)
            events.append(event)
            if case .line = event { continue }
            return events
        }
    }

    @Test("lines are exchanged") func lines() throws {
        let process = try process("while read -r line; do echo \"got $line\"; done")
        for text in ["a", "b"] {
            process.send(Array((text + "\n").utf8))
            #expect(
                process.nextEvent(until: .now + .seconds(20)) == .line(.complete(Array("got \(text)".utf8))))
        }
        process.closeInput()
        #expect(events(process) == [.outputEnded(rest: [])])
        #expect(process.exitDescription(until: .now + .seconds(20)) == "exited with status 0")
    }

    @Test("a crash is described, with what came after the last line feed") func crash() throws {
        let killed = try process("printf rest; kill -SEGV $$")
        #expect(events(killed) == [.outputEnded(rest: Array("rest".utf8))])
        #expect(
            killed.exitDescription(until: .now + .seconds(20))?.hasPrefix("was killed by signal 11") == true)
        let ended = try process("echo 'cannot go on' >&2; exit 3")
        #expect(events(ended) == [.outputEnded(rest: [])])
        #expect(ended.exitDescription(until: .now + .seconds(20)) == "exited with status 3")
        #expect(ended.errors(limit: 300) == "cannot go on")
    }

    @Test("of much on standard error the beginning and the end are kept, and nothing blocks")
    func standardError() throws {
        let process = try process(
            "echo 'first words' >&2; yes 'very long lines' | head -c 300000 >&2; echo 'last words' >&2; echo done"
        )
        #expect(events(process).first == .line(.complete(Array("done".utf8))))
        let errors = process.errors(limit: 300)
        #expect(errors.hasPrefix("first words"))
        #expect(errors.hasSuffix("last words"))
        #expect(errors.utf8.count < 1000)
    }

    @Test(
        "a program that does not read does not block the writer",
        arguments: ["sleep 600", "exec <&-; sleep 600"])
    func writing(script: String) throws {
        let process = try process(script)
        process.send([UInt8](repeating: 0x78, count: 1 << 20))
        let event = process.nextEvent(until: .now + .milliseconds(300))
        #expect(event == .deadline || event == .inputClosed)
    }

    @Test("a program is killed with its process group") func killsGroup() throws {
        let process = try process("sleep 600 & echo $!; wait")
        guard case .line(.complete(let line)) = process.nextEvent(until: .now + .seconds(20)),
            let child = pid_t(String(decoding: line, as: UTF8.self))
        else {
            Issue.record("no child")
            return
        }
        #expect(kill(child, 0) == 0)
        process.kill()
        // The child is reaped by the process that adopts it, which takes a moment.
        for _ in 0..<2000 where kill(child, 0) == 0 && !isZombie(child) { usleep(1000) }
        #expect(kill(child, 0) != 0 || isZombie(child))
    }

    private func isZombie(_ process: pid_t) -> Bool {
        let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return stat?.contains(") Z ") == true
    }

    @Test("a program that cannot be started is an error") func notStarted() throws {
        let run = ConformanceRun(files: [try Sample.file(count: 1)])
        for command in [["/nonexistent/testee"], ["no-such-program-anywhere"], ["/"], []] {
            #expect(throws: TesteeLaunchError.self) { try run.report(on: command) }
        }
    }

    @Test("a whole run over a program") func run() throws {
        let report = try ConformanceRun(files: [Sample.file(count: 2)]).report(on: ["cat"])
        #expect(report.counts == [.failed: 2])
        #expect(report.starts == 1)
    }
}
