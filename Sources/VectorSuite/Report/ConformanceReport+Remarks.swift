extension ConformanceReport {
    /// How many failing cases are shown where there are many alike.
    static let casesPerCell = 5
    /// How many failing flags are listed at the top of a page.
    static let findingsShown = 12

    /// The verdict in a sentence.
    public var headline: String {
        let total = results.count
        if total == 0 { return "There was nothing to ask: no test names an operation." }
        let passed = counts[.passed] ?? 0
        if passed == total { return "All \(total) tests passed." }
        let parts = Column.allCases.compactMap { column in
            counts[column].map { "\($0) \(column.rawValue)" }
        }
        return "Of \(total) tests, \(parts.joined(separator: ", "))."
    }

    /// What else a reader should know.
    public var remarks: [String] {
        var remarks: [String] = []
        let expected = results.count { $0.column.isFailure && $0.isExpectedToFail }
        if expected > 0 { remarks.append("\(expected) of the failures are expected.") }
        for entry in staleExpectations { remarks.append("\(entry) is expected to fail, but does not.") }
        if starts > 1 { remarks.append("The testee was started \(starts) times.") }
        if let warning { remarks.append("At the end of the input: \(warning).") }
        if testsWithoutOperation > 0 {
            remarks.append(
                "\(testsWithoutOperation) tests of constants have no operation in the protocol and were not asked."
            )
        }
        return remarks
    }
}

extension ConformanceReport {
    /// A flag some of whose tests fail though they are not expected to.
    public struct FlagSummary: Sendable {
        /// The name of the flag.
        public let name: String
        /// The first operation that shows it.
        public let op: String
        /// How many of its tests fail.
        public let failed: Int
        /// How many tests have it.
        public let total: Int
        /// What it means.
        public let note: String
    }

    /// The flags that fail, those with the largest part of their tests first.
    public var flagSummaries: [FlagSummary] {
        let cells = sections.flatMap { section in section.cells.map { (op: section.op, cell: $0) } }
        let byFlag = Dictionary(grouping: cells, by: \.cell.flag)
        return byFlag.compactMap { flag, cells -> FlagSummary? in
            let results = cells.flatMap(\.cell.results)
            let failed = results.count { $0.column.isFailure && !$0.isExpectedToFail }
            guard failed > 0, let first = cells.first(where: { !$0.cell.problems.isEmpty }) else {
                return nil
            }
            return FlagSummary(
                name: flag, op: first.op, failed: failed, total: results.count,
                note: first.cell.notes.first?.description ?? "")
        }.sorted { ($1.failed * $0.total, $0.name) < ($0.failed * $1.total, $1.name) }
    }

    /// The figures of each file, in their order.
    public var countsByFile: [(file: String, counts: [Column: Int])] {
        let byFile = Dictionary(grouping: results, by: \.file)
        return files.compactMap { file in byFile[file.name].map { (file.name, ConformanceReport.count($0)) } }
    }
}
