// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import StrictJSON
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

@Suite("The catalog of known bugs")
struct KnownBugTests {
    static func fixture(_ change: (String) -> String = { $0 }) throws -> [KnownBug] {
        let text = """
            {"vectors": "", "bugs": [
              {"name": "zero", "flag": "Sum", "summary": "says 0", "consequence": "style", "advice": "Add.",
               "module": "field", "seenIn": "",
               "fails": {"sample.json": {"1": "value:fdebc9c1, value:01234567", "2": "refused"}}},
              {"name": "lax", "flag": "Sum", "summary": "accepts", "consequence": "accepts-forgeries", "advice": "Refuse.",
               "module": "eddsa", "seenIn": "a program",
               "fails": {"sample.json": {"3": "strict accepted", "4": "R:any; S:89abcdef"}}}]}
            """
        return try KnownBug.reading(ObjectReader(parsing: Array(change(text).utf8))).bugs
    }

    @Test("The reader reads all members of a bug") func reading() throws {
        let bugs = try Self.fixture()
        #expect(bugs.map(\.name) == ["zero", "lax"])
        #expect(bugs[1].consequence == .acceptsForgeries)
        #expect(bugs[1].seenIn == "a program")
        func symptom(_ bug: Int, _ tcId: Int) -> Symptom? {
            bugs[bug].symptoms[TestName(file: "sample.json", tcId: tcId)]
        }
        #expect(
            symptom(0, 1)?.answers == [
                values(["value": "fdebc9c1"]), values(["value": "01234567"]),
            ])
        #expect(symptom(0, 2)?.answers == [.refused])
        #expect(symptom(1, 3)?.profile == .strict)
        #expect(symptom(1, 3)?.answers == [.accepted])
        #expect(symptom(1, 4)?.answers == [values(["R": nil, "S": "89abcdef"])])
    }

    @Test(
        "A catalog in another format is an error",
        arguments: [
            ("\"style\"", "\"cheap\""), ("\"flag\"", "\"flags\""), ("\"1\"", "\"one\""), ("\"refused\"", "2"),
            ("\"bugs\"", "\"errors\""), ("\"advice\": \"Add.\"", "\"advice\": 1"), ("R:any", "R"),
            ("\"refused\"", "\"\""),
        ])
    func malformed(text: String, replacement: String) {
        #expect(throws: VectorFileError.self) { try Self.fixture { $0.replacing(text, with: replacement) } }
    }

    /// The expected digests are from Python's hashlib. They are the SHA-256 of "member=value", with texts as
    /// they are and other values as JSON.
    @Test("A digest is the beginning of the SHA-256 of member=value") func digests() {
        let point = JSON.object(["x": .text("0x01"), "y": .text("0x02")])
        #expect(WrongValues.digest("value", .text("0x00")) == "85fbeb2b")
        #expect(WrongValues.digest("R", point) == "8872423a")
    }

    @Test("A catalog that was made with other vectors is an error") func otherVectors() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["poseidon.json", VectorFolder.signaturesName] {
            try FileManager.default.copyItem(
                at: Catalog.folder.appending(path: name), to: folder.appending(path: name))
        }
        #expect(throws: VectorFileError.otherVectors) { try KnownBug.all(in: folder) }
    }

    // MARK: Agreement

    private func agreement(
        _ symptom: String, _ wrong: WrongAnswer, op: String = "eddsa.sign", valid: Bool? = nil
    ) -> Agreement? {
        var observation = Observation(op: op, isSuccessExpected: true)
        observation.wrong = wrong
        observation.isSignatureValid = valid
        return Symptom(symptom)?.agreement(with: observation)
    }

    private func values(_ wrong: [String: String?], right: Set<String> = []) -> WrongAnswer {
        .values(WrongValues(wrong: wrong, right: right))
    }

    @Test("The first member that is wrong, in the bug's answer or in the testee's, decides")
    func firstMember() {
        let bug = "R:aaaaaaaa; challenge:bbbbbbbb; S:cccccccc; signature:dddddddd"
        #expect(agreement(bug, values(["R": "aaaaaaaa", "S": "00000000"])) == .sameValue)
        #expect(agreement(bug, values(["S": "cccccccc"])) == .sameValue)
        #expect(agreement(bug, values(["signature": "dddddddd"])) == .sameValue)
        #expect(agreement(bug, values(["signature": "00000000"])) == .differs)
        #expect(agreement(bug, values(["nonce": "00000000", "R": "aaaaaaaa"])) == .differs)
        #expect(agreement(bug, values(["S": "cccccccc"], right: ["R"])) == .contradicts)
        #expect(agreement(bug, values(["S": nil])) == .similar)
        #expect(agreement(bug, .refused) == .differs)
        #expect(agreement("refused", values(["S": "cccccccc"])) == .contradicts)
        #expect(agreement("refused", .refused) == .sameVerdict)
        #expect(agreement("refused", .crashed) == .similar)
        #expect(agreement("accepted", .refused, op: "eddsa.verify") == .contradicts)
    }

    @Test("Any other nonce agrees with a bug that allows any nonce, unless the signature does not verify")
    func anyNonce() {
        let bug = "nonce:any; R:any; challenge:any; S:any; signature:any"
        #expect(agreement(bug, values(["signature": "00000000"]), valid: true) == .similar)
        #expect(agreement(bug, values(["signature": "00000000"])) == .similar)
        #expect(agreement(bug, values(["signature": "00000000"]), valid: false) == .differs)
        #expect(agreement(bug, values(["R": "00000000"], right: ["nonce"]), valid: true) == .contradicts)
    }
}
