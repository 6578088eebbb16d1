// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import TestSupport
import Testing
import VectorSuite
import VectorTestSupport

@testable import Conformance

/// Which answers pass, and which lines are answers.
@Suite struct JudgmentTests {
    private let members: JSON.Object = ["value": .text(Sample.three)]

    private func passes(
        _ answer: Answer, _ op: String, _ outcome: ExpectedOutcome, exactErrors: Bool = false
    ) throws -> Bool {
        let operation = try #require(VectorSuite.Operation.named(op))
        return Judgment.of(
            .success(answer), to: operation, expecting: outcome, members: members, exactErrors: exactErrors)
            == .right(unanswered: [])
    }

    private let yes = Answer.out(["valid": .boolean(true)])
    private let no = Answer.out(["valid": .boolean(false)])
    private let malformed = Answer.error("signature-malformed", detail: nil)
    private let own = Answer.error("whatever", detail: "text")

    @Test("The expected verdict passes, and any rejection passes if a rejection is expected")
    func verdicts() throws {
        #expect(try passes(yes, "eddsa.verify", .success))
        #expect(try !passes(no, "eddsa.verify", .success))
        #expect(try !passes(own, "eddsa.verify", .success))
        for outcome: ExpectedOutcome in [.refusal, .error(.signatureMalformed)] {
            #expect(try !passes(yes, "eddsa.verify", outcome))
            for answer in [no, malformed, own] { #expect(try passes(answer, "eddsa.verify", outcome)) }
        }
    }

    @Test("With exact errors, only the expected kind of rejection passes")
    func verdictsWithExactErrors() throws {
        #expect(try passes(no, "eddsa.verify", .refusal, exactErrors: true))
        #expect(try !passes(malformed, "eddsa.verify", .refusal, exactErrors: true))
        #expect(try passes(malformed, "eddsa.verify", .error(.signatureMalformed), exactErrors: true))
        #expect(try !passes(own, "eddsa.verify", .error(.signatureMalformed), exactErrors: true))
        #expect(try !passes(no, "eddsa.verify", .error(.signatureMalformed), exactErrors: true))
    }

    @Test("Only the expected values pass, and any error passes if an error is expected")
    func values() throws {
        #expect(try passes(.out(members), "field.add", .success))
        #expect(try !passes(.out(["value": .text(Sample.two)]), "field.add", .success))
        #expect(try !passes(.out(["value": .text(Sample.three.uppercased())]), "field.add", .success))
        #expect(try !passes(.out(["value": .integer(3)]), "field.add", .success))
        #expect(try !passes(.out([:]), "field.add", .success))
        #expect(try !passes(.out(members.merging(["more": .null])), "field.add", .success))
        #expect(try !passes(.out(members), "field.add", .error(.integerMalformed)))
        #expect(try passes(own, "field.add", .error(.integerMalformed)))
        #expect(try !passes(own, "field.add", .error(.integerMalformed), exactErrors: true))
        #expect(try !passes(own, "field.add", .success))
    }

    /// A value of the JSON type that the member of `eddsa.sign` has.
    private func value(_ name: String, _ text: String? = nil) -> JSON {
        let text = JSON.text(text ?? name)
        return ["publicKey", "R"].contains(name) ? .object(["x": text, "y": text]) : text
    }

    @Test("The stage is the first wrong member in the order of computation") func firstDifference() throws {
        let operation = try #require(VectorSuite.Operation.named("eddsa.sign"))
        let names = operation.output
        #expect(names == ["publicKey", "nonce", "R", "challenge", "S", "signature"])
        let right = JSON.Object(names.map { ($0, value($0)) })
        func judgment(of out: JSON.Object) -> (stage: String, actual: JSON?) {
            let judgment = Judgment.of(
                .success(.out(out)), to: operation, expecting: .success, members: right, exactErrors: false)
            guard case .wrong(let stage, _, let actual, _) = judgment else { return ("", nil) }
            return (stage, actual)
        }
        for (index, name) in names.enumerated() {
            var wrong = right
            for later in names[index...] { wrong[later] = value(later, "wrong") }
            #expect(judgment(of: wrong).stage == name)
        }
    }

    @Test("Answered members are judged, and missing members neither pass nor fail")
    func partialAnswers() throws {
        let operation = try #require(VectorSuite.Operation.named("eddsa.sign"))
        let right = JSON.Object(operation.output.map { ($0, value($0)) })
        func judgment(_ out: JSON.Object) -> Judgment {
            Judgment.of(
                .success(.out(out)), to: operation, expecting: .success, members: right, exactErrors: false)
        }
        #expect(
            judgment(["signature": .text("signature")])
                == .right(unanswered: ["publicKey", "nonce", "R", "challenge", "S"]))
        for out: JSON.Object in [
            ["signature": .text("wrong")], ["other": .text("S")], ["S": .text("S"), "other": .null], [:],
        ] {
            if case .right = judgment(out) { Issue.record("\(out) is right") }
        }
        let rejection = Judgment.of(
            .success(.out(["signature": .text("")])), to: operation, expecting: .error(.secretKeyOutOfRange),
            members: [:], exactErrors: false)
        guard case .wrong = rejection else {
            Issue.record("a partial answer counts as a rejection")
            return
        }
    }

    private func reading(_ line: String) -> Result<Answer, Answer.Problem> {
        Result { () throws(Answer.Problem) in try Answer(Array(line.utf8), id: 7) }
    }

    @Test("A line with the request's id and one outcome is an answer") func answers() {
        #expect(reading(#"{"id": 7, "out": {"valid": true}}"#) == .success(yes))
        #expect(reading(#"{"id": 7, "error": "signature-malformed"}"#) == .success(malformed))
        #expect(reading(#"{"id": 7, "error": "whatever", "detail": "text"}"#) == .success(own))
        #expect(reading(#" {"unsupported":true,"id":7}"#) == .success(.unsupported))
    }

    @Test(
        "A line with the request's id that is not an answer is malformed",
        arguments: [
            #"{"id": 7}"#, #"{"id": 7, "out": 1}"#, #"{"id": 7, "out": null}"#, #"{"id": 7, "error": 1}"#,
            #"{"id": 7, "error": "x", "detail": 1}"#, #"{"id": 7, "error": "x", "more": ""}"#,
            #"{"id": 7, "unsupported": false}"#, #"{"id": 7, "unsupported": 1}"#,
            #"{"id": 7, "out": {}, "error": "x"}"#, #"{"id": 7, "out": {}, "more": 1}"#,
            #"{"id": 7, "op": "field.add", "in": {}}"#,
        ])
    func malformedAnswers(line: String) {
        guard case .failure(.malformed) = reading(line) else {
            Issue.record("\(line) was taken for an answer")
            return
        }
    }

    @Test(
        "A line without the request's id is not an answer",
        arguments: [
            "", "7", "[]", "x", #"{"out": {}}"#, #"{"id": 8, "out": {}}"#, #"{"id": "7", "out": {}}"#,
            #"{"id": null, "error": "malformed-request"}"#, #"{"id": 7.5, "out": {}}"#,
            #"{"id": 7, "out": {}"#, #"{"id": 7.0, "out": {}}"#, #"{"id": 70e-1, "out": {}}"#,
            #"{"id": 7, "out": {"valid": true, "valid": true}}"#, #"{"id": 7, "id": 7, "out": {}}"#,
        ])
    func otherLines(line: String) {
        guard case .failure(.stray) = reading(line) else {
            Issue.record("\(line) was taken for an answer")
            return
        }
    }

    @Test("A randomly damaged answer does not crash the reader, and is read only with the request's id")
    func damagedAnswers() throws {
        var stillAnswers = 0
        var generator = SeededGenerator(seed: 0xA115)
        let answer = Array(
            #"{"id": 7, "out": {"value": "\#(Sample.one)", "x": [1, -2.5e3, null, true]}}"#.utf8)
        for _ in 0..<1000 {
            var damaged = answer
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                let index = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: damaged[index] = UInt8.random(in: 0...255, using: &generator)
                case 1:
                    damaged.removeSubrange(index..<Int.random(in: index..<damaged.count, using: &generator))
                default: damaged.insert(contentsOf: damaged[..<index], at: index)
                }
            }
            guard (try? Answer(damaged, id: 7)) != nil else { continue }
            let object = try JSONSerialization.jsonObject(with: Data(damaged)) as? [String: Any]
            #expect(object?["id"] as? Int == 7)
            stillAnswers += 1
        }
        #expect((1..<1000).contains(stillAnswers))
    }
}
