// SPDX-License-Identifier: Apache-2.0

// Verifies signatures for a given time and prints the number of verifications in a second:
//
//     VerificationRate single START SECONDS     one after the other, on one thread
//     VerificationRate bulk START SECONDS       in bulk, on all cores
//
// START is the Unix time at which to begin, so that several processes begin at once. Scripts/benchmark
// compares one `bulk` process with as many `single` processes as there are cores.
import EdDSA
import Foundation
import Samples

let batch = (0..<32).flatMap { _ in Samples.signedMessages }
let modes: [String: () async throws -> Bool] = [
    "single": {
        batch.allSatisfy { $0.key.isValidSignature($0.signature, for: $0.message, profile: .relayer) }
    },
    "bulk": { try await BulkVerification.verdicts(batch, profile: .relayer).allSatisfy { $0 } },
]

let arguments = CommandLine.arguments
guard arguments.count == 4, let verifyBatch = modes[arguments[1]], let start = Double(arguments[2]),
    let seconds = Double(arguments[3])
else {
    FileHandle.standardError.write(Data("usage: VerificationRate single|bulk START SECONDS\n".utf8))
    exit(64)
}

/// Verifies the batch, whose signatures are all valid.
func verify() async throws {
    let areValid = try await verifyBatch()
    precondition(areValid, "every signature is valid")
}

try await verify()
try await Task.sleep(for: .seconds(start - Date().timeIntervalSince1970))
let clock = ContinuousClock()
let begin = clock.now
var verified = 0
var elapsed = Duration.zero
while elapsed < .seconds(seconds) {
    try await verify()
    verified += batch.count
    elapsed = clock.now - begin
}
print(Double(verified) / (elapsed / .seconds(1)))
