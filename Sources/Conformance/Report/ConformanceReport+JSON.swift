// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

extension ConformanceReport {
    /// The report as JSON, for other programs: counts, causes, every result, and the stale expectations.
    package var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let counted = TestStatus.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
            let report: OutputObject = [
                "command": command, "profiles": profiles.map(\.rawValue),
                "knownProfile": knownProfile?.rawValue,
                "form": forms.count > 1 ? "both" : forms.first?.rawValue,
                "exactErrors": run.exactErrors, "isAcceptable": isAcceptable, "verdict": verdict,
                "faults": faults, "counts": Dictionary(uniqueKeysWithValues: counted),
                "testsWithoutOperation": testsWithoutOperation, "seconds": duration / .seconds(1),
                "starts": starts, "remarks": (leak.map { [$0] } ?? []) + remarks,
                "causes": causes.map(\.output), "unexplained": unexplained.map(\.name),
                "staleExpectations": staleExpectations.map(\.description), "results": results,
            ]
            return try encoder.encode(report)
        }
    }
}

extension Cause {
    /// The cause as an element of `causes` in ``ConformanceReport/json``.
    fileprivate var output: OutputObject {
        [
            "name": bug.name, "summary": bug.summary, "advice": bug.advice, "seenIn": bug.seenIn,
            "consequence": bug.consequence, "isConfirmed": isConfirmed, "certainty": certainty,
            "operations": operations, "tests": tests, "explained": explained,
            "failures": failures.map(\.name),
        ]
    }
}
