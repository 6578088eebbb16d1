// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import PrimeField
import RequestCanonicalization

/// How a request becomes a message: the rule of SPEC.md, section 9, with a parameter for each known deviation
/// of signers. The default values give the specified rule.
struct SigningRule {
    /// The method to sign; `nil` for that of the request.
    var method: String?
    var url: @Sendable (RequestURL) -> String = { $0.text }
    /// The parameters to sign, in order; `nil` for the specified order.
    var parameters: [Parameter]?
    /// Whether a "+" in a key or value is read as a space.
    var readsPlusAsSpace = false
    var body: @Sendable (String) -> String = { $0 }
    /// The encoding of each key and value.
    var innerEncoding = TextEncoding.percent
    /// The encoding of the parameter string as a whole.
    var outerEncoding = TextEncoding.percent
    var urlEncoding = TextEncoding.percent
    /// The text between the three parts.
    var separator = "&"
    /// A change of the finished text.
    var finish: @Sendable (String) -> String = { $0 }
    /// A change of the 32 bytes of the SHA-256, which are then read as a big-endian integer mod p.
    var digest: @Sendable ([UInt8]) -> [UInt8] = { $0 }

    /// The message that this rule makes of a signature base.
    func message(of signatureBase: String) -> Message {
        let hash = Array(SHA256.hash(data: Array(signatureBase.utf8)))
        // Cannot fail: every change of the digest gives 32 bytes.
        return Message(try! FieldElement(reducingBigEndianBytes: digest(hash)))
    }

    func signatureBase(of request: SignableRequest) -> String {
        let parameters = parameters ?? request.parameters.sorted(by: Parameter.precedes)
        func encoded(_ text: String) -> String {
            innerEncoding.encode(readsPlusAsSpace ? text.replacing("+", with: " ") : text)
        }
        let parameterString =
            request.bodyText.map(body)
            ?? parameters.map { encoded($0.key) + "=" + encoded($0.value) }.joined(separator: "&")
        let parts = [
            method ?? request.method.rawValue, urlEncoding.encode(url(request.url)),
            outerEncoding.encode(parameterString),
        ]
        return finish(parts.joined(separator: separator))
    }
}

extension Integer256 {
    /// The integer mod ℓ. Variable-time.
    package var reducedModL: Integer256 { self < Integer256(limbs: Scalar.order) ? self : scalar.integer }

    /// The negated integer mod ℓ. Variable-time.
    package var negatedModL: Integer256 { (-scalar).integer }

    /// The integer as a scalar, mod ℓ.
    var scalar: Scalar { Scalar(reducing: WideInteger(low: self, high: Integer256(0))) }
}
