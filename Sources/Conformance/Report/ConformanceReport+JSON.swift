// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

extension ConformanceReport: Encodable {
    /// The report as JSON, for other programs: counts, causes, every result, and the stale expectations.
    public var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(self)
        }
    }

    private enum CodingKeys: CodingKey {
        case command, profiles, knownProfile, form, exactErrors, isAcceptable, verdict, faults, counts
        case testsWithoutOperation, seconds, starts, remarks, causes, unexplained, staleExpectations, results
    }

    /// Encodes the members of ``json``.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(command, forKey: .command)
        try members.encode(profiles.map(\.rawValue), forKey: .profiles)
        try members.encodeIfPresent(knownProfile?.rawValue, forKey: .knownProfile)
        try members.encodeIfPresent(forms.count > 1 ? "both" : forms.first?.rawValue, forKey: .form)
        try members.encode(options.exactErrors, forKey: .exactErrors)
        try members.encode(isAcceptable, forKey: .isAcceptable)
        try members.encode(verdict, forKey: .verdict)
        try members.encode(faults, forKey: .faults)
        let counted = TestStatus.allCases.map { ($0.rawValue, counts[$0] ?? 0) }
        try members.encode(Dictionary(uniqueKeysWithValues: counted), forKey: .counts)
        try members.encode(testsWithoutOperation, forKey: .testsWithoutOperation)
        try members.encode(duration / .seconds(1), forKey: .seconds)
        try members.encode(starts, forKey: .starts)
        try members.encode((leak.map { [$0] } ?? []) + remarks, forKey: .remarks)
        try members.encode(causes.map(\.json), forKey: .causes)
        try members.encode(unexplained.map(\.name), forKey: .unexplained)
        try members.encode(staleExpectations.map(\.description), forKey: .staleExpectations)
        try members.encode(results, forKey: .results)
    }
}

extension Cause {
    /// The cause as an element of `causes` in ``ConformanceReport/json``.
    fileprivate var json: JSON {
        .object([
            "name": .text(bug.name), "summary": .text(bug.summary), "advice": .text(bug.advice),
            "seenIn": .text(bug.seenIn), "consequence": .text(bug.consequence.rawValue),
            "isConfirmed": .boolean(isConfirmed), "certainty": .text(certainty.rawValue),
            "operations": .array(operations.map(JSON.text)), "tests": .integer(tests),
            "explained": .integer(explained), "failures": .array(failures.map { .text($0.name) }),
        ])
    }
}
