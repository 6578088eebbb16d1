import Foundation
import PrimeField
import TestSupport
import Testing

@Suite struct HashTests {
    @Test func publishedPoseidonHashes() async throws {
        for answer in try KnownAnswers.load().poseidon {
            let outcome = try await Loopsig.run(
                [
                    "hash", "poseidon", "--width", "\(answer.t)", "--full-rounds", "\(answer.fullRounds)",
                    "--partial-rounds", "\(answer.partialRounds)",
                ] + answer.inputs)
            #expect(outcome.output == (try FieldElement(decimal: answer.output)).hex + "\n")
        }
    }

    @Test func inputsMayBeHexadecimal() async throws {
        let one = "0x" + String(repeating: "0", count: 63) + "1"
        let hexadecimal = try await Loopsig.run(["hash", "poseidon", "--width", "2", one, "--json"]).json()
        let decimal = try await Loopsig.run(["hash", "poseidon", "--width", "2", "1", "--json"]).json()
        #expect(Set(decimal.keys) == ["hash", "width", "fullRounds", "partialRounds", "inputs"])
        #expect(hexadecimal["hash"] as? String == decimal["hash"] as? String)
        #expect(decimal["inputs"] as? [String] == [one])
    }

    @Test(arguments: [
        (["--width", "2", "1", "2"], 1 as Int32, "takes at most 1"),
        (["--width", "2", "0x1"], 1, "input 1"), (["--width", "2", "1.5"], 1, "input 1"),
        (["--width", "3", "1", "abc"], 1, "input 2"),
        (
            [
                "--width", "2",
                "21888242871839275222246405745257275088548364400416034343698204186575808495617",
            ], 1, "p or more"
        ),
        (["--width", "1"], 64, "width"), (["--width", "18"], 64, "width"), (["--width", "x"], 64, "--width"),
        (["--width", "6", "--full-rounds", "7"], 64, "even"), (["1"], 64, "--width"),
        (["--width", "6", "--partial-rounds", "9999999999999999999"], 64, "--partial-rounds"),
        (["--width", "6", "--partial-rounds", "9223372036854775807"], 64, "65 rounds"),
    ])
    func whatCannotBeHashedIsRefused(arguments: [String], status: Int32, complaint: String) async throws {
        let outcome = try await Loopsig.run(["hash", "poseidon"] + arguments)
        expectComplaint(outcome, status: status, about: complaint)
    }
}
