// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// How vector files are found and named.
@Suite struct VectorFolderTests {
    @Test("Files with the same file name have different names") func filesOfOneNameAreToldApart() {
        func names(_ paths: [String]) -> [String] {
            VectorFolder.distinctNames(of: paths.map { URL(filePath: $0) })
        }
        #expect(names(["/v/a.json", "/v/b.json"]) == ["a.json", "b.json"])
        #expect(names(["/v/a.json", "/w/a.json", "/w/b.json"]) == ["v/a.json", "w/a.json", "b.json"])
        #expect(names(["/x/v/a.json", "/y/v/a.json"]) == ["x/v/a.json", "y/v/a.json"])
    }

    @Test("A file that several paths name is read once") func aFileIsReadOnce() {
        let folder = Repository.root.appending(path: "Vectors")
        let file = folder.appending(path: "poseidon.json").path()
        let entries = VectorFolder.entries(at: [
            folder.path(), file, folder.path() + "/../Vectors/poseidon.json",
        ])
        #expect(entries.count { $0.url.lastPathComponent == "poseidon.json" } == 1)
    }

    @Test("The error for a file that is not JSON says what is wrong, and where")
    func badJSONIsReportedInOurWords() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        for (text, words) in [
            ("{", "is not JSON: the text ends early (byte 1)"),
            (#"{"a": 1, "a": 2}"#, #"is not JSON: the member "a" occurs twice (byte 9)"#),
        ] {
            try Data(text.utf8).write(to: file)
            guard case .failure(let error) = VectorFolder.entries(at: [file.path()])[0].content else {
                Issue.record("\(text) was read")
                continue
            }
            #expect(error.description == words)
        }
    }
}
