// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

@Suite("The profiles that a testee implements")
struct VerifierProfileTests {
    /// A run over a few tests. The first test of each flag is among them, because the probes are these tests.
    private func run(_ profiles: [VerificationProfile]? = nil) throws -> ConformanceRun {
        let file = try RepositoryFiles.vectors("eddsa_verify")
        var flags: Set<String> = []
        let tests = file.tests.filter { test in
            guard case .verdicts = test.expectation else { return test.tcId.isMultiple(of: 40) }
            return flags.insert(test.flags.first ?? "").inserted
        }
        let selection = try TestSelection(tests.map { "eddsa_verify:\($0.tcId)" }, of: [file])
        return ConformanceRun(files: [file], profiles: profiles, selection: selection)
    }

    /// A verifier that is right under one profile, and ignores the requested profile.
    private func ignoring(_ profile: VerificationProfile) -> TesteeStarter {
        FakeTestee.starter(beginning: []) { request in
            guard request.arguments["profile"] != nil else { return [.line(request.rightAnswer)] }
            let line = JSON.object([
                "id": .integer(request.id), "op": .text(request.op),
                "in": .object(request.arguments.merging(["profile": .text(profile.rawValue)])),
            ]).line
            return [.line(String(decoding: Testee.answer(to: line), as: UTF8.self))]
        }
    }

    @Test(
        "A testee that implements one profile is tested under that profile only",
        arguments: VerificationProfile.allCases)
    func only(profile: VerificationProfile) throws {
        let report = try run().report(starting: ignoring(profile))
        #expect(report.knownProfile == profile)
        #expect(report.profiles == [profile])
        #expect(report.counts == [.passed: report.results.count])
        #expect(report.verdict == "conforms in what was asked")
        #expect(
            report.remarks.contains {
                $0.hasPrefix("It verifies under the \(profile.rawValue) profile, whichever")
            })
    }

    @Test("A testee that implements both profiles is tested under both, and a chosen profile is not probed")
    func both() throws {
        let right = try run().report(starting: FakeTestee.starter(beginning: []) { [.line($0.rightAnswer)] })
        #expect(right.knownProfile == nil)
        #expect(right.profiles == VerificationProfile.allCases)
        #expect(right.verdict == "conforms")
        let chosen = try run([.strict]).report(starting: ignoring(.relayer))
        #expect(chosen.knownProfile == nil)
        #expect(chosen.counts[.failed] ?? 0 > 0)
    }

    @Test("A testee that accepts everything fails, whichever profile the probes suggest")
    func acceptsAll() throws {
        let report = try run().report(
            starting: FakeTestee.starter(at: nil) { [.line($0.answer(out: ["valid": .boolean(true)]))] })
        #expect(report.profiles == VerificationProfile.allCases || report.knownProfile == .relayer)
        #expect(report.counts[.failed] ?? 0 > 0)
    }
}
