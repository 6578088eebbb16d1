// SPDX-License-Identifier: Apache-2.0

// Performs one operation a given number of times, to be counted by Scripts/costs:
//
//     Costs sign 20
//
// The inputs of all operations are computed first, whatever the number. So the difference of two runs is the
// cost of the operation alone.
import EdDSA
import Foundation
import Poseidon
import RepeatableRandom
import Samples

use_repeatable_random()

let hashInputs = Samples.hashInputs(width: 6)
let operations: [String: (Int) throws -> Bool] = [
    "poseidon": { try PoseidonHash.challenge.hash(hashInputs[$0]) != .zero },
    "publicKey": { try PrivateKey(rawRepresentation: Samples.secretKeys[$0]).publicKey.point != .identity },
    "sign": { try Samples.privateKey.signature(for: Samples.messages[$0]).isReduced },
    "verify": {
        let sample = Samples.signedMessages[$0]
        return sample.key.isValidSignature(sample.signature, for: sample.message, profile: .relayer)
    },
]

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 2, let operation = operations[arguments[1]], let count = Int(arguments[2]) else {
    FileHandle.standardError.write(
        Data("usage: Costs \(operations.keys.sorted().joined(separator: "|")) COUNT\n".utf8))
    exit(64)
}

var isRight = !Samples.signedMessages.isEmpty && !Samples.messages.isEmpty
for i in 0..<count { isRight = try operation(i % Samples.count) && isRight }
exit(isRight ? 0 : 1)
