// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import VectorTestSupport
import VectorSuite

/// The library against every vector file in the repository.
@Suite struct VectorFilesTests {
    static let names = [
        "cancel_order", "curve_operations", "eddsa_sign", "eddsa_verify", "field_arithmetic",
        "key_derivation",
        "order_hash", "poseidon", "poseidon_constants", "request_canonicalization", "scalar_arithmetic",
    ]

    @Test("The library agrees with every value of every vector", arguments: names)
    func everyVector(name: String) async throws {
        let file = try RepositoryFiles.vectors(name)
        #expect(try RepositoryFiles.json("\(name).json")["schema"] == .text("\(name)_schema.json"))
        let failures = await VectorCheck.failures(in: file)
        for failure in failures { Issue.record("\(name)#\(failure.test.tcId): \(failure)") }
    }

    @Test("These tests list every vector file in the repository") func everyFileIsChecked() throws {
        let entries = VectorFolder.entries(at: [Repository.root.appending(path: "Vectors").path()])
        #expect(entries.map { $0.url.deletingPathExtension().lastPathComponent } == Self.names)
        let total = try entries.reduce(0) { try $0 + $1.content.get().tests.count }
        #expect(total >= 2000)
    }
}
