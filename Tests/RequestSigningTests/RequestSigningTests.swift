// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import PrimeField
import RequestCanonicalization
import RequestSigning
import TestSupport
import Testing

@Suite struct RequestSigningTests {
    /// Signatures that other implementations published.
    @Test func theKnownAnswersAreReproduced() throws {
        let answers = try KnownAnswers.load().requestSign
        #expect(!answers.isEmpty)
        for answer in answers {
            let request = try answer.request
            let key = try PrivateKey(hex: answer.secretKey)
            #expect(Message(request).hex == answer.message)
            #expect(Message(request.canonical) == Message(request))
            #expect(try key.signature(for: request).hex == answer.reducedSignature)
            #expect(try key.unreducedSignatureLeakingKey(for: Message(request)).hex == answer.signature)
            for (text, isStrict) in [(answer.reducedSignature, true), (answer.signature, false)] {
                let signature = try Signature(hex: text)
                #expect(key.publicKey.isValidSignature(signature, for: request, profile: .relayer))
                #expect(key.publicKey.verify(signature, for: request, profile: .relayer).isValid)
                #expect(
                    key.publicKey.isValidSignature(signature, for: request, profile: .strict) == isStrict)
                #expect(key.publicKey.verify(signature, for: request, profile: .strict).isValid == isStrict)
            }
        }
    }

    /// After any change of a request its signature is invalid.
    @Test func theSignatureCoversEveryPartOfTheRequest() throws {
        let url = "https://api3.loopring.io/api/v3/order"
        func delete(_ url: String, _ parameters: [(String, String)], method: String = "DELETE") throws
            -> SignableRequest
        {
            try SignableRequest(
                method: method, baseURL: url, parameters: parameters.map { Parameter($0.0, $0.1) })
        }
        func post(_ body: String, method: String = "POST") throws -> SignableRequest {
            try SignableRequest(method: method, baseURL: url, body: body)
        }
        let requests = [
            try delete(url, [("accountId", "10005"), ("clientOrderId", "Sample")]),
            try delete(url, [("accountId", "10005"), ("clientOrderId", "Sample")], method: "GET"),
            try delete(url, [("accountId", "10005"), ("clientOrderId", "sample")]),
            try delete(url, [("accountId", "10005"), ("clientOrderID", "Sample")]),
            try delete(url, [("accountId", "10005")]),
            try delete(url, [("accountId", "10005"), ("clientOrderId", "Sample"), ("orderHash", "")]),
            try delete(url + "/", [("accountId", "10005"), ("clientOrderId", "Sample")]),
            try delete(
                url.replacing("https", with: "http"), [("accountId", "10005"), ("clientOrderId", "Sample")]),
            try delete(
                url.replacing("api3", with: "uat2"), [("accountId", "10005"), ("clientOrderId", "Sample")]),
            // Precomposed and decomposed texts are equal in Swift, but have different bytes.
            try delete(url, [("accountId", "10005"), ("clientOrderId", "\u{E9}")]),
            try delete(url, [("accountId", "10005"), ("clientOrderId", "e\u{301}")]),
            try post(""), try post("{}"), try post("{} "), try post("{}", method: "PUT"),
        ]
        let key = try PrivateKey(hex: "0x" + String(repeating: "0", count: 60) + "1234")
        for (i, signed) in requests.enumerated() {
            let signature = try key.signature(for: signed)
            for (j, request) in requests.enumerated() {
                #expect(
                    key.publicKey.isValidSignature(signature, for: request, profile: .relayer) == (i == j),
                    "\(i) for \(j)")
            }
        }
    }

    /// The order in which parameters were given is not signed.
    @Test func theOrderOfParametersDoesNotMatter() throws {
        let parameters = [Parameter("b", "1"), Parameter("a", "2"), Parameter("B", "3")]
        let url = "http://127.0.0.1:8080/x"
        let one = try SignableRequest(method: "GET", baseURL: url, parameters: parameters)
        let other = try SignableRequest(method: "GET", baseURL: url, parameters: parameters.reversed())
        let key = PrivateKey()
        #expect(try key.signature(for: one) == key.signature(for: other))
    }

    @Test func verificationAgreesWithItsFastForm() throws {
        var generator = SeededGenerator(seed: 20_260_814)
        let answer = try #require(try KnownAnswers.load().requestSign.first)
        let request = try answer.request
        let key = try PrivateKey(hex: answer.secretKey)
        let r = try key.signature(for: request).r
        for _ in 0..<20 {
            let scalar = Scalar(reducing: WideInteger(low: generator.integer(), high: generator.integer()))
            let signature = try Signature(r: r, s: scalar.integer)
            #expect(!key.publicKey.isValidSignature(signature, for: request, profile: .relayer))
            #expect(!key.publicKey.verify(signature, for: request, profile: .relayer).isValid)
        }
    }
}

@Suite struct TraceTests {
    private func members(_ trace: Trace) throws -> [String: Any] {
        try #require(
            try JSONSerialization.jsonObject(with: try JSONEncoder().encode(trace)) as? [String: Any])
    }

    @Test func everyStageEqualsTheKnownAnswers() throws {
        for answer in try KnownAnswers.load().requestSign {
            let key = try PrivateKey(hex: answer.secretKey)
            let signature = try Signature(hex: answer.signature)
            let trace = Trace(
                try answer.request.canonical, publicKey: key.publicKey, signature: signature)
            let members = try members(trace)
            #expect(members["method"] as? String == answer.method)
            #expect(members["url"] as? String == answer.baseURL + answer.path)
            #expect(members["signatureBase"] as? String == answer.signatureBase)
            #expect(members["sha256"] as? String == answer.sha256)
            #expect(members["message"] as? String == answer.message)
            let digits = answer.signature.dropFirst(2)
            #expect(
                members["R"] as? [String: String] == ["x": "0x" + digits.prefix(64), "y": signature.r.y.hex])
            #expect(members["S"] as? String == "0x" + digits.suffix(64))
            #expect(trace.verification?.equationHolds == true)
            let left = try #require(members["leftSide"] as? [String: String])
            #expect(members["rightSide"] as? [String: String] == left)
            #expect(
                Set(members.keys) == [
                    "method", "url", "parameterString", "signatureBase", "sha256", "message", "publicKey",
                    "R", "S", "challenge", "leftSide", "rightSide",
                ])
        }
    }

    /// A trace without key or signature has no members for them.
    @Test func aTraceLeavesOutWhatIsNotKnown() throws {
        let answer = try #require(try KnownAnswers.load().requestSign.first)
        let canonical = try answer.request.canonical
        let key = try PrivateKey(hex: answer.secretKey)
        let request: Set = ["method", "url", "parameterString", "signatureBase", "sha256", "message"]
        #expect(Set(try members(Trace(canonical)).keys) == request)
        #expect(
            Set(try members(Trace(canonical, publicKey: key.publicKey)).keys) == request.union(["publicKey"]))
        let unkeyed = Trace(canonical, signature: try Signature(hex: answer.signature))
        #expect(Set(try members(unkeyed).keys) == request.union(["R", "S"]))
        #expect(unkeyed.verification == nil)
    }
}

extension KnownAnswers.RequestSign {
    fileprivate var request: SignableRequest {
        get throws {
            try SignableRequest(
                method: method, baseURL: baseURL, path: path,
                parameters: params.map { Parameter($0[0], $0[1]) })
        }
    }
}
