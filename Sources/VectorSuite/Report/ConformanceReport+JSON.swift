import Foundation

extension ConformanceReport {
    /// The report for other programs: figures, every result, and the expectations that are not met.
    public var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return try encoder.encode(
                Document(
                    command: command, profiles: options.profiles.map(\.rawValue),
                    exactErrors: options.exactErrors,
                    isAcceptable: isAcceptable,
                    counts: Dictionary(
                        uniqueKeysWithValues: Column.allCases.map { ($0.rawValue, counts[$0] ?? 0) }),
                    testsWithoutOperation: testsWithoutOperation, seconds: duration / .seconds(1),
                    starts: starts, form: forms?.word, remarks: remarks,
                    staleExpectations: staleExpectations.map(\.description),
                    results: results))
        }
    }

    private struct Document: Encodable {
        let command, profiles: [String]
        let exactErrors, isAcceptable: Bool
        let counts: [String: Int]
        let testsWithoutOperation: Int
        let seconds: Double
        let starts: Int
        let form: String?
        let remarks: [String]
        let staleExpectations: [String]
        let results: [TestResult]
    }
}
