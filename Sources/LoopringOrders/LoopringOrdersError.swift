// SPDX-License-Identifier: Apache-2.0
import StrictJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why a text is not an identifier or an order.
public enum LoopringOrdersError: Error, Equatable, Sendable {
    /// An account id is not an unsigned decimal integer below 2³² without leading zeros.
    case accountIDInvalid(String)
    /// An order hash is not "0x" and 64 hexadecimal digits.
    case orderHashInvalid(String)
    /// A clientOrderId is empty, is longer than 120 bytes, or has a control character.
    case clientOrderIDInvalid(ClientOrderIDProblem)
    /// The text is not JSON, or its value is not an object.
    case orderNotReadable(JSONProblem)
    /// A member of an order is missing, malformed or out of range.
    case orderInvalid(member: String, problem: OrderProblem)

    /// What is wrong with a clientOrderId.
    public enum ClientOrderIDProblem: Equatable, Sendable {
        /// It has no characters.
        case empty
        /// It is longer than the documented 120 bytes.
        case tooLong(bytes: Int)
        /// It has a control character.
        case controlCharacter
    }

    /// What is wrong with the text of an order as a whole.
    public enum JSONProblem: Equatable, Sendable {
        /// It is not JSON, or a member occurs twice. The text says where and why, with an offset in bytes.
        case malformed(String)
        /// It is JSON, but not an object.
        case notAnObject
    }

    /// What is wrong with a member of an order.
    public enum OrderProblem: Equatable, Sendable {
        /// The member is missing.
        case missing
        /// The member is not an unsigned decimal integer, as a number or as text.
        case notAnInteger
        /// The integer does not fit its width in the settlement circuit.
        case outOfRange(bits: Int)
        /// The integer is p or more.
        case notAFieldElement
        /// The integer is above this maximum.
        case aboveMaximum(Int)
        /// Only an order that buys an NFT may have this member, and this order does not.
        case notAnNFT
        /// The member is not "0x" and 64 hexadecimal digits below p.
        case notAHash
        /// Both `amount` and `volume` are given, so the order is ambiguous.
        case besideVolume
        /// The member is not an address: "0x" and 40 hexadecimal digits.
        case notAnAddress
        /// The member is not `true` or `false`.
        case notABoolean
        /// The member is not text.
        case notText
    }
}

extension LoopringOrdersError {
    /// The code of SPEC.md, section 12. It is `nil` for an identifier, because no operation of SPEC.md reads
    /// one.
    public var code: String? {
        switch self {
        case .accountIDInvalid, .orderHashInvalid, .clientOrderIDInvalid: nil
        case .orderNotReadable, .orderInvalid: "order-invalid"
        }
    }
}

extension LoopringOrdersError: CustomStringConvertible, LocalizedError {
    /// The error in one line.
    public var description: String {
        switch self {
        case .accountIDInvalid(let text):
            "the account id \(VisibleText.quoted(text)) is not a decimal number below 2^32 without leading zeros"
        case .orderHashInvalid(let text):
            "the order hash \(VisibleText.quoted(text)) is not 0x and 64 hexadecimal digits"
        case .clientOrderIDInvalid(let problem):
            "the client order id is \(problem)"
        case .orderNotReadable(.malformed(let why)):
            "the order is not JSON: \(why)"
        case .orderNotReadable(.notAnObject):
            "the order is not a JSON object"
        case .orderInvalid(let member, let problem):
            "the order is invalid: \(member) \(problem)"
        }
    }

    /// The text of ``description``.
    public var errorDescription: String? { description }
}

extension LoopringOrdersError.ClientOrderIDProblem: CustomStringConvertible {
    /// The problem as a clause.
    public var description: String {
        switch self {
        case .empty: "empty"
        case .tooLong(let bytes): "\(bytes) bytes long; the limit is \(ClientOrderID.maximumBytes)"
        case .controlCharacter: "not valid, because it has a control character"
        }
    }
}

extension LoopringOrdersError.OrderProblem: CustomStringConvertible {
    /// The problem as a clause.
    public var description: String {
        switch self {
        case .missing: "is missing"
        case .notAnInteger: "is not an unsigned decimal integer"
        case .outOfRange(let bits): "does not fit \(bits) bits"
        case .notAFieldElement: "is not below p"
        case .aboveMaximum(let maximum): "is more than \(maximum)"
        case .notAnNFT: "is allowed only if the order buys an NFT"
        case .notAHash: "is not 0x and 64 hexadecimal digits below p"
        case .besideVolume: "is given together with volume"
        case .notAnAddress: "is not 0x and 40 hexadecimal digits"
        case .notABoolean: "is not true or false"
        case .notText: "is not text"
        }
    }
}
