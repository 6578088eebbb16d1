import EdDSA
import ForeignText
import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// Which known bugs a report names for which failures.
@Suite struct CausesTests {
    private static let folder = Repository.root.appending(path: "Vectors")
    private static let bugs = Result { try KnownBugs(folder: folder) }

    /// What a bug answers; for one whose mistake is any other value, some value.
    private func failures(of bug: KnownBug) -> [TestName: WrongAnswer] {
        bug.symptoms.mapValues { $0.answers.first ?? .value("feedfeed") }
    }

    private func names(
        _ bugs: [KnownBug], _ failed: [TestName: WrongAnswer], asked: Set<TestName>
    ) -> [KnownBug] {
        CauseSearch(bugs, failed: failed, asked: asked).choices().map { bugs[$0.candidate.bug] }
    }

    /// For each bug: a testee that has it is said to have it, or one that no vector tells from it, and nothing else.
    @Test func everyBugIsNamed() throws {
        let bugs = try Self.bugs.get().all
        #expect(bugs.count >= 300)
        let asked = Set(bugs.flatMap(\.symptoms.keys))
        for bug in bugs {
            let named = names(bugs, failures(of: bug), asked: asked)
            #expect(!named.isEmpty, "\(bug.name)")
            #expect(named.allSatisfy { $0.symptoms == bug.symptoms }, "\(bug.name): \(named.map(\.name))")
        }
    }

    /// For pairs of bugs of different modules: both are named, but for one of 200 pairs at most, where a bug that
    /// shares most of its tests with the other is named by a part of it. Not counted is a bug all of whose tests fail
    /// for the other as well: where two mistakes meet, the answer is that of neither, so that nothing of it is seen.
    @Test func bothOfTwoBugsAreNamed() throws {
        let bugs = try Self.bugs.get().all
        let asked = Set(bugs.flatMap(\.symptoms.keys))
        var generator = SeededGenerator(seed: 12)
        var (pairs, hidden) = (0, 0)
        var missed: [String] = []
        while pairs < 200 {
            let pair = [bugs.randomElement(using: &generator), bugs.randomElement(using: &generator)]
                .compactMap { $0 }
            guard pair[0].module != pair[1].module else { continue }
            pairs += 1
            let failed = failures(of: pair[0]).merging(failures(of: pair[1])) { a, b in
                a == b || !a.isValue ? a : b.isValue ? .value("beefbeef") : b
            }
            let named = names(bugs, failed, asked: asked)
            for (bug, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                if bug.symptoms.keys.allSatisfy({ other.symptoms[$0] != nil }) {
                    hidden += 1
                } else if !named.contains(where: { $0.symptoms == bug.symptoms }) {
                    missed.append("\(bug.name) beside \(other.name): \(named.map(\.name))")
                }
            }
        }
        #expect(hidden <= 30, "of 400")
        #expect(missed.count <= 1, "\(missed)")
    }

    // MARK: Measured

    /// What five public implementations failed, by what they answered.
    private struct Measured {
        let name: String
        var failed: [TestName: WrongAnswer] = [:]
        var asked: Set<TestName> = []
    }

    private static func measured() throws -> [Measured] {
        let json = try JSON(parsing: Data(contentsOf: folder.appending(path: "measured/failures.json")))
        guard case .object(let implementations)? = json["implementations"] else { return [] }
        return try implementations.sorted { $0.key < $1.key }.map { name, value in
            var measured = Measured(name: name)
            guard case .object(let asked)? = value["asked"], case .object(let failed)? = value["failed"]
            else {
                return measured
            }
            for (file, ranges) in asked {
                for range in ranges.description.split(separator: ",") {
                    let ends = try range.split(separator: "-").map { end in
                        try #require(Int(end.trimmingCharacters(in: .whitespaces)))
                    }
                    for number in ends[0]...ends[ends.count - 1] {
                        measured.asked.insert(TestName(file: file, tcId: number))
                    }
                }
            }
            for case (let file, .object(let tests)) in failed {
                for (number, answer) in tests {
                    let test = TestName(file: file, tcId: try #require(Int(number)))
                    measured.failed[test] =
                        answer == .text("?") ? .unknownValue : WrongAnswer(answer.description)
                }
            }
            return measured
        }
    }

    /// What is not true of an implementation, by what was found when it was measured: its verdicts, nonces, hashes and
    /// base point are right where these bugs would make them wrong.
    private static let untrue: [String: Set<String>] = [
        "hello_loopring": ["verify-accepts-everything", "nonce-another-function", "base-point-another"],
        "loopring_sdk": ["nonce-another-function", "nonce-key-big-endian", "base-point-another"],
        "go-loopring-sig": ["verify-accepts-everything", "nonce-another-function", "base-point-another"],
        "poseidon-java": ["nonce-key-big-endian", "verify-accepts-everything", "base-point-another"],
        "go-iden3-crypto": ["nonce-another-function", "verify-accepts-everything"],
    ]
    /// What was found by reading and running each, and must be said.
    private static let found: [String: Set<String>] = [
        "hello_loopring": ["request-unsorted", "request-body-ascii-escapes", "verify-response-modulo-p"],
        "loopring_sdk": [
            "verify-accepts-everything", "request-sorted-by-locale", "order-hash-without-leading-zeros",
        ],
        "go-loopring-sig": [
            "nonce-drops-zero-low-bytes", "poseidon-59-constants", "request-encoded-once-by-form",
        ],
        "poseidon-java": [
            "nonce-another-function", "verify-response-unchecked", "poseidon-accepts-t-inputs",
        ],
        "go-iden3-crypto": ["public-key-base-of-circomlib", "unpack-sign-of-zero", "field-inverse-of-zero"],
    ]

    /// At least 95 % of the failures of each are accounted for, by what it has and by nothing that it has not.
    @Test func measuredImplementations() throws {
        let bugs = try Self.bugs.get().all
        let all = try Self.measured()
        #expect(all.map(\.name).sorted() == Self.found.keys.sorted())
        for measured in all {
            let choices = CauseSearch(
                bugs, failed: measured.failed, asked: measured.asked, profiles: [.relayer]
            ).choices()
            let explained = choices.reduce(0) { $0 + $1.explained.count }
            let total = measured.failed.count
            #expect(total > 150)
            #expect(explained * 100 >= 95 * total, "\(measured.name): \(explained) of \(total)")
            let named = Set(choices.map { bugs[$0.candidate.bug].name })
            #expect(named.isDisjoint(with: Self.untrue[measured.name] ?? []), "\(measured.name): \(named)")
            #expect(named.isSuperset(of: Self.found[measured.name] ?? []), "\(measured.name): \(named)")
            #expect(named.count <= 26, "\(measured.name)")
        }
    }

    // MARK: Signatures

    private static func fixture(_ change: (String) -> String = { $0 }) throws -> KnownBugs {
        let text = """
            {"vectors": "", "bugs": [
              {"name": "zero", "flag": "Sum", "summary": "says 0", "consequence": "style", "advice": "Add.",
               "module": "field", "seenIn": "", "fails": {"sample.json": {"1": "fdebc9c1, 01234567", "2": "refused"}}},
              {"name": "lax", "flag": "Sum", "summary": "accepts", "consequence": "accepts-forgeries", "advice": "Refuse.",
               "module": "eddsa", "seenIn": "a program", "fails": {"sample.json": {"3": "strict accepted", "4": "any"}}}]}
            """
        return try KnownBugs(Array(change(text).utf8))
    }

    @Test func reading() throws {
        let bugs = try Self.fixture().all
        #expect(bugs.map(\.name) == ["zero", "lax"])
        #expect(bugs[1].consequence == .acceptsForgeries)
        #expect(bugs[1].seenIn == "a program")
        func symptom(_ bug: Int, _ tcId: Int) -> Symptom? {
            bugs[bug].symptoms[TestName(file: "sample.json", tcId: tcId)]
        }
        #expect(symptom(0, 1)?.answers == [.value("fdebc9c1"), .value("01234567")])
        #expect(symptom(0, 2)?.answers == [.refused])
        #expect(symptom(1, 3) == Symptom("strict accepted"))
        #expect(symptom(1, 3)?.profile == .strict)
        #expect(symptom(1, 4)?.agrees(with: .value("whatever")) == true)
        #expect(symptom(1, 4)?.agrees(with: .refused) == false)
        #expect(symptom(0, 1)?.agrees(with: .value("whatever")) == false)
        #expect(symptom(0, 1)?.agrees(with: .unknownValue) == true)
    }

    @Test(
        "What is not in the format",
        arguments: [
            ("\"style\"", "\"cheap\""), ("\"flag\"", "\"flags\""), ("\"1\"", "\"one\""), ("\"refused\"", "2"),
            ("\"bugs\"", "\"errors\""), ("\"advice\": \"Add.\"", "\"advice\": 1"),
        ])
    func malformed(text: String, replacement: String) {
        #expect(throws: VectorFileError.self) { try Self.fixture { $0.replacing(text, with: replacement) } }
    }

    /// The hash is that of the Python side: SHA-256 of "member=value", text as it is and anything else as JSON.
    @Test func hashes() {
        let point = JSON.object(["x": .text("0x01"), "y": .text("0x02")])
        #expect(WrongAnswer(member: "value", .text("0x00")) == .value("85fbeb2b"))
        #expect(WrongAnswer(member: "R", point) == .value("8872423a"))
    }

    @Test func otherVectors() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["poseidon.json", KnownBugs.fileName] {
            try FileManager.default.copyItem(
                at: Self.folder.appending(path: name), to: folder.appending(path: name))
        }
        #expect(throws: VectorFileError.otherVectors) { try KnownBugs(folder: folder) }
    }

    // MARK: In a report

    private func report(_ mode: String) throws -> ConformanceReport {
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        var report = try ConformanceRun(files: [Sample.file(count: 2)]).report(on: ["python3", script, mode])
        report.explain(
            by: try Self.fixture { $0.replacing("\"2\": \"refused\"", with: "\"2\": \"fdebc9c1\"") })
        return report
    }

    /// Test 2 of the fixture has another answer, so that half of them agree.
    @Test func causesComeFirst() throws {
        let report = try report("wrong-value")
        #expect(report.causes.map(\.bug.name) == ["zero"])
        #expect(report.causes.first?.failures.map(\.tcId) == [1, 2])
        #expect(report.unexplained.isEmpty)
        for (text, flags) in [(report.html, "Flags that fail"), (report.markdown, "## Sum in")] {
            let cause = try #require(text.range(of: "zero"))
            let flag = try #require(text.range(of: flags))
            #expect(cause.lowerBound < flag.lowerBound)
            #expect(text.contains("Add."))
            #expect(text.contains("says 0"))
        }
        let causes = try JSON(parsing: report.json)["causes"]
        guard case .array(let list)? = causes else {
            Issue.record("no causes")
            return
        }
        #expect(list.map { $0["name"] } == [.text("zero")])
        #expect(list[0]["failures"] == .array([.text("sample.json#1"), .text("sample.json#2")]))
    }

    @Test func whatNothingExplainsIsLeft() throws {
        let report = try report("error")
        #expect(report.causes.isEmpty, "a rejection is no value")
        #expect(report.unexplained.map(\.tcId) == [1, 2])
    }
}
