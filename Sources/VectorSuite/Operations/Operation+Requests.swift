// SPDX-License-Identifier: Apache-2.0
import EdDSA
import StrictJSON
import RequestCanonicalization
import RequestSigning

extension Operation {
    private static let request = ["method", "baseURL", "path"]
    private static let canonicalStages = ["parameterString", "signatureBase", "sha256", "message"]

    static let requests = [
        Operation(
            name: "request.canonicalize", input: request, output: canonicalStages,
            optionalOutput: ["sentTarget"]
        ) { arguments, stages in
            _ = try stages.recordMessage(of: arguments)
        },
        Operation(
            name: "request.sign", input: request + ["secretKey", SigningForm.member],
            output: ["signatureBase", "message", "signature"], optionalOutput: ["sentTarget"],
            intermediates: [
                "parameterString", "sha256", "publicKey", "nonce", "R", "challenge", "S", "unreducedS",
                "unreducedSignature",
            ]
        ) { arguments, stages in
            let form: SigningForm = try arguments.choice(SigningForm.member)
            let message = try stages.recordMessage(of: arguments)
            let key = try PrivateKey(hex: arguments.text("secretKey"))
            try stages.recordSignature(by: key, for: message, form: form)
        },
        Operation(
            name: "request.verify", input: request + ["publicKey", "signature", profileMember],
            output: ["valid"],
            intermediates: canonicalStages + ["R", "S", "challenge"]
        ) { arguments, stages in
            let profile: VerificationProfile = try arguments.choice(profileMember)
            let message = try stages.recordMessage(of: arguments)
            try stages.recordVerdict(on: SignedMessage(arguments, message: message), profile: profile)
        },
    ]
}

extension JSON.Object {
    /// Canonicalizes the request, and records every stage of the canonicalization.
    fileprivate mutating func recordMessage(of arguments: JSON.Object) throws -> Message {
        let canonical = try arguments.signableRequest().canonical
        self["parameterString"] = .text(canonical.parameterString)
        self["signatureBase"] = .text(canonical.signatureBase)
        self["sha256"] = .text(canonical.sha256Hex)
        let message = Message(canonical)
        self["message"] = .text(message.hex)
        let path = canonical.request.url.path.isEmpty ? "/" : canonical.request.url.path
        self["sentTarget"] = .text(canonical.query.isEmpty ? path : path + "?" + canonical.query)
        return message
    }

    /// The request that these arguments describe.
    /// - Throws: ``ErrorCode/malformedRequest``, or the error of the library for a request that cannot be
    ///   signed.
    package func signableRequest() throws -> SignableRequest {
        var parameters: [Parameter] = []
        if case .array(let pairs) = self["params"] {
            for case .array(let pair) in pairs {
                guard case .text(let key) = pair[0], case .text(let value) = pair[1] else {
                    throw ErrorCode.malformedRequest
                }
                parameters.append(Parameter(key, value))
            }
        }
        return try SignableRequest(
            method: text("method"), baseURL: text("baseURL"), path: text("path"), parameters: parameters,
            body: self["body"] == nil ? nil : text("body"))
    }
}
