import EdDSA
import StrictJSON
import Foundation
import TestSupport
import Testing

@testable import VectorSuite

/// Which known bugs a report names for which failures.
@Suite struct CausesTests {
    private static let folder = Repository.root.appending(path: "Vectors")

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
        let bugs = try RepositoryFiles.bugs()
        #expect(bugs.count >= 300)
        let asked = Set(bugs.flatMap(\.symptoms.keys))
        for bug in bugs {
            let named = names(bugs, failures(of: bug), asked: asked)
            #expect(!named.isEmpty, "\(bug.name)")
            #expect(named.allSatisfy { $0.symptoms == bug.symptoms }, "\(bug.name): \(named.map(\.name))")
        }
    }

    /// For each pair of a sample of bugs of different modules: a testee that has both is said to have both, and nothing
    /// else, but for a bug of which the other leaves nothing to be seen.
    @Test func bothOfTwoBugsAreNamed() throws {
        let bugs = try RepositoryFiles.bugs()
        let asked = Set(bugs.flatMap(\.symptoms.keys))
        let pairs = try Self.pairs(of: bugs)
        #expect(pairs.count == 200)
        var hidden: [Hiding: Int] = [:]
        for (pair, failed) in pairs {
            #expect(pair[0].module != pair[1].module)
            let named = names(bugs, failed, asked: asked.union(failed.keys))
            for (bug, other) in [(pair[0], pair[1]), (pair[1], pair[0])] {
                guard !named.contains(where: { $0.symptoms == bug.symptoms }) else { continue }
                let hiding = Hiding(of: bug, beside: other, failed)
                #expect(hiding != nil, "\(bug.name) beside \(other.name): \(named.map(\.name))")
                if let hiding { hidden[hiding, default: 0] += 1 }
            }
            let untrue = named.filter { bug in !pair.contains { $0.symptoms == bug.symptoms } }
            #expect(untrue.isEmpty, "\(pair.map(\.name)): \(untrue.map(\.name))")
        }
        print("bugs hidden by another, of 400: \(hidden.map { "\($1) where \($0.rawValue)" }.sorted())")
        #expect(hidden.values.reduce(0, +) <= 11)
    }

    /// Why nothing can be said of a bug beside another one.
    private enum Hiding: String {
        case othersAlone = "the answers are those of the other alone"
        case noneOfItsOwn = "no answer is its own"
        case passes = "less than nine in ten of its tests fail"

        init?(of bug: KnownBug, beside other: KnownBug, _ failed: [TestName: WrongAnswer]) {
            func isOfOther(_ test: TestName, _ answer: WrongAnswer) -> Bool {
                other.symptoms[test]?.agrees(with: answer) == true
            }
            let givesValues = bug.symptoms.contains { failed[$0] != nil && $1.isValue }
            let own = failed.filter { test, answer in
                bug.symptoms[test]?.agrees(with: answer) == true && !isOfOther(test, answer)
                    && (answer.isValue || !givesValues)
            }
            if Set(failed.keys) == Set(other.symptoms.keys), failed.allSatisfy(isOfOther) {
                self = .othersAlone
            } else if own.isEmpty {
                self = .noneOfItsOwn
            } else if 10 * bug.symptoms.keys.count(where: { failed[$0] != nil }) < 9 * bug.symptoms.count {
                self = .passes
            } else {
                return nil
            }
        }
    }

    /// What testees with two bugs answer: each pair, and its wrong answers. loopring_vectors/bugs/pairs.py describes the
    /// file.
    private static func pairs(of bugs: [KnownBug]) throws -> [(
        pair: [KnownBug], failed: [TestName: WrongAnswer]
    )] {
        let named = Dictionary(uniqueKeysWithValues: bugs.map { ($0.name, $0) })
        let json = try JSON(parsing: Data(contentsOf: folder.appending(path: "measured/pairs.json")))
        guard case .array(let pairs)? = json["pairs"] else { return [] }
        return try pairs.map { entry in
            guard case .array(let names)? = entry["bugs"], names.count == 2 else {
                throw VectorFileError.otherVectors
            }
            let pair = try names.map { try #require(named[$0.description]) }
            var failed = pair[1].symptoms.merging(pair[0].symptoms) { $1 }.mapValues { symptom in
                symptom.answers.first ?? .value("feedfeed")
            }
            if case .object(let others)? = entry["others"] {
                for case (let file, .object(let tests)) in others {
                    for (number, answer) in tests {
                        let test = TestName(file: file, tcId: try #require(Int(number)))
                        failed[test] = answer == .text("passed") ? nil : WrongAnswer(answer.description)
                    }
                }
            }
            return (pair, failed)
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
        let text = report.markdown
        let cause = try #require(text.range(of: "zero"))
        let flag = try #require(text.range(of: "## Sum in"))
        #expect(cause.lowerBound < flag.lowerBound)
        #expect(text.contains("Add."))
        #expect(text.contains("says 0"))
        let causes = try JSON(parsing: report.json)["causes"]
        guard case .array(let list)? = causes else {
            Issue.record("no causes")
            return
        }
        #expect(list.map { $0["name"] } == [.text("zero")])
        #expect(list[0]["failures"] == .array([.text("sample.json#1"), .text("sample.json#2")]))
    }

    /// Where what failed is run again, a bug whose other tests passed is still none of its causes.
    @Test func passesOfAnEarlierRunCount() throws {
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        func report(_ selection: TestSelection) throws -> ConformanceReport {
            let run = ConformanceRun(files: [try Sample.file(count: 2)], options: .init(selection: selection))
            var report = try run.report(on: ["python3", script, "wrong-value", "1"])
            report.explain(
                by: try Self.fixture { $0.replacing("\"2\": \"refused\"", with: "\"2\": \"fdebc9c1\"") })
            return report
        }
        let first = try report(.all)
        let again = try report(TestSelection(failedIn: first.json))
        #expect(again.results.map(\.tcId) == [1])
        for report in [first, again] {
            #expect(report.causes.isEmpty)
            #expect(report.unexplained.map(\.tcId) == [1])
        }
    }

    /// What is left comes between the causes and the flags.
    @Test func whatTheCausesDoNotExplainIsShown() throws {
        let script = Repository.root.appending(path: "Tests/VectorSuiteTests/Testees/testee.py").path()
        var report = try ConformanceRun(files: [Sample.file(count: 11)]).report(on: [
            "python3", script, "wrong-value",
        ])
        report.explain(
            by: try Self.fixture { $0.replacing("\"2\": \"refused\"", with: "\"2\": \"fdebc9c1\"") })
        #expect(report.unexplained.map(\.tcId) == Array(5...11))
        let text = report.markdown
        let cause = try #require(text.range(of: "Add."))
        let left = try #require(text.range(of: "## Left"))
        let flag = try #require(text.range(of: "## Sum in"))
        #expect(cause.lowerBound < left.lowerBound && left.lowerBound < flag.lowerBound)
        #expect(text[left.lowerBound..<flag.lowerBound].contains("sample.json#9"))
        #expect(!text[left.lowerBound..<flag.lowerBound].contains("sample.json#10"))
        #expect(text[left.lowerBound..<flag.lowerBound].contains("and 2 more"))
    }

    @Test func whatNothingExplainsIsLeft() throws {
        let report = try report("error")
        #expect(report.causes.isEmpty, "a rejection is no value")
        #expect(report.unexplained.map(\.tcId) == [1, 2])
    }
}
