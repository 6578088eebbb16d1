// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite struct VectorsCommandTests {
    private let vectors = Repository.root.appending(path: "Vectors")

    /// The text of a vector file of the repository, with a change.
    private func changed(_ name: String, _ change: (String) -> String) throws -> String {
        change(try String(contentsOf: vectors.appending(path: "\(name).json"), encoding: .utf8))
    }

    @Test func aCorrectFilePasses() async throws {
        let path = vectors.appending(path: "scalar_arithmetic.json").path()
        let outcome = try await Loopsig.run(["vectors", "check", path])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("all passed"))
        #expect(outcome.errors.isEmpty, "progress is for terminals")
        let json = try await Loopsig.run(["vectors", "check", "--json", path]).json()
        let files = try #require(json["files"] as? [[String: Any]])
        #expect(files.count == 1)
        #expect(files[0]["numberOfTests"] as? Int ?? 0 > 100)
    }

    @Test func aWrongValueIsShownWithTheExpectedOne() async throws {
        let directory = try TemporaryDirectory()
        let one = "\"0x" + String(repeating: "0", count: 63) + "1\""
        let two = "\"0x" + String(repeating: "0", count: 63) + "2\""
        let path = try directory.file(
            try changed("scalar_arithmetic") { $0.replacing("\"value\": \(one)", with: "\"value\": \(two)") },
            name: "other.json")
        let outcome = try await Loopsig.run(["vectors", "check", path])
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("value"))
        #expect(outcome.output.contains("expected \(two.dropFirst().dropLast())"))
        #expect(outcome.output.contains("actual   \(one.dropFirst().dropLast())"))
    }

    @Test func aMalformedFileIsNotUsable() async throws {
        let directory = try TemporaryDirectory()
        let contents = [
            "broken.json": "{", "empty.json": "", "array.json": "[]",
            "count.json": try changed("scalar_arithmetic") {
                $0.replacing(#/"numberOfTests": \d+/#, with: "\"numberOfTests\": 7")
            },
            "member.json": try changed("scalar_arithmetic") {
                $0.replacing("\"result\"", with: "\"x\": 1, \"result\"")
            },
        ]
        for (name, text) in contents {
            let outcome = try await Loopsig.run(["vectors", "check", directory.file(text, name: name)])
            #expect(outcome.status == 1, "\(name)")
            #expect(outcome.output.contains("not usable"), "\(name)")
        }
        let missing = try await Loopsig.run(["vectors", "check", directory.path("missing.json")])
        #expect(missing.status == 1)
        #expect(missing.output.contains("cannot be read"))
    }

    @Test func filesWithoutTestsDoNotPass() async throws {
        let directory = try TemporaryDirectory()
        let empty = try directory.file(
            #"{"algorithm": "", "schema": "", "header": [], "numberOfTests": 0, "notes": {}, "testGroups": []}"#,
            name: "empty.json")
        let broken = try directory.file("{", name: "broken.json")
        for paths in [[empty], [broken], [empty, broken]] {
            let outcome = try await Loopsig.run(["vectors", "check"] + paths)
            #expect(outcome.status == 1)
            #expect(!outcome.output.contains("all passed"))
            #expect(outcome.output.contains("nothing was tested"))
        }
    }

    @Test func controlCharactersInNamesAreMadeVisible() async throws {
        let directory = try TemporaryDirectory()
        let escape = "\u{1B}[2J\u{202E}"
        let text = try changed("scalar_arithmetic") {
            $0.replacing("\"Ordinary\"", with: "\"Ordinary\\u001b[2J\\u202e\"")
                .replacing(#/"value": "0x0/#, with: "\"value\": \"0x1")
        }
        let path = try directory.file(text, name: "x\(escape).json")
        for command in [
            ["vectors", "check", path],
            ["conformance", "--vectors", path, "--", Loopsig.executable.path(), "testee"],
        ] {
            let outcome = try await Loopsig.run(command)
            #expect(outcome.status == 1)
            #expect(outcome.output.contains("Ordinary\\u{1B}[2J\\u{202E}"))
            #expect(!outcome.output.contains("\u{1B}"))
            #expect(!outcome.output.contains("\u{202E}"))
        }
    }

    @Test func aFolderWithoutVectorsIsAUsageError() async throws {
        let directory = try TemporaryDirectory()
        _ = try directory.file("{\"answers\": []}", name: "other.json")
        expectComplaint(
            try await Loopsig.run(["vectors", "check", directory.url.path()]), status: 64,
            about: "no vector files")
    }
}
