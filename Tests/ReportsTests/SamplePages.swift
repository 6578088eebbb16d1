// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis

@testable import Reports

/// Pages that together set every property of every model.
enum SamplePages {
    static func all() async throws -> [Page] {
        try signatures() + [
            try demo(),
            Page(try await Sample.auditOfLog()), Page(try Sample.audit(Sample.sharedNonces)),
            Page(try Sample.report(failures: 0)), Page(try Sample.report(failures: 6)),
            Page(
                try Sample.report(failures: 3, cause: "sum-is-four", form: .unreduced, foreign: "text")),
        ]
    }

    private static func signatures() throws -> [Page] {
        let request = try Sample.request(["accountId": "10005", "clientOrderId": "a b"])
        let signature = try Sample.key.signature(for: request)
        let trace = Trace(request.canonical, publicKey: Sample.key.publicKey, signature: signature)
        let post = try SignableRequest(method: "POST", baseURL: Sample.url, parameters: [], body: "")
        let digits = Array(signature.hex.dropFirst(2))
        let parts = (0..<3).map { String(digits[64 * $0..<64 * $0 + 64]) }
        let judged = try [
            signature.hex, Sample.key.unreducedSignatureLeakingKey(for: Message(request)).hex,
            // The mistake: a comma between the parts.
            "0x\(parts[0]),\(parts[1]),\(parts[2])", String(signature.hex.dropLast()) + "x",
            Sample.key.signature(for: post).hex,
        ].map { text in
            let verdict = SignatureVerdict(
                on: text, of: request, by: .owned(by: Sample.key), searching: .thorough)
            return Page(of: verdict, on: text)
        }
        return judged + [
            Page(signed: trace, signature, isUnreduced: true),
            Page(
                signed: Trace(post.canonical, publicKey: Sample.key.publicKey, signature: signature),
                signature,
                isUnreduced: false),
        ]
    }

    private static func demo() throws -> Page {
        let request = try Sample.request(["accountId": "10005"])
        let trace = Trace(request.canonical, publicKey: Sample.key.publicKey, signature: nil)
        let values: Model = ["list": [(name: "name", value: "value")]]
        let blocks: [Model] = [
            ["paragraph": "A paragraph."], ["values": values], ["stages": TraceView(trace)],
            ["request": ["line": "DELETE \(Sample.url)", "headers": values] as Model],
            ["answer": ["status": 200, "kind": Tone.good, "body": "{}"] as Model],
            ["inequality": values], ["confirmed": "it holds"],
        ]
        return Page(title: "A title", chapters: [("1. First", blocks)])
    }
}
