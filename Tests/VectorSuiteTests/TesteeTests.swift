// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import TestSupport
import Testing
import VectorTestSupport

@testable import VectorSuite

/// The library as a testee. It answers every line, also a line that is not a request, and no input ends it.
@Suite struct TesteeTests {
    private func answer(_ line: String) throws -> JSON {
        try JSON(parsing: Testee.answer(to: Array(line.utf8)))
    }

    private let malformed = JSON.object(["id": .null, "error": .text("malformed-request")])

    @Test("A request is answered with values, an error code or unsupported") func requests() throws {
        #expect(
            try answer(#"{"id": 7, "op": "field.add", "in": {"a": "\#(Sample.one)", "b": "\#(Sample.two)"}}"#)
                == .object(["id": .integer(7), "out": .object(["value": .text(Sample.three)])]))
        #expect(
            try answer(
                #"{"id": -1, "op": "field.invert", "in": {"a": "0x\#(String(repeating: "0", count: 64))"}}"#)
                == .object(["id": .integer(-1), "error": .text("not-invertible")]))
        #expect(
            try answer(#"{"id": 7, "op": "field.cube", "in": {}}"#)
                == .object(["id": .integer(7), "unsupported": .boolean(true)]))
    }

    @Test(
        "A line that is not a request is answered with malformed-request",
        arguments: [
            "", " ", "x", "null", "[]", "7", "{}", #"{"id": 1}"#, #"{"id": 1, "op": "field.add"}"#,
            #"{"id": "1", "op": "field.add", "in": {}}"#, #"{"id": null, "op": "field.add", "in": {}}"#,
            #"{"id": true, "op": "field.add", "in": {}}"#, #"{"id": 1.5, "op": "field.add", "in": {}}"#,
            #"{"id": 1, "op": 1, "in": {}}"#, #"{"id": 1, "op": "field.add", "in": []}"#,
            #"{"id": 1, "op": "field.add", "in": {}, "more": 1}"#,
            #"{"id": 1, "op": "field.add", "in": {}} {}"#,
            #"{"id": 1, "op": "field.add", "in": {},}"#, #"{"id": 1, "op": "\ud800", "in": {}}"#,
            #"{"id": 1.0, "op": "field.add", "in": {}}"#, #"{"id": 1e0, "op": "field.add", "in": {}}"#,
            #"{"id": 1, "id": 1, "op": "field.add", "in": {}}"#,
            #"{"id": 1, "op": "field.add", "in": {"a": "", "a": "", "b": ""}}"#,
            String(repeating: "[", count: 513), #"{"id": 1, "op": "# + String(repeating: "[", count: 512),
        ])
    func noRequests(line: String) throws {
        #expect(try answer(line) == malformed)
    }

    @Test("Bytes that are not JSON text are answered with malformed-request")
    func noText() throws {
        for bytes: [UInt8] in [[0xFF, 0xFE], [0], [0x7B, 0x80, 0x7D]] {
            #expect(try JSON(parsing: Testee.answer(to: bytes)) == malformed)
        }
    }

    @Test(
        "If the members of in are not those of the operation, the answer is malformed-request",
        arguments: [
            ("field.add", "{}"), ("field.add", #"{"a": "\#(Sample.one)"}"#),
            ("field.add", #"{"a": "\#(Sample.one)", "b": "\#(Sample.one)", "c": ""}"#),
            ("field.add", #"{"a": 1, "b": "\#(Sample.one)"}"#),
            ("curve.pack", #"{"p": "\#(Sample.one)"}"#), ("curve.pack", #"{"p": {"x": "\#(Sample.one)"}}"#),
            ("curve.pack", #"{"p": {"x": "", "y": "", "z": ""}}"#),
            ("curve.pack", #"{"p": {"x": 1, "y": ""}}"#),
            ("poseidon.hash", #"{"t": "6", "fullRounds": 6, "partialRounds": 52, "inputs": []}"#),
            ("poseidon.hash", #"{"t": 6.5, "fullRounds": 6, "partialRounds": 52, "inputs": []}"#),
            ("poseidon.hash", #"{"t": 6.0, "fullRounds": 6, "partialRounds": 52, "inputs": []}"#),
            ("poseidon.hash", #"{"t": 6, "fullRounds": 6e0, "partialRounds": 52, "inputs": []}"#),
            ("poseidon.hash", #"{"t": true, "fullRounds": 6, "partialRounds": 52, "inputs": []}"#),
            ("poseidon.hash", #"{"t": 6, "fullRounds": 6, "partialRounds": 52, "inputs": [1]}"#),
            ("eddsa.sign", #"{"secretKey": "", "message": "", "form": "short"}"#),
            (
                "eddsa.verify",
                #"{"publicKey": {"x": "", "y": ""}, "message": "", "signature": "", "profile": "lax"}"#
            ),
            ("request.canonicalize", #"{"method": "GET", "baseURL": "", "path": ""}"#),
            ("request.canonicalize", #"{"method": "GET", "baseURL": "", "path": "", "body": ""}"#),
            ("request.canonicalize", #"{"method": "PUT", "baseURL": "", "path": "", "params": []}"#),
            (
                "request.canonicalize",
                #"{"method": "PUT", "baseURL": "", "path": "", "params": [], "body": ""}"#
            ),
            ("request.canonicalize", #"{"method": "GET", "baseURL": "", "path": "", "params": [["a"]]}"#),
            ("request.canonicalize", #"{"method": "GET", "baseURL": "", "path": "", "params": {"a": "b"}}"#),
            ("order.hash", #"{"exchange": ""}"#),
        ])
    func malformedArguments(op: String, arguments: String) throws {
        #expect(
            try answer(#"{"id": 1, "op": "\#(op)", "in": \#(arguments)}"#)
                == .object(["id": .integer(1), "error": .text("malformed-request")]))
    }

    @Test("An unknown method is method-unsupported, not malformed-request")
    func aMethodThatIsNoneIsNotMalformed() throws {
        for member in [#""params": []"#, #""body": """#] {
            #expect(
                try answer(
                    #"{"id": 1, "op": "request.canonicalize", "in": {"method": "PATCH", "baseURL": "https://a", "path": "/", \#(member)}}"#
                ) == .object(["id": .integer(1), "error": .text("method-unsupported")]))
        }
    }

    @Test("Each line has one answer, whatever the pieces in which the input arrives") func serving() throws {
        let request = #"{"id": 1, "op": "field.cube", "in": {}}"#
        let answer = Array(#"{"id":1,"unsupported":true}"#.utf8) + [0x0A]
        let input = Array((request + "\n" + request + "\r\n" + request).utf8)
        for size in [1, 7, 40, 1000] {
            var pieces = stride(from: 0, to: input.count, by: size).map {
                Array(input[$0..<min($0 + size, input.count)])
            }
            var output: [UInt8] = []
            Testee.serve(read: { pieces.isEmpty ? [] : pieces.removeFirst() }, write: { output += $0 })
            #expect(output == answer + answer + answer)
        }
    }

    @Test("The answer to a randomly damaged request is one object on one line")
    func damagedRequests() throws {
        var generator = SeededGenerator(seed: 0x5EED)
        let request = Array(#"{"id": 1, "op": "curve.unpack", "in": {"packed": "\#(Sample.one)"}}"#.utf8)
        for _ in 0..<500 {
            var damaged = request
            for _ in 0...Int.random(in: 0..<3, using: &generator) {
                let index = Int.random(in: 0..<damaged.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: damaged[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: damaged.remove(at: index)
                default: damaged.insert(UInt8.random(in: 0...255, using: &generator), at: index)
                }
            }
            let answer = Testee.answer(to: damaged)
            #expect(!answer.contains(0x0A))
            guard case .object(let members) = try JSON(parsing: answer) else {
                Issue.record("not an object")
                return
            }
            #expect(members.count == 2)
        }
    }
}
