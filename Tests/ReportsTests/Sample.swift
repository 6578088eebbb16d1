// SPDX-License-Identifier: Apache-2.0
import EdDSA
import RequestCanonicalization
import SignatureDiagnosis

@testable import Reports

/// Foreign texts with markup and control characters that could change a page.
let hostileTexts = [
    "</code><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\" onmouseover=\"x", "' x='",
    "&lt;b&gt;", "--><style>*{display:none}</style>", "\u{202E}evil\u{1B}[2J\u{7}", "]]>", "<!--",
    "&#60;i&#62;",
    "\u{0}\u{9B}", "{{page.version}}{{{page}}}",
    // A special character of HTML that forms one Character with the scalar before or after it.
    "\"\u{301} onmouseover=\"\u{301}x", "\u{D4E}\" onmouseover=\u{D4E}\"x", "<\u{338}script>\u{338}",
    "&\u{FE0F}lt;",
]

/// Values for the tests of pages.
enum Sample {
    static let key = try! PrivateKey(
        hex: "0x0000000000000000000000000000000000000000000000000000000000001234")
    static let url = "https://api3.loopring.io/api/v3/order"

    static func request(_ parameters: KeyValuePairs<String, String>) throws -> SignableRequest {
        try SignableRequest(method: "DELETE", baseURL: url, parameters: parameters.map { Parameter($0, $1) })
    }

    /// The page of a verdict under the key, or under another key if one is given.
    static func page(
        _ signature: String, of request: SignableRequest, by source: PublicKeySource? = nil,
        profile: VerificationProfile = .relayer, searching effort: SearchEffort = .thorough
    ) -> String {
        let verdict = SignatureVerdict(
            on: signature, of: request, by: source ?? .decoded(key.publicKey), profile: profile,
            searching: effort)
        return Page(of: verdict, on: signature).html(version: "1.0.0")
    }
}
