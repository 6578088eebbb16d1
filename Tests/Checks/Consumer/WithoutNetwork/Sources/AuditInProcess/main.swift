// SPDX-License-Identifier: Apache-2.0
import RequestSigning
import SignatureAudit

let key = PrivateKey()
func request(_ id: Int) throws -> SignableRequest {
    try SignableRequest(
        method: "GET", baseURL: "https://exchange.example", target: "/orders?id=\(id)", body: [])
}
let signatures = try (0..<3).map { try key.signature(for: request($0)).hex }
let records = try [(0, 0), (1, 1), (2, 1), (1, 1)].map { id, signature in
    AuditRecord(
        .request(try request(id)), signature: signatures[signature], key: .decoded(key.publicKey))
}

let stream = AsyncStream { continuation in
    for record in records { continuation.yield(record) }
    continuation.finish()
}
var verdicts: [Bool] = []
let summary = try await LogAudit(profile: .strict).run(over: stream) { verdicts.append($0.isValid) }
print(verdicts, summary.records, summary.valid)
print(summary.replays.count, summary.criticalFindings.count)
