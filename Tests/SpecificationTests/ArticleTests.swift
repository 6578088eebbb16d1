// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import RequestCanonicalization
import RequestSigning
import SignatureDiagnosis
import TestSupport
import Testing

/// The code of the article "Sign, verify, explain" runs, and has the results that the article states.
@Suite struct ArticleTests {
    @Test func theCodeOfTheArticleRunsAsStated() throws {
        // BEGIN
        let privateKey = try PrivateKey(
            hex: "0x0000000000000000000000000000000000000000000000000000000000001234")
        let request = try SignableRequest(
            method: "DELETE", baseURL: "https://api3.loopring.io", path: "/api/v3/order",
            parameters: [Parameter("clientOrderId", "Sample"), Parameter("accountId", "10005")])
        let signature = try privateKey.signature(for: request)

        let header = signature.hex  // the value of X-API-SIG: "0x" and 192 digits
        let url = request.canonical.urlToSend  // with the query that was signed, byte for byte

        let publicKey = privateKey.publicKey
        let isValid = publicKey.isValidSignature(signature, for: request, profile: .relayer)  // true

        let verification = publicKey.verify(signature, for: request, profile: .strict)
        let hasFindings = !verification.findings.isEmpty  // false

        let received =
            "0x1bdfc405548dc517c3dd2564d1003164f2617b9dd2060815aa542fafa70cec3c18bc06c6bc1cdcac2ba48bae34c6443312a5157e"
            + "4801a41b13319bba8898d1e9051e14667ffa38fd86a99afc48ad415dca709bf10ec1d80638083f288fd76598"
        let verdict = SignatureVerdict(
            on: received, of: request, by: .decoded(publicKey), searching: .thorough)

        let step = verdict.failure?.step  // .equation
        let mistake = verdict.diagnosis?.mistakes.first  // its requirement is REQUEST-8
        // END
        #expect(header.utf8.count == 194)
        #expect(url == "https://api3.loopring.io/api/v3/order?accountId=10005&clientOrderId=Sample")
        #expect(isValid)
        #expect(verification.isValid && !hasFindings)
        #expect(step == .equation)
        #expect(mistake?.requirement == "REQUEST-8")
    }

    @Test func theArticleHasThisCode() throws {
        let article = try String(
            contentsOf: Repository.root.appending(
                path: "Sources/SignatureDiagnosis/SignatureDiagnosis.docc/SignVerifyExplain.md"),
            encoding: .utf8)
        let blocks = article.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
            .filter { !$0.hasPrefix("import ") }
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let code = try #require(
            source.components(separatedBy: "// END").first?.components(separatedBy: "// BEGIN\n").last)
        let lines = code.components(separatedBy: "\n").map {
            $0.hasPrefix("        ") ? String($0.dropFirst(8)) : $0
        }
        #expect(blocks.joined(separator: "\n\n") + "\n" == lines.joined(separator: "\n"))
    }
}
