// SPDX-License-Identifier: Apache-2.0
import Foundation
import SignatureDiagnosis
import StrictJSON
import VectorSuite

extension ConformanceReport {
    /// Finds the known bugs that explain the failures, with the catalog in a folder of vector files. Without
    /// a catalog, the report names no causes. If the catalog belongs to other vectors, the report says so.
    package mutating func explain(byBugsIn folder: URL) {
        guard results.contains(where: { $0.status.isFailure }) else { return }
        var bugs: [KnownBug] = []
        do { bugs = try KnownBug.all(in: folder) } catch .unreadable {} catch {
            warnings.append("no causes are named: \(VectorFolder.signaturesName) \(error)")
        }
        explain(by: bugs)
    }

    /// Finds the known bugs that explain the failures. The most costly for the user of the testee come first.
    package mutating func explain(by bugs: [KnownBug]) {
        var evidence = CauseEvidence(observations(), profiles: profiles)
        causes = evidence.causes(among: bugs)
        // The remaining failures may be signatures that hide the bug. Find the messages that they verify for,
        // and search everything again with these messages.
        var explainer = SignatureExplainer()
        var explanations: [(test: TestName, diagnosis: Diagnosis)] = []
        var recovered: [TestName: Observation] = [:]
        for result in resultsWithoutCause {
            guard let explanation = explainer.explanation(of: result) else { continue }
            explanations.append((result.name, explanation))
            if let message = explanation.signedMessage, let observation = result.observation {
                recovered[result.name] = observation.recovering(message)
            }
        }
        if !recovered.isEmpty {
            evidence = evidence.replacing(recovered)
            causes = evidence.causes(among: bugs)
        }
        refusingOperations = evidence.refusingOperations
        causes = (causes + diagnosedCauses(explanations)).sorted { a, b in
            (rank(a), -a.failures.count) < (rank(b), -b.failures.count)
        }
        unexplained = resultsWithoutCause.filter { result in
            let isRefusal = result.observation?.isRefusal == true
            return result.status.isFailure && result.fault == nil
                && !(isRefusal && refusingOperations.contains(result.op))
        }
    }

    /// The observations of all tests, including the tests that passed in an earlier run.
    private func observations() -> [TestName: Observation] {
        var observations: [TestName: Observation] = [:]
        for question in run.files.flatMap(\.questions) {
            let name = question.unjudged.name
            guard run.selection.passedBefore.contains(name) else { continue }
            var observation = Observation(
                op: question.operation.name, isSuccessExpected: question.test.expectation == .valid)
            observation.answered = Set(question.operation.output)
            observations[name] = observation
        }
        for result in results where result.status != .unsupported {
            if let observation = result.observation { observations[result.name] = observation }
        }
        return observations
    }

    private var resultsWithoutCause: [TestResult] {
        let explained = causes.reduce(into: Set<TestName>()) { $0.formUnion($1.failures) }
        return results.filter { !explained.contains($0.name) }
    }

    /// The mistakes of signers that explain the signatures that no known bug explains.
    private func diagnosedCauses(_ explanations: [(test: TestName, diagnosis: Diagnosis)]) -> [Cause] {
        let left = Set(resultsWithoutCause.map(\.name))
        let explained = explanations.filter { left.contains($0.test) }
        return Dictionary(grouping: explained) { $0.diagnosis.names }.values.map { group in
            Cause(
                bug: KnownBug(group[0].diagnosis.mistakes), certainty: .diagnosed, tests: group.count,
                failures: Set(group.map(\.test)), explained: group.count, operations: ["request.sign"])
        }
    }

    /// The failures that a cause explains, in the order of the report.
    package func failures(of cause: Cause) -> [TestResult] {
        results.filter { cause.failures.contains($0.name) }
    }

    // MARK: The purpose of the testee

    /// Whether the testee answers one of these operations. Whether its user signs or verifies with it decides
    /// which bugs matter most to the user.
    private func answers(_ ops: Set<String>) -> Bool {
        results.contains {
            ops.contains($0.op) && ($0.status == .passed || $0.status == .partial || $0.status == .failed)
        }
    }
    private var signs: Bool { answers(["eddsa.sign", "request.sign"]) }
    private var verifies: Bool { answers(["eddsa.verify", "request.verify"]) }

    /// The consequence of a bug for the user of the testee.
    package func effect(of bug: KnownBug) -> String {
        bug.consequence == .acceptsForgeries && !verifies ? "accepts invalid input" : bug.consequence.words
    }

    /// The rank of a cause, the worst first: leaked keys, then requests that the exchange refuses if the
    /// testee signs, then forgeries if it verifies, then the rest. A bug that changes no result of valid
    /// input ranks lower.
    private func rank(_ cause: Cause) -> Int {
        switch cause.bug.consequence {
        case .leaksKeys: 0
        case .signsWhatIsRefused where failures(of: cause).allSatisfy(\.isRejectionExpected): 4
        case .signsWhatIsRefused: signs ? 1 : 3
        case .acceptsForgeries: verifies ? 2 : 5
        case .refusesWhatItShouldTake: 6
        case .style: 7
        }
    }
}
