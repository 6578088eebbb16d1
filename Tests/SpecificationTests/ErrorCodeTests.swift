// SPDX-License-Identifier: Apache-2.0
import Foundation
import SignatureDiagnosis
import TestSupport
import Testing
import VectorSuite

/// SPEC.md, section 12, lists exactly the error codes of this library.
@Suite("Error codes")
struct ErrorCodeTests {
    /// The codes that only an audit gives to a record. No operation of the testee protocol returns them.
    private static let ofAudit = SignatureVerdict.Failure.Code.allCases.map(\.rawValue)

    /// The codes of the tables of section 12, in their order.
    private static func table() throws -> [String] {
        let text = try String(contentsOf: Repository.root.appending(path: "SPEC.md"), encoding: .utf8)
        let section =
            text.components(separatedBy: "\n## 12. ").last?.components(separatedBy: "\n## ").first ?? ""
        return section.split(separator: "\n").compactMap { line in
            guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
            return String(line.dropFirst(3)[..<end])
        }
    }

    @Test("the table has each code of the protocol and the audit once, and no others") func table() throws {
        let table = try Self.table()
        #expect(Set(table).count == table.count)
        let codes = Set(ErrorCode.allCases.map(\.rawValue)).union(Self.ofAudit)
        #expect(Set(table) == codes, "differences: \(Set(table).symmetricDifference(codes).sorted())")
    }
}
