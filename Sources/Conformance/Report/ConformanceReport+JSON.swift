// SPDX-License-Identifier: Apache-2.0
import Foundation

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
        try members.encode(causes, forKey: .causes)
        try members.encode(unexplained.map(\.name), forKey: .unexplained)
        try members.encode(staleExpectations.map(\.description), forKey: .staleExpectations)
        try members.encode(results, forKey: .results)
    }
}

extension Cause: Encodable {
    private enum CodingKeys: CodingKey {
        case name, summary, consequence, advice, seenIn, isConfirmed, certainty, tests, explained
        case operations, failures
    }

    /// Encodes the cause as an element of `causes` in ``ConformanceReport/json``.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(bug.name, forKey: .name)
        try members.encode(bug.summary, forKey: .summary)
        try members.encode(bug.consequence, forKey: .consequence)
        try members.encode(bug.advice, forKey: .advice)
        try members.encode(bug.seenIn, forKey: .seenIn)
        try members.encode(isConfirmed, forKey: .isConfirmed)
        try members.encode(certainty, forKey: .certainty)
        try members.encode(tests, forKey: .tests)
        try members.encode(explained, forKey: .explained)
        try members.encode(operations, forKey: .operations)
        try members.encode(failures.map(\.name), forKey: .failures)
    }
}
