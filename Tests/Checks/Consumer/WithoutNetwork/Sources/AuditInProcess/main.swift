// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization
import RequestSigning
import SignatureAudit
import SignatureDiagnosis

// Audits records that exist as values: three signatures, one of which is another request's, and one that
// occurs twice.

let key = PrivateKey()
func request(_ id: Int) throws -> SignableRequest {
    try SignableRequest(
        method: "GET", baseURL: "https://exchange.example", target: "/orders?id=\(id)", body: [])
}
let signatures = try (0..<3).map { try key.signature(for: request($0)).hex }
let records = AsyncStream<AuditRecord> { continuation in
    for (id, signature) in [(0, signatures[0]), (1, signatures[1]), (2, signatures[1]), (1, signatures[1])] {
        guard let request = try? request(id) else { continue }
        continuation.yield(AuditRecord(request, signature: signature, key: .decoded(key.publicKey)))
    }
    continuation.finish()
}
var verdicts: [Bool] = []
let summary = try await LogAudit(profile: .strict).run(over: records) { verdicts.append($0.isValid) }
print(verdicts, summary.records, summary.valid)
