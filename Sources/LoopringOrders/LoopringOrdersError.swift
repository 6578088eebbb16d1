// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Why a text is not an identifier or an order.
public enum LoopringOrdersError: Equatable, Sendable {
    /// An account id is not an unsigned decimal integer below 2³² without leading zeros.
    case accountIDInvalid(String)
    /// An order hash is not "0x" and 64 hexadecimal digits.
    case orderHashInvalid(String)
    /// A clientOrderId is empty, is longer than 120 bytes, or has a control character.
    case clientOrderIDInvalid(problem: String)
    /// The text is not JSON, a member occurs twice, or the value is not an object. The text says where and
    /// why, with an offset in bytes.
    case orderNotReadable(String)
    /// A member of an order is missing, malformed or out of range. The problem is a clause: "is missing".
    case orderInvalid(member: String, problem: String)

    /// The code of SPEC.md, section 12. It is `nil` for an identifier, because no operation of SPEC.md reads
    /// one.
    public var code: String? {
        switch self {
        case .accountIDInvalid, .orderHashInvalid, .clientOrderIDInvalid: nil
        case .orderNotReadable, .orderInvalid: "order-invalid"
        }
    }
}

extension LoopringOrdersError: DescribedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .accountIDInvalid(let text):
            "the account id \(VisibleText.quoted(text)) is not a decimal number below 2^32 without leading zeros"
        case .orderHashInvalid(let text):
            "the order hash \(VisibleText.quoted(text)) is not 0x and 64 hexadecimal digits"
        case .clientOrderIDInvalid(let problem): "the client order id is \(problem)"
        case .orderNotReadable(let why): "the order is \(why)"
        case .orderInvalid(let member, let problem): "the order is invalid: \(member) \(problem)"
        }
    }
}
