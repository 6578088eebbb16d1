// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField
import TestSupport
import Testing

@Suite struct HashTests {
    @Test func poseidonHashesEqualThePublishedOnes() async throws {
        for answer in try KnownAnswers.load().poseidon {
            let outcome = try await Loopsig.run(
                [
                    "hash", "poseidon", "--width", "\(answer.t)", "--full-rounds", "\(answer.fullRounds)",
                    "--partial-rounds", "\(answer.partialRounds)",
                ] + answer.inputs)
            #expect(outcome.output == (try FieldElement(decimal: answer.output)).hex + "\n")
        }
    }

    /// By default the partial rounds are those of Loopring's circuit (Loopring/protocols 425d152,
    /// MathGadgets.h).
    @Test(arguments: [
        (3, 51), (4, 52), (5, 52), (6, 52), (7, 52), (9, 53), (10, 53), (11, 53), (12, 53), (13, 53),
    ])
    func theDefaultRoundsAreThoseOfTheCircuit(width: Int, partialRounds: Int) async throws {
        let json = try await Loopsig.run(["hash", "poseidon", "--width", "\(width)", "1", "--json"]).json()
        #expect(json["partialRounds"] as? Int == partialRounds)
    }

    /// An order of Loopring's documentation (trade-nft, taker) that buys an NFT has two hashes: its order
    /// hash, and the message of its published signature.
    @Test func anNFTOrderHasTwoHashes() async throws {
        let name = "0x28b8415bd05dd7c68385e37870b6d9177cf7f8c2ba2e8ab151661114d546e799"
        let message = "0x14e499af9d7725fcb86e94c8d5b9c220986e15c0802a784eb5d367c591eaad2b"
        func order(_ nftData: String) -> String {
            """
            {"exchange": "0x2e76EBd1c7c0C8e7c2B875b6d505a260C525d25e", "storageId": 64, "accountId": 10488,
             "sellToken": {"tokenId": 1, "amount": "1000000000000000000"},
             "buyToken": {"tokenId": 32768, "amount": "1"\(nftData)},
             "validUntil": 1656227891, "maxFeeBips": 100, "fillAmountBOrS": true, "taker": ""}
            """
        }
        let nftData = #", "nftData": "0x1a2001aac7a1fd00cef07889cdb67b1355f86e5bc9df71cfa44fa1c7b49f598f""#
        let both = try await Loopsig.run(["hash", "order", "-"], input: order(nftData))
        #expect(both.output == "order hash      \(name)\nsigned message  \(message)\n")
        let json = try await Loopsig.run(["hash", "order", "-", "--json"], input: order(nftData)).json()
        #expect(json["hash"] as? String == name && json["signedMessage"] as? String == message)
        let unknown = try await Loopsig.run(["hash", "order", "-"], input: order(""))
        #expect(
            unknown.status == 0 && unknown.output.contains("not known: the order has no buyToken.nftData"))
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
    func wrongInputsOrParametersAreRefused(arguments: [String], status: Int32, complaint: String) async throws
    {
        let outcome = try await Loopsig.run(["hash", "poseidon"] + arguments)
        expectComplaint(outcome, status: status, about: complaint)
    }
}
