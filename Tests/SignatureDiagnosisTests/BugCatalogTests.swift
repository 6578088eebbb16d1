// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import PrimeField
import RequestCanonicalization
import StrictJSON
import Testing

@testable import SignatureDiagnosis

/// Compares the catalog of bugs in Vectors/bug_signatures.json with the known mistakes. Every bug that
/// changes the result of a vector about signed requests has its mistake here, or the reason why it has no
/// mistake.
@Suite struct BugCatalogTests {
    /// The mistake that a diagnosis finds in a request that is signed with the bug.
    private static let mistakes = [
        "challenge-key-before-nonce-point": "challenge.publicKeyFirst",
        "challenge-message-first": "challenge.messageFirst",
        "challenge-with-53-partial-rounds": "challenge.oneMorePartialRound",
        "challenge-with-ethsnarks-default": "challenge.ethsnarksDefault",
        "base-point-of-circomlib": "otherBasePoint",
        "response-subtracts": "publicKeyNegated",
        "signature-response-first": "sFirst",
        "signature-little-endian": "signatureLittleEndian",
        "signature-comma-joined": "signatureSeparated",
        "signature-unpadded": "signatureNotPadded",
        "integer-output-unpadded": "signatureNotPadded",
        "integer-output-even-digits": "signatureNotPadded",
        "integer-little-endian": "signatureLittleEndian",

        "request-values-encoded-once": "encodedOnce.percent",
        "request-encoded-once-by-form": "encodedOnce.form",
        "request-loopring-sdk": "encodedOnce.loopring_sdk",
        "request-loopring-sdk-patched": "encodedOnce.loopring_sdk",
        "request-whole-not-encoded": "parameterStringEncodedOtherwise.none",
        "request-url-not-encoded": "urlEncodedOtherwise.none",
        "request-encode-uri-component": "encodedOtherwise.encodeURIComponent",
        "request-encode-uri": "encodedOtherwise.encodeURI",
        "request-slash-left-alone": "valuesEncodedOtherwise.slashKept",
        "request-form-encoding": "encodedOtherwise.spaceAsPlus",
        "request-java-url-encoder": "encodedOtherwise.form",
        "request-alphanumeric-only": "encodedOtherwise.alphanumericOnly",
        "request-unreserved-encoded": "encodedOtherwise.alphanumericOnly",
        "request-lower-case-hex": "encodedOtherwise.lowerCaseDigits",
        "request-latin-1": "encodedOtherwise.latin1",
        "request-cesu-8": "encodedOtherwise.cesu8",
        "request-escape-function": "encodedOtherwise.escape",
        "request-sent-form-encoded": "plusForSpace",

        "request-unsorted": "parametersUnsorted",
        "request-sorted-by-locale": "parametersUnsorted",
        "request-sorted-ignoring-case": "parametersUnsorted",
        "request-sorted-by-utf-16": "parametersUnsorted",
        "request-sorted-by-pair": "parametersUnsorted",
        "request-sorted-by-encoded-key": "parametersUnsorted",
        "request-sorted-by-value": "parametersUnsorted",
        "request-sorted-numerically": "parametersUnsorted",
        "request-sorted-by-signed-bytes": "parametersUnsorted",
        "request-empty-values-dropped": "parameterNotSigned",

        "request-url-without-scheme": "urlWithoutScheme",
        "request-path-only": "urlWithoutHost",
        "request-default-port-dropped": "urlDefaultPort",
        "request-url-lower-cased": "urlLowerCase",
        "request-trailing-slash-dropped": "urlTrailingSlash",
        "request-method-lower-case": "methodDiffers",
        "request-fullwidth-ampersand": "fullwidthAmpersand",
        "request-separator-missing": "lastSeparatorMissing",

        "request-body-reserialized": "bodyReserialized",
        "request-body-sorted": "bodyReserialized",
        "request-body-stringified": "bodyReserialized",
        "request-body-minified": "bodyWhitespaceRemoved",
        "request-body-trimmed": "bodyLineEndNotSigned",
        "request-body-not-signed": "bodyNotSigned",
        "request-body-encoded-twice": "bodyEncodedTwice",

        "request-digest-modulo-ell": "digest.moduloSubgroupOrder",
        "request-digest-little-endian": "digest.littleEndian",
        "request-digest-truncated": "digest.first31Bytes",
        "request-digest-masked": "digest.topThreeBitsCleared",
        "request-digest-twice": "digest.hashedTwice",
    ]

    /// Why the search has no mistake for a bug. In a name, "*" stands for any text.
    private static let reasons = [
        "nonce-*": "The signature is valid with any nonce.",
        "verify-*": "The bug is in verification, and the signatures are right.",
        "poseidon-*":
            "A signer with this bug fails the vectors of the hash itself. No signer in use has it, except for numbers of "
            + "rounds, which are mistakes in the challenge.",
        "curve-*": "The keys of a signer with this bug are wrong too, and fail the vectors of the curve.",
        "public-key-*": "The public key belongs to another secret key, so no message explains the signature.",
        "secret-key-little-endian":
            "The signature is valid under the key that the signer computes for itself.",
        "base-point-another": "The search can guess only base points that are in use.",
        "challenge-without-key": "No signer in use has it.",
        "challenge-without-message": "The signature would be valid for every message.",
        "challenge-with-one-coordinate": "No signer in use has it.",
        "challenge-with-width-7": "No signer in use has it.",
        "challenge-reduced-in-unreduced-response": "The signature is valid.",
        "response-always-unreduced": "The signature is valid, and has the finding unreducedS.",
        "response-always-reduced": "The signature is valid.",
        "response-modulo-p": "S differs from r + k·h by a multiple of p that is known only if r and k are.",
        "signer-used-once": "There is no second signature.",
        "integer-output-upper-case": "The signature is valid with digits of either case.",

        "request-*-left-alone":
            "The search tries the encoders of libraries. An encoder that leaves one other character alone is too rare.",
        "request-tilde-encoded": "The search tries the encoders of libraries.",
        "request-url-only-colon-and-slash": "It differs only for URLs that the exchange does not have.",
        "request-keeps-existing-escapes": "It differs only for values that contain an escape.",
        "request-values-upper-cased":
            "A signer with this bug cannot sign a name in lower case, and fails at once.",
        "request-control-characters-dropped": "It differs for values that the exchange does not have.",
        "request-values-trimmed": "It differs for values that the exchange does not have.",
        "request-composes": "Normal forms need tables, and the exchange's values are ASCII.",
        "request-decomposes": "Normal forms need tables, and the exchange's values are ASCII.",
        "request-compatibility-normalizes": "Normal forms need tables, and the exchange's values are ASCII.",
        "request-sorted-if-few": "The exchange has no request with more than 32 parameters.",
        "request-empty-values-without-equals":
            "The search knows signers that drop an empty parameter, not those that drop only its =.",
        "request-query-reparsed":
            "It differs only for values that contain & = + or %, and in too many ways.",
        "request-keys-not-encoded": "The exchange's keys need no encoding.",
        "request-port-dropped": "The exchange's URLs have no port.",
        "request-slashes-merged": "The URL that is signed is the one that is sent.",
        "request-url-decoded": "The exchange's paths have no escapes.",
        "request-method-missing": "A signer with this bug fails at once, with every request.",
        "request-body-ascii-escapes": "The exchange's bodies are ASCII.",
        "request-digest-sha3": "No signer in use has it.",
        "request-digest-signed":
            "It differs from the right message by p or 2²⁵⁶ mod p, and the exchange rejects "
            + "every second request of these signers.",
        "request-digest-not-reduced": "The signer refuses the request.",
        "request-digest-subtracts-once": "The signer refuses the request.",
        "request-body-json-only": "The signer refuses the request.",
        "request-put-refused": "The signer refuses the request.",
        "request-empty-values-refused": "The signer refuses the request.",
        "request-keys-equal-*": "The signer refuses the request.",

        "request-repeated-key*":
            "The request is invalid, so that there is nothing to compare a signature with.",
        "request-empty-keys": "The request is invalid, so that there is nothing to compare a signature with.",
        "request-url-*": "The URL is invalid, so that there is nothing to compare a signature with.",
        "request-ipv6-*": "The URL is invalid, so that there is nothing to compare a signature with.",
        "request-port-leading-zeros":
            "The URL is invalid, so that there is nothing to compare a signature with.",
        "request-method-case-ignored":
            "The method is invalid, so that there is nothing to compare a signature with.",
        "request-method-normalized":
            "The method is invalid, so that there is nothing to compare a signature with.",
        "request-any-method": "The method is invalid, so that there is nothing to compare a signature with.",
        "request-output-ascii": "Only the printed text is wrong.",
    ]

    private struct Catalog: Decodable {
        struct Bug: Decodable {
            let name: String
            /// The tests that fail, by file.
            let fails: [String: [String: String]]
        }

        let bugs: [Bug]
    }

    /// The bugs that fail a vector about signed requests.
    private static let bugs: [String] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Vectors/bug_signatures.json")
        let catalog = try! JSONDecoder().decode(Catalog.self, from: Data(contentsOf: file))
        return catalog.bugs.filter { $0.fails["request_canonicalization.json"] != nil }.map(\.name)
    }()

    private static func matches(_ pattern: String, _ bug: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return pattern == bug }
        return bug.hasPrefix(parts[0]) && bug.hasSuffix(parts[1])
    }

    @Test func theCatalogHasMoreThan150BugsOfSignedRequests() {
        #expect(Self.bugs.count > 150)
    }

    @Test(arguments: bugs)
    func everyBugOfSignedRequestsHasAMistakeOrAReason(bug: String) {
        let hasReason = Self.reasons.keys.contains { Self.matches($0, bug) }
        #expect(Self.mistakes[bug] != nil || hasReason)
    }

    @Test func everyMistakeAndReasonIsForABugInTheCatalog() {
        for bug in Self.mistakes.keys { #expect(Self.bugs.contains(bug), "\(bug)") }
        for pattern in Self.reasons.keys {
            #expect(Self.bugs.contains { Self.matches(pattern, $0) }, "\(pattern)")
            // A bug does not have both a mistake and a reason under its full name.
            #expect(Self.mistakes[pattern] == nil, "\(pattern)")
        }
    }

    /// The names of all mistakes that the search knows, for requests with and without a body.
    private static let known: Set<ExactString> = {
        let parameters = [Parameter("b", "+"), Parameter("a", "")]
        let url = "https://api3.loopring.io/api/v3/order"
        let requests = [
            try! SignableRequest(method: "DELETE", baseURL: url, parameters: parameters),
            try! SignableRequest(method: "POST", baseURL: url, body: "{}"),
        ]
        var names = requests.flatMap { SigningMistake.known(for: $0) }.map(\.mistake.name)
        names += SigningMistake.afterTheMessage.map(\.mistake.name)
        let digits = ["1", "2", "3"].map { $0 + String(repeating: "0", count: 63) }
        let texts = [
            "0x" + digits.joined(), digits.joined(), digits.joined(separator: ","),
            String(digits.joined().dropLast()),
        ]
        names += texts.flatMap { SignatureReading.readings(of: $0) }.flatMap(\.mistakes).map(\.name)
        return Set(names.map(ExactString.init))
    }()

    @Test(arguments: Set(mistakes.values).sorted())
    func theSearchKnowsTheMistakeOfEveryBug(mistake: String) {
        #expect(Self.known.contains(ExactString(mistake)))
    }
}
