// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct TesteeCommandTests {
    @Test func eachLineGetsAnAnswer() async throws {
        let outcome = try await Loopsig.run(
            ["testee"], input: "nonsense\n" + #"{"id": 1, "op": "field.cube", "in": {}}"# + "\n\n")
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        let malformed = #"{"error":"malformed-request","id":null}"#
        #expect(
            outcome.output
                == [malformed, #"{"id":1,"unsupported":true}"#, malformed, ""].joined(separator: "\n"))
    }

    @Test func emptyInputGetsNoAnswer() async throws {
        let outcome = try await Loopsig.run(["testee"])
        #expect(outcome.status == 0)
        #expect(outcome.output.isEmpty)
    }

    @Test func anUnexpectedArgumentIsAUsageError() async throws {
        expectComplaint(try await Loopsig.run(["testee", "extra"]), status: 64, about: "extra")
    }
}
