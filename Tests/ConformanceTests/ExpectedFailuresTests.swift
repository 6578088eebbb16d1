// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

@Suite struct ExpectedFailuresTests {
    @Test("A list has tests, flags, comments and empty lines") func entries() throws {
        let list = try TestEntry.expectedFailures(
            """
            # a comment
            eddsa_verify.json#12
              eddsa_sign#7   # ours drops zeros
            flag:HexUpperCase # and this one

            \tflag:A#b
            """)
        #expect(
            list == [
                .test(TestName(file: "eddsa_verify.json", tcId: 12)),
                .test(TestName(file: "eddsa_sign.json", tcId: 7)),
                .flag("HexUpperCase"), .flag("A#b"),
            ])
        #expect(try TestEntry.expectedFailures("").isEmpty)
        #expect(try TestEntry.expectedFailures("a#1\r\nb#2\r\n").count == 2)
    }

    @Test(
        "A line that is not an entry is an error",
        arguments: [
            "eddsa_sign", "eddsa_sign#", "eddsa_sign#x", "eddsa_sign#1 x", "eddsa_sign# 1", "x y#1", "flag:",
            "flag:A B", "flag",
        ])
    func notEntries(line: String) {
        #expect(throws: ConformanceError.notAnEntry(line, line: 2)) {
            try TestEntry.expectedFailures("ok#1\n" + line)
        }
    }

    @Test("The error names the line") func errorsNameTheLine() {
        do throws(ConformanceError) {
            _ = try TestEntry.expectedFailures("a#1\n\nwhat is \u{202E}this")
            Issue.record("no error")
        } catch {
            #expect(error.description.hasPrefix("line 3: "))
            #expect(error.description.contains("\"what is \\u{202E}this\""))
            #expect(error.localizedDescription == error.description)
        }
    }

    // MARK: The effect of a list on a run

    /// Runs six tests, of which the third fails. All have the flag "Sum".
    private func report(_ list: String, crashing: Bool = false) throws -> ConformanceReport {
        var report = try ConformanceRun(files: [Sample.file(count: 6)]).report(
            starting: FakeTestee.starter(at: 3) { request in
                [
                    crashing
                        ? .exit("exited with status 1")
                        : .line(request.answer(out: ["value": .text(Sample.two)]))
                ]
            })
        report.expect(try TestEntry.expectedFailures(list))
        return report
    }

    @Test("A run with only expected failures is acceptable") func expectedFailure() throws {
        let report = try report("sample.json#3")
        #expect(report.isAcceptable)
        #expect(report.unexpectedFailures.isEmpty)
        #expect(report.results[2].isExpectedToFail)
        #expect(report.counts == [.passed: 5, .failed: 1])
        #expect(report.remarks.contains("1 of the failures are expected."))
    }

    @Test("A crash can be expected") func expectedCrash() throws {
        #expect(try report("sample#3", crashing: true).isAcceptable)
    }

    @Test("A run with a failure that is not on the list is not acceptable") func unexpectedFailure() throws {
        #expect(!(try report("").isAcceptable))
        #expect(!(try report("sample.json#2").isAcceptable))
        #expect(!(try report("other.json#3").isAcceptable))
    }

    /// The list must stay correct, so a listed test that passes fails the run.
    @Test("A run in which a listed test passes is not acceptable") func expectedFailureThatPasses() throws {
        let report = try report("sample.json#3\nsample.json#4")
        #expect(!report.isAcceptable)
        #expect(report.unexpectedFailures.isEmpty)
        #expect(report.staleExpectations == [.test(TestName(file: "sample.json", tcId: 4))])
        #expect(report.remarks.contains("sample.json#4 is expected to fail, but does not."))
    }

    @Test("A listed flag expects a failure of any test with the flag") func expectedFlag() throws {
        #expect(try report("flag:Sum").isAcceptable)
        let stale = try report("flag:Sum\nflag:Product")
        #expect(!stale.isAcceptable)
        #expect(stale.staleExpectations == [.flag("Product")])
    }
}
