// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import PrimeField
import RequestCanonicalization

/// How a request becomes a message: the rule of SPEC.md, section 9, with a parameter for each known deviation
/// of signers. The default values give the specified rule.
struct SigningRule {
    var method: (String) -> String = { $0 }
    var url: (RequestURL) -> String = \.text
    /// The parameters to sign, in order; `nil` for the specified order.
    var parameters: [Parameter]?
    /// Whether a "+" in a key or value is read as a space.
    var readsPlusAsSpace = false
    var body: (String) -> String = { $0 }
    /// The encoding of each key and value.
    var innerEncoding = TextEncoding.percent
    /// The encoding of the parameter string as a whole.
    var outerEncoding = TextEncoding.percent
    var urlEncoding = TextEncoding.percent
    /// The text between the three parts.
    var separator = "&"
    /// A change of the finished text.
    var finish: (String) -> String = { $0 }
    var digest = DigestReading.bigEndian

    /// The message that this rule makes of a request.
    func message(of request: SignableRequest) -> Message {
        digest.message(of: signatureBase(of: request))
    }

    func signatureBase(of request: SignableRequest) -> String {
        let parameters =
            parameters ?? request.parameters.sorted(by: Parameter.precedes)
        func encoded(_ text: String) -> String {
            innerEncoding.encode(readsPlusAsSpace ? text.replacing("+", with: " ") : text)
        }
        let parameterString =
            request.bodyText.map(body)
            ?? parameters.map { encoded($0.key) + "=" + encoded($0.value) }.joined(separator: "&")
        let parts = [
            method(request.method.rawValue), urlEncoding.encode(url(request.url)),
            outerEncoding.encode(parameterString),
        ]
        return finish(parts.joined(separator: separator))
    }
}

/// How the signature base becomes an integer.
enum DigestReading: CaseIterable {
    /// The specified one: SHA-256, big-endian, mod p.
    case bigEndian
    case littleEndian
    case moduloSubgroupOrder
    case first31Bytes
    case last31Bytes
    case topThreeBitsCleared
    case hashedTwice
    case hexadecimalTextHashed

    func message(of text: String) -> Message {
        let digest = SHA256.hash(data: Array(text.utf8))
        let bytes = Array(digest)
        return switch self {
        case .bigEndian: Message(reducing: digest)
        case .littleEndian: DigestReading.message(bytes.reversed())
        case .moduloSubgroupOrder:
            // Cannot fail: any 32 bytes encode an integer.
            DigestReading.message(try! Integer256(bigEndianBytes: bytes).reducedModL.bigEndianBytes)
        case .first31Bytes: DigestReading.message([0] + bytes.prefix(31))
        case .last31Bytes: DigestReading.message([0] + bytes.suffix(31))
        case .topThreeBitsCleared: DigestReading.message([bytes[0] & 0x1F] + bytes.dropFirst())
        case .hashedTwice: Message(reducing: SHA256.hash(data: bytes))
        case .hexadecimalTextHashed:
            Message(reducing: SHA256.hash(data: Array(Hexadecimal.encode(bytes).utf8.dropFirst(2))))
        }
    }

    private static func message(_ bytes: [UInt8]) -> Message {
        // Cannot fail: all callers pass 32 bytes.
        Message(try! FieldElement(reducingBigEndianBytes: bytes))
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
