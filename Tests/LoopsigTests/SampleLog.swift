// SPDX-License-Identifier: Apache-2.0
import AuditSample
import Foundation

/// A synthetic log with its accounts and answers. A suite makes it once, because signing its records takes
/// longer than most tests.
struct SampleLog {
    private static let suffixes = ["", ".accounts.json", ".answers.json"]
    private let files: [Data]

    init(count: Int) throws {
        let folder = try TemporaryDirectory()
        let path = folder.path("log.ndjson")
        try AuditSample.write(count: count, to: path)
        files = try SampleLog.suffixes.map { try Data(contentsOf: URL(filePath: path + $0)) }
    }

    /// Writes the log to `path`, and its accounts and answers next to it.
    func write(to path: String) throws {
        for (suffix, file) in zip(SampleLog.suffixes, files) {
            try file.write(to: URL(filePath: path + suffix))
        }
    }
}
