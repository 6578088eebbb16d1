// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import PrimeField
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis
import TestSupport
import Testing

/// The documentation's worked example. Three public implementations signed it: Vectors/known_answers.json.
let example = try! KnownAnswers.load().requestSign[0]

@Suite struct SignatureVerdictTests {
    private let key = try! PrivateKey(hex: example.secretKey)
    private let request = try! SignableRequest(
        method: example.method, baseURL: example.baseURL, path: example.path,
        parameters: example.params.map { Parameter($0[0], $0[1]) })

    private func verdict(
        on signature: String, by source: PublicKeySource? = nil, profile: VerificationProfile = .relayer
    ) -> SignatureVerdict {
        SignatureVerdict(on: signature, of: request, by: source ?? .decoded(key.publicKey), profile: profile)
    }

    @Test func bothFormsAreValidAndTheUnreducedOneIsAFinding() {
        for profile in VerificationProfile.allCases {
            let reduced = verdict(on: example.reducedSignature, profile: profile)
            #expect(reduced.isValid && reduced.failure == nil && reduced.findings.isEmpty)
            #expect(reduced.diagnosis == nil && reduced.comparison == nil)
            let unreduced = verdict(on: example.signature, profile: profile)
            #expect(unreduced.isValid == (profile == .relayer))
            #expect(unreduced.findings == [.unreducedS])
            #expect(unreduced.failure?.step == (profile == .relayer ? nil : .profile))
            #expect(unreduced.trace.message.hex == example.message)
        }
    }

    /// Changes every digit of R, which is then not on the curve or not in the field, and every fourth digit
    /// of S.
    @Test func aSignatureWithOneDigitChangedFailsWithAReason() throws {
        var generator = SeededGenerator(seed: 20_260_101)
        for position in Array(2..<130) + Array(stride(from: 130, to: 194, by: 4)) {
            var digits = Array(example.reducedSignature)
            let others = "0123456789abcdef".filter { $0 != digits[position] }
            digits[position] = try #require(others.randomElement(using: &generator))
            let verdict = verdict(on: String(digits))
            let isInS = position >= 130
            // S can also become too large: 8ℓ begins with 0x30.
            let steps: [SignatureVerdict.Step] = isInS ? [.equation, .signature] : [.signature]
            #expect(verdict.failure.map { steps.contains($0.step) } == true, "digit \(position)")
            #expect(verdict.failure?.reason.isEmpty == false)
            #expect(!verdict.isValid && verdict.diagnosis == nil)
        }
    }

    /// The verdict equals that of the fast path, for keys and points R of every kind of order.
    @Test func theVerdictEqualsThatOfIsValidSignature() throws {
        let r = try Signature(hex: example.reducedSignature).r
        let s = try Signature(hex: example.reducedSignature).s
        for profile in VerificationProfile.allCases {
            for torsion in Point.lowOrderPoints {
                for publicKey in [torsion, key.publicKey.point + torsion].map(PublicKey.init) {
                    for signature in try [Signature(r: r, s: s), Signature(r: torsion, s: Integer256(0))] {
                        let verdict = verdict(
                            on: signature.hex, by: .decoded(publicKey), profile: profile)
                        #expect(
                            verdict.isValid
                                == publicKey.isValidSignature(signature, for: request, profile: profile))
                        #expect(verdict.failure?.step != .publicKey && verdict.failure?.step != .signature)
                        #expect(verdict.findings.allSatisfy { !$0.meaning.isEmpty })
                    }
                }
            }
        }
    }

    private static let one = "0x" + String(repeating: "0", count: 63) + "1"
    private static let badKeys: [(source: PublicKeySource, code: String)] = [
        (.coordinates(x: "0x12", y: "0x12"), "integer-malformed"),
        (.coordinates(x: one, y: one), "point-not-on-curve"),
        (
            .coordinates(x: "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001", y: one),
            "field-element-out-of-range"
        ),
        (.packed("12"), "integer-malformed"),
        (.packed("0x" + String(repeating: "0", count: 63) + "2"), "packed-point-invalid"),
    ]

    @Test(arguments: badKeys)
    func aBadPublicKeyIsTheFirstFailure(source: PublicKeySource, code: String) {
        for signature in [example.reducedSignature, "0x12"] {
            let verdict = verdict(on: signature, by: source)
            #expect(verdict.failure?.step == .publicKey)
            #expect(verdict.failure?.code == code)
            #expect(verdict.trace.publicKey == nil && verdict.trace.verification == nil)
            #expect(verdict.findings.isEmpty)
        }
    }

    @Test func theKeyCanBeGivenInEveryForm() {
        let point = key.publicKey.point
        for source in [
            PublicKeySource.decoded(key.publicKey), .coordinates(x: point.x.hex, y: point.y.hex),
            .packed(point.packed.hex), .owned(by: key),
        ] {
            #expect(verdict(on: example.reducedSignature, by: source).isValid)
        }
    }

    /// The comparison tells an implementer, who has the secret key, which half of the signature is wrong.
    @Test func aSignatureIsComparedWithTheOneOfTheSecretKey() throws {
        let other = try key.signature(for: Message(FieldElement(hex: example.secretKey))).hex
        for (signature, comparison) in [
            (example.reducedSignature, SignerComparison.identical), (example.signature, .unreducedForm),
            // The right R, and S + 1.
            (example.reducedSignature.dropLast() + "7", .sameNonce), (other, .otherNonce),
        ] {
            let verdict = verdict(on: String(signature), by: .owned(by: key))
            #expect(verdict.comparison == comparison)
            #expect(verdict.comparison?.meaning.isEmpty == false)
        }
        #expect(verdict(on: "0x12", by: .owned(by: key)).comparison == nil)
    }

    /// A diagnosis is made only if it is requested and there is a failure to explain.
    @Test func onlyFailuresAreDiagnosed() throws {
        func diagnosis(_ signature: String, _ profile: VerificationProfile) -> Diagnosis? {
            SignatureVerdict(
                on: signature, of: request, by: .decoded(key.publicKey), profile: profile,
                searching: SearchEffort(maximumGuesses: 5)
            ).diagnosis
        }
        #expect(diagnosis(example.reducedSignature, .strict) == nil)
        #expect(diagnosis(example.signature, .strict) == nil)
        #expect(diagnosis(String(example.signature.dropFirst(2)), .relayer)?.names == ["signaturePrefix"])
        #expect(diagnosis(example.reducedSignature.dropLast() + "7", .relayer)?.wasCutShort == true)
    }

    /// X-API-SIG of transfers and withdrawals is an Ethereum signature. The verdict on it is neither valid
    /// nor invalid.
    @Test func anEthereumSignatureIsNotJudged() throws {
        for digits in [130, 132, 134] {
            let verdict = SignatureVerdict(
                on: "0x" + String(repeating: "a", count: digits), of: request, by: .packed("12"),
                searching: .thorough)
            #expect(!verdict.isValid && !verdict.isJudged && verdict.diagnosis == nil)
            #expect(verdict.failure?.code == "not-this-scheme" && verdict.failure?.step == .signature)
            let json = String(decoding: try JSONEncoder().encode(verdict), as: UTF8.self)
            #expect(json.contains(#""valid":null"#))
        }
        let other = verdict(on: "0x" + String(repeating: "a", count: 129))
        #expect(other.isJudged && other.failure?.code == "signature-malformed")
    }

    @Test func aVerdictIsWrittenInSentences() throws {
        let valid = verdict(on: example.signature)
        #expect(
            valid.sentences == [
                "The signature is valid under the relayer profile.", Finding.unreducedS.meaning,
            ])
        let invalid = SignatureVerdict(
            on: String(example.signature.dropFirst(2)), of: request, by: .decoded(key.publicKey),
            searching: SearchEffort(maximumGuesses: 5))
        #expect(invalid.sentences.first == "The signature is not valid under the relayer profile.")
        #expect(
            invalid.sentences.count == 3 && invalid.sentences[1].contains("0x and 192 hexadecimal digits"))
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(invalid)) as? [String: Any]
        #expect(json?["valid"] as? Bool == false && json?["sentences"] as? [String] == invalid.sentences)
        #expect((json?["failure"] as? [String: String])?["error"] == "signature-malformed")
    }
}
