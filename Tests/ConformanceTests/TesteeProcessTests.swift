// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Testees that are shell programs. These tests do not depend on what the programs compute.
@Suite("A process as a testee")
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

    @Test("The process reads and writes lines") func lines() throws {
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

    @Test("A crash is described, and the bytes after the last line feed are kept") func crash() throws {
        let killed = try process("printf rest; kill -SEGV $$")
        #expect(events(killed) == [.outputEnded(rest: Array("rest".utf8))])
        #expect(
            killed.exitDescription(until: .now + .seconds(20))?.hasPrefix("was killed by signal 11") == true)
        let ended = try process("echo 'cannot go on' >&2; exit 3")
        #expect(events(ended) == [.outputEnded(rest: [])])
        #expect(ended.exitDescription(until: .now + .seconds(20)) == "exited with status 3")
        #expect(ended.errors(limit: 300) == "cannot go on")
    }

    @Test("Long output on standard error does not block, and its beginning and end are kept")
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
        "A program that does not read its input does not block the harness",
        arguments: ["sleep 600", "exec <&-; sleep 600"])
    func writing(script: String) throws {
        let process = try process(script)
        process.send([UInt8](repeating: 0x78, count: 1 << 20))
        let event = process.nextEvent(until: .now + .milliseconds(300))
        #expect(event == .deadline || event == .inputClosed)
    }

    @Test("Killing a program kills its process group") func killsGroup() throws {
        let process = try process("sleep 600 & echo $!; wait")
        guard case .line(.complete(let line)) = process.nextEvent(until: .now + .seconds(20)),
            let child = pid_t(String(decoding: line, as: UTF8.self))
        else {
            Issue.record("no child")
            return
        }
        #expect(kill(child, 0) == 0)
        process.kill()
        // The process that adopts the child reaps it, which takes a moment.
        for _ in 0..<2000 where kill(child, 0) == 0 && !isZombie(child) { usleep(1000) }
        #expect(kill(child, 0) != 0 || isZombie(child))
    }

    private func isZombie(_ process: pid_t) -> Bool {
        let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        return stat?.contains(") Z ") == true
    }

    @Test("Testing a program that cannot be started throws an error") func notStarted() throws {
        let run = ConformanceRun(files: [try Sample.file(count: 1)])
        for command in [["/nonexistent/testee"], ["no-such-program-anywhere"], ["/"], []] {
            #expect(throws: ConformanceError.self) { try run.report(on: command) }
        }
    }

    @Test("A run tests a program with one process") func run() throws {
        let report = try ConformanceRun(files: [Sample.file(count: 2)]).report(on: ["cat"])
        #expect(report.counts == [.failed: 2])
        #expect(report.starts == 1)
    }
}
