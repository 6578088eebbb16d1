// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import RequestCanonicalization
import RequestSigning

/// `request.*`.
package enum RequestOperations {
    static let all = [canonicalize, sign, verify]

    private static let request = ["method", "baseURL", "path"].map { Operation.Input(name: $0, shape: .text) }
    private static let canonicalStages = ["parameterString", "signatureBase", "sha256", "message"]

    /// The member that carries what the method signs: `params` for the query, `body` for the body.
    static func parametersOrBody(of arguments: JSON.Object) -> Operation.Input {
        let method: SignableRequest.Method? =
            if case .text(let name) = arguments["method"] { try? SignableRequest.Method(name) } else { nil }
        let hasBody = method?.signsBody ?? (arguments["params"] == nil)
        return hasBody ? .init(name: "body", shape: .text) : .init(name: "params", shape: .pairs)
    }

    private static let canonicalize = Operation(
        name: "request.canonicalize", input: request, output: canonicalStages, optionalOutput: ["sentTarget"]
    ) { arguments, stages in
        _ = try message(of: arguments, &stages)
    }

    private static let sign = Operation(
        name: "request.sign", input: request + [SignatureOperations.secretKey, SignatureOperations.form],
        output: ["signatureBase", "message", "signature"], optionalOutput: ["sentTarget"],
        intermediates: [
            "parameterString", "sha256", "publicKey", "nonce", "R", "challenge", "S", "unreducedS",
            "unreducedSignature",
        ]
    ) { arguments, stages in
        let message = try message(of: arguments, &stages)
        let key = try PrivateKey(hex: arguments.text("secretKey"))
        try SignatureOperations.recordSignature(by: key, for: message, form: arguments.text("form"), &stages)
    }

    private static let verify = Operation(
        name: "request.verify",
        input: request + [
            .init(name: "publicKey", shape: .point), .init(name: "signature", shape: .text),
            SignatureOperations.profile,
        ],
        output: ["valid"], intermediates: canonicalStages + ["R", "S", "challenge"], verdict: "valid"
    ) { arguments, stages in
        try SignatureOperations.recordVerdict(
            on: signedMessage(arguments, &stages), profile: arguments.profile(), &stages)
    }

    /// The key, message and signature that `request.verify` verifies.
    static func signedMessage(_ arguments: Arguments, _ stages: inout Stages) throws -> SignedMessage {
        let message = try message(of: arguments, &stages)
        return try SignedMessage(
            key: arguments.publicKey("publicKey"), message: message,
            signature: Signature(hex: arguments.text("signature")))
    }

    /// Canonicalizes the request, and records every stage of the canonicalization.
    private static func message(of arguments: Arguments, _ stages: inout Stages) throws -> Message {
        let canonical = try request(arguments).canonical
        stages.record("parameterString", .text(canonical.parameterString))
        stages.record("signatureBase", .text(canonical.signatureBase))
        stages.record("sha256", .text(canonical.sha256Hex))
        let message = Message(canonical)
        stages.record("message", .text(message.hex))
        let path = canonical.request.url.path.isEmpty ? "/" : canonical.request.url.path
        let target = canonical.query.isEmpty ? path : path + "?" + canonical.query
        stages.record("sentTarget", .text(target))
        return message
    }

    /// The request that the arguments describe.
    /// - Throws: ``ErrorCode/malformedRequest``, or the error of the library for a request that cannot be
    ///   signed.
    package static func request(_ arguments: Arguments) throws -> SignableRequest {
        var parameters: [Parameter] = []
        if case .array(let pairs) = arguments.members["params"] {
            for case .array(let pair) in pairs {
                guard case .text(let key) = pair[0], case .text(let value) = pair[1] else {
                    throw ErrorCode.malformedRequest
                }
                parameters.append(Parameter(key, value))
            }
        }
        return try SignableRequest(
            method: arguments.text("method"), baseURL: arguments.text("baseURL"),
            path: arguments.text("path"),
            parameters: parameters, body: arguments.members["body"] == nil ? nil : arguments.text("body"))
    }
}
