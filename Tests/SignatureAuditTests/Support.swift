// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import RequestCanonicalization
import RequestSigning
import TestSupport
import Testing

@testable import SignatureAudit

/// Writes a log to a temporary file and audits it.
func audit(
    _ log: String, accounts: AccountKeys = AccountKeys(), profile: VerificationProfile = .relayer,
    format: AuditInput.Format = .ndjson, tally: AuditTally = AuditTally(), explains: Bool = true
) async throws -> (verdicts: [AuditVerdict], summary: AuditSummary) {
    try await audit(
        Array(log.utf8), accounts: accounts, profile: profile, format: format, tally: tally,
        explains: explains)
}

func audit(
    _ log: [UInt8], accounts: AccountKeys = AccountKeys(), profile: VerificationProfile = .relayer,
    format: AuditInput.Format = .ndjson, tally: AuditTally = AuditTally(), explains: Bool = true
) async throws -> (verdicts: [AuditVerdict], summary: AuditSummary) {
    let file = try TemporaryFile(log)
    var lines: [UInt8] = []
    let summary = try await LogAudit(profile: profile, accounts: accounts, explains: explains).run(
        over: [AuditInput(name: "log", handle: file.handle, format: format)], tally: tally,
        write: { lines += $0 })
    return (try verdicts(of: lines), summary)
}

/// Parses lines, each of which must be a verdict.
func verdicts(of lines: [UInt8]) throws -> [AuditVerdict] {
    try lines.split(separator: UInt8(ascii: "\n")).map { try #require(AuditVerdict(parsing: Array($0))) }
}

extension AuditSummary {
    /// The cause with this name.
    func cause(_ name: String) -> CauseRecords? { causes.first { $0.name == name } }
}

extension Lines {
    /// The numbers of the first lines.
    var numbers: [Int] { first.map(\.line) }
}

/// An open temporary file whose name is already removed.
final class TemporaryFile {
    let handle: FileHandle

    init(_ bytes: [UInt8]) throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "audit-test-\(UUID().uuidString)")
        try Data(bytes).write(to: url)
        handle = try FileHandle(forReadingFrom: url)
        try FileManager.default.removeItem(at: url)
    }
}

/// A signer that makes requests and records.
struct Signer {
    let account: Int
    let key: PrivateKey

    init(_ account: Int, _ generator: inout SeededGenerator) throws {
        self.account = account
        key = try PrivateKey(rawRepresentation: generator.scalar().bigEndianBytes)
    }

    func request(_ number: Int) throws -> SignableRequest {
        try SignableRequest(
            method: "GET", baseURL: "https://api3.loopring.io", path: "/api/v3/storageId",
            parameters: [Parameter("sellTokenId", String(number)), Parameter("accountId", String(account))])
    }

    /// A line of the log. `others` adds members or replaces the usual ones; an empty value removes a member.
    func line(_ request: SignableRequest, _ signature: String, _ others: [String: String] = [:]) -> String {
        var members = [
            "method": "\"\(request.method.rawValue)\"",
            "url": "\"\(request.url.text)?\(request.canonical.query)\"",
            "publicKey": "\"\(key.publicKey.point.packed.hex)\"", "signature": "\"\(signature)\"",
        ]
        members.merge(others) { $1 }
        return "{"
            + members.filter { !$0.value.isEmpty }.map { "\"\($0.key)\":\($0.value)" }.joined(separator: ",")
            + "}"
    }

    /// A line with a valid signature.
    func line(_ number: Int) throws -> String {
        let request = try request(number)
        return line(request, try key.signature(for: request).hex)
    }
}
