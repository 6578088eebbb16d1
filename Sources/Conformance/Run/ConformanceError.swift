// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Why a testee cannot be tested, or an input of a run cannot be used.
package enum ConformanceError: DescribedError, Equatable {
    /// The program cannot be started, or does not answer at all; the text says why.
    case notTestable(String)
    /// A name selects no test of the files.
    case unknownTests(String)
    /// The input is not the JSON report of a run; the text says why.
    case notAReport(String)
    /// A line of a list of expected failures is not an entry.
    case notAnEntry(String, line: Int)

    package var description: String {
        switch self {
        case .notTestable(let reason): reason
        case .unknownTests(let name):
            "\(VisibleText.quoted(name)) is not an operation, a flag or a FILE:ID of the vectors"
        case .notAReport(let reason): "is not a JSON report: \(reason)"
        case .notAnEntry(let text, let line):
            "line \(line): \(VisibleText.quoted(text)) is neither FILE#tcId nor flag:FlagName"
        }
    }
}
