// SPDX-License-Identifier: Apache-2.0
import StrictJSON
import Testing
import VectorTestSupport

@testable import VectorSuite

/// The check finds every wrong value in a vector, and the failure names its stage.
@Suite struct VectorCheckTests {
    private func failures(
        in file: VectorFile, _ isWanted: (VectorTest) -> Bool, _ change: (inout JSON.Object) -> Void
    ) async throws -> [VectorFailure] {
        let wanted = file.tests.first(where: isWanted)
        let test = try #require(wanted, "no test to spoil")
        var members = test.members
        change(&members)
        let spoiled = VectorTest(
            tcId: test.tcId, comment: test.comment, flags: test.flags, op: test.op,
            expectation: test.expectation, members: members)
        #expect(VectorCheck.failures(of: test) == [])
        return VectorCheck.failures(of: spoiled)
    }

    @Test(
        "The check compares every output and intermediate value",
        arguments: [
            ("field_arithmetic", "field.add", ["value"]),
            ("scalar_arithmetic", "scalar.multiply", ["value"]),
            ("curve_operations", "curve.add", ["x", "y"]),
            ("curve_operations", "curve.pack", ["packed"]),
            ("poseidon", "poseidon.hash", ["output"]),
            ("eddsa_sign", "eddsa.publicKey", ["publicKey"]),
            (
                "eddsa_sign", "eddsa.sign",
                [
                    "publicKey", "nonce", "R", "challenge", "S", "signature", "unreducedS",
                    "unreducedSignature",
                ]
            ),
            ("eddsa_verify", "eddsa.verify", ["R", "S", "challenge", "leftSide", "rightSide"]),
            ("key_derivation", "key.derive", ["sha256", "secretKey", "publicKey"]),
            (
                "request_canonicalization", "request.canonicalize",
                ["parameterString", "signatureBase", "sha256", "message", "sentTarget"]
            ),
            (
                "request_canonicalization", "request.sign",
                [
                    "parameterString", "signatureBase", "sha256", "message", "publicKey", "nonce", "R",
                    "challenge", "S", "signature", "unreducedS", "unreducedSignature", "sentTarget",
                ]
            ),
            (
                "request_canonicalization", "request.verify",
                ["parameterString", "signatureBase", "sha256", "message", "R", "S", "challenge"]
            ),
            ("order_hash", "order.hash", ["inputs", "hash"]),
            ("cancel_order", "request.sign", ["signature"]),
        ])
    func stages(file name: String, op: String, stages: [String]) async throws {
        let file = try RepositoryFiles.vectors(name)
        for stage in stages {
            let failures = try await failures(in: file, { $0.op == op && $0.expectation == .valid }) {
                #expect($0[stage] != nil, "\(op) has no \(stage)")
                $0[stage] = .text("spoiled")
            }
            #expect(!failures.isEmpty)
            #expect(failures.allSatisfy { $0.stage == stage && $0.expected == "spoiled" }, "\(op), \(stage)")
        }
    }

    @Test(
        "The check compares every member of a test of constants",
        arguments: ["value", "chain", "index", "matrix", "kind"])
    func constants(member: String) async throws {
        let failures = try await failures(
            in: try RepositoryFiles.vectors("poseidon_constants"), { $0.members[member] != nil }
        ) {
            $0[member] = member == "index" ? .integer(66) : .text(Sample.one)
        }
        #expect(failures.count == 1)
    }

    @Test("The check compares the outcome, in both directions, and the error code")
    func outcomes() async throws {
        func failures(_ change: (inout JSON.Object) -> Void) async throws -> [VectorFailure] {
            let json = Sample.file([Sample.test(1, change)])
            let file = try VectorFile(name: "sample.json", ObjectReader(json, at: "file"))
            return await VectorCheck.failures(in: file)
        }
        #expect(try await failures { _ in } == [])
        let accepted = try await failures {
            $0["result"] = .text("invalid")
            $0["error"] = .text("integer-malformed")
            $0["value"] = nil
        }
        #expect(accepted.map(\.expected) == ["error integer-malformed"])
        #expect(accepted.map(\.actual) == ["accepted"])
        let otherCode = try await failures {
            $0["result"] = .text("invalid")
            $0["error"] = .text("integer-malformed")
            $0["a"] = .text("0x" + String(repeating: "f", count: 64))
            $0["value"] = nil
        }
        #expect(otherCode.map(\.actual) == ["error field-element-out-of-range"])
        let refused = try await failures { $0["a"] = .text("1") }
        #expect(refused.map(\.stage) == ["value"])
        #expect(refused.map(\.actual) == ["not computed"])
    }

    @Test("The check compares the verdict under each profile") func verdictsUnderEachProfile() async throws {
        let file = try RepositoryFiles.vectors("eddsa_verify")
        let test = try #require(
            file.tests.first { $0.expectation == .verdicts([.relayer: true, .strict: false]) },
            "no test distinguishes the profiles")
        let strict = VectorTest(
            tcId: test.tcId, comment: test.comment, flags: test.flags, op: test.op, expectation: .valid,
            members: test.members)
        let failures = VectorCheck.failures(of: strict)
        #expect(failures.map(\.profile) == [.strict])
        #expect(failures.map(\.actual) == ["refused by the verdict"])
        #expect(
            failures.first?.description
                == "#\(test.tcId) eddsa.verify, outcome, profile strict: expected accepted, actual refused by the verdict"
        )
    }
}
