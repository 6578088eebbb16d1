// SPDX-License-Identifier: Apache-2.0
import Crypto
import PrimeField
import RequestCanonicalization
import StrictJSON

/// A mistake of a signer, described as a change of a hypothesis. This file has the mistakes in making the
/// message, and Hypothesis.swift those after it.
struct SigningMistake: Sendable {
    /// The part of the rule that a mistake changes. Two mistakes of one aspect exclude each other. Two of
    /// different aspects can be made together.
    enum Aspect {
        case method, url, plus, parameters, encoding, body, layout, digest

        var stage: Mistake.Stage {
            switch self {
            case .plus, .parameters, .encoding, .body: .parameterString
            case .method, .url, .layout: .signatureBase
            case .digest: .message
            }
        }
    }

    let mistake: Mistake
    /// `nil` for a mistake after the message.
    let aspect: Aspect?
    let change: @Sendable (inout Hypothesis) -> Void

    /// A mistake that changes the rule by which the message is made.
    private init(
        _ aspect: Aspect, _ name: String, _ requirement: String, _ explanation: String,
        change: @escaping @Sendable (inout SigningRule) -> Void
    ) {
        mistake = Mistake(name, aspect.stage, requirement, explanation)
        self.aspect = aspect
        self.change = { hypothesis in
            var rule = hypothesis.rule ?? SigningRule()
            change(&rule)
            hypothesis.rule = rule
        }
    }

    /// A mistake that changes the guess.
    init(_ mistake: Mistake, change: @escaping @Sendable (inout Guess) -> Void) {
        self.mistake = mistake
        aspect = nil
        self.change = { change(&$0.guess) }
    }

    /// A function that makes mistakes of one aspect. Each sets this part of the rule to its last argument.
    private static func maker<Value: Sendable>(
        _ aspect: Aspect, _ requirement: String, _ part: WritableKeyPath<SigningRule, Value> & Sendable
    ) -> @Sendable (_ name: String, _ explanation: String, _ value: Value) -> SigningMistake {
        { name, explanation, value in
            SigningMistake(aspect, name, requirement, explanation) { $0[keyPath: part] = value }
        }
    }

    /// The known mistakes that a signer of `request` may have made.
    static func known(for request: SignableRequest) -> [SigningMistake] {
        plusForSpace(request) + encoding + url(request) + layout + digest
            + (request.method.signsBody ? body : parameters(request)) + method(request)
    }

    /// The most common of these mistakes. Without a body: parameters that are not sorted, one encoding
    /// instead of two, "+" for a space. With a body: another body, or one encoding instead of two.
    static func usual(for request: SignableRequest) -> [SigningMistake] {
        guard request.method.signsBody else {
            return [unsorted(request.parameters)] + encoding.prefix(1) + plusForSpace(request)
        }
        let names = ["bodyNotSigned", "bodyReserialized", "bodyWhitespaceRemoved"]
        return body.filter { names.contains($0.mistake.name) } + encoding.prefix(1)
    }

    // MARK: Parameter string

    /// The parameters were signed in this order.
    private static func unsorted(_ order: [Parameter]) -> SigningMistake {
        let keys = order.map { VisibleText.excerpt($0.key) }.joined(separator: ", ")
        return SigningMistake(
            .parameters, "parametersUnsorted", "REQUEST-8",
            "The parameters were signed in the order \(keys). They must be sorted by the bytes of their keys."
        ) { $0.parameters = order }
    }

    /// The parameters were signed with the encoding of RFC 3986, but the query was sent with that of an HTML
    /// form.
    private static func plusForSpace(_ request: SignableRequest) -> [SigningMistake] {
        guard request.parameters.contains(where: { ($0.key + $0.value).utf8.contains(UInt8(ascii: "+")) })
        else { return [] }
        return [
            SigningMistake(
                .plus, "plusForSpace", "CANCEL-2",
                "The query was sent with + for a space, which was signed as %20. The signed text and the sent text must be "
                    + "the same. A + in a query is a plus."
            ) { $0.readsPlusAsSpace = true }
        ]
    }

    private static func parameters(_ request: SignableRequest) -> [SigningMistake] {
        let dropped = maker(.parameters, "REQUEST-9", \.parameters)
        let added = maker(.parameters, "CANCEL-2", \.parameters)
        let given = request.parameters
        var found = orders(of: given).map(unsorted)
        for (index, left) in given.enumerated() {
            let rest = (given[..<index] + given[(index + 1)...]).sorted(by: Parameter.precedes)
            let reason = "The parameter \(VisibleText.excerpt(left.key)) was sent but not signed."
            let empty = left.value.isEmpty ? " An empty value is signed as well." : ""
            found.append(dropped("parameterNotSigned", reason + empty, rest))
        }
        for key in ["clientOrderId", "orderHash"] where !given.contains(where: { $0.key == key }) {
            let more = (given + [Parameter(key, "")]).sorted(by: Parameter.precedes)
            let reason =
                "An empty \(key) was signed but not sent. The signed text and the sent text must be the same."
            found.append(added("emptyParameterSigned", reason, more))
        }
        return found
    }

    /// The orders to try: all permutations of up to four parameters; for more parameters, the orders that
    /// signers usually produce.
    private static func orders(of parameters: [Parameter]) -> [[Parameter]] {
        guard parameters.count > 4 else { return permutations(of: parameters) }
        let folded = parameters.sorted { $0.key.lowercased() < $1.key.lowercased() }
        let sorted = parameters.sorted(by: Parameter.precedes)
        let byUTF16 = parameters.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        return [parameters, parameters.reversed(), folded, sorted.reversed(), byUTF16]
    }

    private static func permutations(of parameters: [Parameter]) -> [[Parameter]] {
        guard let first = parameters.first else { return [[]] }
        return permutations(of: Array(parameters.dropFirst())).flatMap { rest in
            (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
        }
    }

    // MARK: Encoding

    /// One encoding instead of two, by each encoding; then another encoding in one place or more.
    private static let encoding: [SigningMistake] = {
        let once = TextEncoding.all.filter { $0.name != "none" }.map { other in
            SigningMistake(
                .encoding, "encodedOnce.\(other.name)", "REQUEST-9",
                "Values were encoded once, \(other.title). Keys and values are encoded by RFC 3986, and then the whole "
                    + "string again."
            ) { ($0.innerEncoding, $0.outerEncoding, $0.urlEncoding) = (.none, other, other) }
        }
        let patchedComma = SigningMistake(
            .encoding, "encodedOnce.loopring_sdk", "REQUEST-9",
            "Values were encoded once, by encodeURIComponent, and only the comma twice, as loopring_sdk does. Keys and "
                + "values are encoded by RFC 3986, and then the whole string again."
        ) {
            $0.innerEncoding = .none
            $0.outerEncoding = .encodeURIComponent
            $0.finish = { $0.replacing("%2C", with: "%252C") }
        }
        let escapedAgain = SigningMistake(
            .encoding, "encodedThrice", "REQUEST-9",
            "Keys and values were already encoded when the signer got them, so they were encoded once too often."
        ) { $0.finish = { $0.replacing("%25", with: "%2525") } }
        return once + [patchedComma] + TextEncoding.all.dropFirst().flatMap(encodedOtherwise) + [escapedAgain]
    }()

    /// The mistakes of using this encoding: everywhere, or only in some of the three places.
    private static func encodedOtherwise(_ other: TextEncoding) -> [SigningMistake] {
        func known(
            _ name: String, _ requirement: String, _ places: String, _ steps: String = "",
            _ change: @escaping @Sendable (inout SigningRule) -> Void
        ) -> SigningMistake {
            SigningMistake(
                .encoding, "\(name).\(other.name)", requirement,
                "\(places) encoded \(other.title). The encoding is RFC 3986's\(steps).", change: change)
        }
        let both = ", in both steps"
        return [
            known("encodedOtherwise", "REQUEST-6", "Everything was") {
                ($0.innerEncoding, $0.outerEncoding, $0.urlEncoding) = (other, other, other)
            },
            known("valuesEncodedOtherwise", "REQUEST-6", "Keys and values were", both) {
                $0.innerEncoding = other
            },
            known(
                "wholeEncodedOtherwise", "REQUEST-6", "URL and parameter string as a whole were", both
            ) { ($0.outerEncoding, $0.urlEncoding) = (other, other) },
            known(
                "parameterStringEncodedOtherwise", "REQUEST-9", "The parameter string as a whole was", both
            ) { $0.outerEncoding = other },
            known("urlEncodedOtherwise", "REQUEST-6", "The URL was") { $0.urlEncoding = other },
        ]
    }

    // MARK: Body

    private static let inBody = maker(.body, "REQUEST-11", \.body)

    private static let body = [
        inBody("bodyNotSigned", "The body was not signed.") { _ in "" },
        inBody("bodyLineEndNotSigned", "The body was signed without the line end at its end.") {
            $0.hasSuffix("\n") ? String($0.dropLast()) : $0
        },
        inBody("bodyLineEndAdded", "The body was signed with a line end that was not sent.") { $0 + "\n" },
        inBody(
            "bodyReserialized",
            "The JSON was serialized again, with sorted members, before it was signed. The bytes that are sent are "
                + "signed."
        ) { body in
            (try? JSON(parsing: body.utf8)).map { String(decoding: $0.line, as: UTF8.self) } ?? body
        },
        inBody(
            "bodyWhitespaceRemoved",
            "White space was removed from the body before it was signed. The bytes that are sent are signed."
        ) { $0.filter { !$0.isWhitespace } },
        inBody("bodyEncodedTwice", "The body was encoded twice. It is encoded once.") {
            PercentEncoding.encode($0)
        },
    ]

    // MARK: Signature base

    private static func method(_ request: SignableRequest) -> [SigningMistake] {
        let name = request.method.rawValue
        let others = SignableRequest.Method.allCases.map(\.rawValue).filter { $0 != name }
        let signed = maker(.method, "REQUEST-13", \.method)
        return ([name.lowercased()] + others).map {
            signed("methodDiffers", "The method was signed as \($0).", $0)
        }
    }

    private static func url(_ request: SignableRequest) -> [SigningMistake] {
        let known = maker(.url, "REQUEST-3", \.url)
        @Sendable func authority(_ url: RequestURL) -> String { url.host + (url.port.map { ":\($0)" } ?? "") }
        @Sendable func base(_ url: RequestURL) -> String { String(url.text.dropLast(url.path.utf8.count)) }
        let query = request.canonical.query
        return [
            known("urlWithoutHost", "Only the path was signed. The whole URL is signed.") { $0.path },
            known("urlWithoutScheme", "Host and path were signed without the scheme.") {
                authority($0) + $0.path
            },
            known("urlWithoutPath", "The URL was signed without its path.") { base($0) },
            known("urlWithQuery", "The URL was signed with its query. It is signed without the query.") {
                $0.text + "?" + query
            },
            known(
                "urlTrailingSlash",
                "The slash at the end of the URL differs between the signed and the sent URL."
            ) { $0.text.hasSuffix("/") ? String($0.text.dropLast()) : $0.text + "/" },
            known("urlDoubledSlash", "The URL was signed with two slashes between base URL and path.") {
                base($0) + "/" + $0.path
            },
            known(
                "urlScheme", "The URL was signed with http instead of https, or with https instead of http."
            ) { ($0.scheme == "https" ? "http" : "https") + $0.text.dropFirst($0.scheme.utf8.count) },
            known("urlDefaultPort", "The default port is in only one of the signed and the sent URL.") {
                let port = $0.scheme == "https" ? 443 : 80
                return $0.scheme + "://" + $0.host + ($0.port == port ? "" : ":\(port)") + $0.path
            },
            known("urlLowerCase", "The URL was signed in lower case.") { $0.text.lowercased() },
            known("urlVersion", "The URL was signed with the version v2 in its path.") {
                $0.text.replacing("/v3/", with: "/v2/")
            },
        ]
            + hosts.map { host, network in
                known("urlHost", "The URL was signed with the host \(host), which is \(network).") {
                    $0.scheme + "://" + host + $0.path
                }
            }
    }

    /// The hosts of the exchange's networks, now or in the past, according to its documentation and its web
    /// application.
    private static let hosts = [
        ("api3.loopring.io", "the main network"), ("uat2.loopring.io", "the test network"),
        ("taiko.loopring.io", "the Taiko network"), ("taikouat.loopring.io", "the Taiko test network"),
        ("base.loopring.io", "the Base network"), ("baseuat.loopring.io", "the Base test network"),
        ("api.loopring.network", "the main network under an older name"),
        ("uat3.loopring.io", "a test network"), ("dev.loopring.io", "a test network"),
        ("arbdev.loopring.io", "an Arbitrum test network"), ("taikodev.loopring.io", "a Taiko test network"),
    ]

    private static let inLayout = maker(.layout, "REQUEST-10", \.finish)
    private static let separated = maker(.layout, "REQUEST-10", \.separator)
    private static let fullwidth = "is the fullwidth ampersand U+FF06, as the documentation prints it."

    private static let layout = [
        inLayout("fullwidthAmpersand", "The first & of the signature base \(fullwidth)") {
            $0.replacing("&", with: "\u{FF06}", maxReplacements: 1)
        },
        inLayout("fullwidthAmpersand", "The second & of the signature base \(fullwidth)") { base in
            let parts = base.split(separator: "&", omittingEmptySubsequences: false)
            return parts.dropLast().joined(separator: "&") + "\u{FF06}" + (parts.last ?? "")
        },
        separated(
            "fullwidthAmpersand", "Both & of the signature base are the fullwidth ampersand U+FF06.",
            "\u{FF06}"),
        separated("separatorMissing", "The signature base was made without the separating &.", ""),
        inLayout("lastSeparatorMissing", "The signature base was made without the & at its end.") {
            $0.hasSuffix("&") ? String($0.dropLast()) : $0
        },
        inLayout("lineEndSigned", "The signature base was signed with a line end after it.") { $0 + "\n" },
    ]

    // MARK: Message

    private static let inDigest = maker(.digest, "REQUEST-12", \.digest)

    private static let digest = [
        inDigest("digest.littleEndian", "The SHA-256 was read as a little-endian integer. It is big-endian.")
        {
            $0.reversed()
        },
        inDigest("digest.moduloSubgroupOrder", "The SHA-256 was reduced mod ℓ. It is reduced mod p.") {
            // Cannot fail: any 32 bytes encode an integer.
            try! Integer256(bigEndianBytes: $0).reducedModL.bigEndianBytes
        },
        inDigest("digest.first31Bytes", "Only the first 31 bytes of the SHA-256 were used. It is read whole.")
        {
            [0] + $0.prefix(31)
        },
        inDigest("digest.last31Bytes", "Only the last 31 bytes of the SHA-256 were used. It is read whole.") {
            [0] + $0.suffix(31)
        },
        inDigest(
            "digest.topThreeBitsCleared", "The top bits of the SHA-256 were cleared. It is reduced mod p."
        ) { [$0[0] & 0x1F] + $0.dropFirst() },
        inDigest("digest.hashedTwice", "The SHA-256 was hashed again.") { Array(SHA256.hash(data: $0)) },
        inDigest("digest.hexadecimalTextHashed", "The hexadecimal text of the SHA-256 was hashed again.") {
            Array(SHA256.hash(data: Array(Hexadecimal.encode($0).utf8.dropFirst(2))))
        },
    ]
}
