// SPDX-License-Identifier: Apache-2.0

// Verifies or audits 100,000 signatures, and cancels this task after 100 ms. Meanwhile another task wakes up
// every 5 ms. Prints how long the verification took to return, and the longest delay of a wake-up:
//
//     Responsiveness bulk|batch|audit
import EdDSA
import Foundation
import Samples
import SignatureAudit

let signed = Array(
    (0..<100_000 / Samples.signedMessages.count + 1).flatMap { _ in Samples.signedMessages }.prefix(100_000))
// One record in ten has the signature of the next message, which does not verify.
let records = signed.indices.map { index in
    AuditRecord(
        .message(signed[index].message),
        signature: signed[index % 10 == 0 ? (index + 1) % signed.count : index].signature.hex,
        key: .decoded(signed[index].key))
}
let modes: [String: @Sendable () async throws -> Int] = [
    "bulk": { try await BulkVerification.verdicts(signed, profile: .strict).count },
    "batch": { try await BatchVerification.concurrentVerdicts(signed, profile: .strict).count },
    "audit": {
        var rest = records[...]
        let summary = try await LogAudit().run(over: AsyncStream { rest.popFirst() }) { _ in }
        try Task.checkCancellation()
        return summary.records
    },
]
guard CommandLine.arguments.count == 2, let verify = modes[CommandLine.arguments[1]] else {
    FileHandle.standardError.write(Data("usage: Responsiveness bulk|batch|audit\n".utf8))
    exit(64)
}

let clock = ContinuousClock()
// The tables of the base point are computed at first use.
_ = Samples.signedMessages[0].key.isValidSignature(
    Samples.signedMessages[0].signature, for: Samples.signedMessages[0].message, profile: .strict)

let heartbeat = Task {
    var longest = Duration.zero
    while !Task.isCancelled {
        let start = clock.now
        try? await Task.sleep(for: .milliseconds(5))
        longest = max(longest, clock.now - start - .milliseconds(5))
    }
    return longest
}
let start = clock.now
let verification = Task { try await verify() }
Task {
    try? await Task.sleep(for: .milliseconds(100))
    verification.cancel()
}
let result = await verification.result
let elapsed = clock.now - start
heartbeat.cancel()
let gap = await heartbeat.value
if case .success = result { print("not cancelled") }
print("returned after \(elapsed / .milliseconds(1)) ms, longest gap \(gap / .milliseconds(1)) ms")
