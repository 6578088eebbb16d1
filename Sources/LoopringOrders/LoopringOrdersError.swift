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
    /// A clientOrderId is empty, longer than 120 bytes or has control characters.
    case clientOrderIDInvalid(ClientOrderIDProblem)
    /// The text is not JSON (the offset counts bytes), or its value is not an object.
    case orderNotReadable(JSONProblem)
    /// A member of an order is missing or out of range.
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
        /// It is not JSON, or has a member twice; a clause says where and why.
        case malformed(String)
        /// It is JSON, and not an object.
        case notAnObject
    }

    /// What is wrong with a member of an order.
    public enum OrderProblem: Equatable, Sendable {
        /// The member is missing.
        case missing
        /// The member is not an unsigned decimal integer, as a number or as text.
        case notAnInteger
        /// The integer does not fit the protocol's width.
        case outOfRange(bits: Int)
        /// The integer is p or more.
        case notAFieldElement
        /// The integer is above this maximum.
        case aboveMaximum(Int)
        /// The member is for orders that buy an NFT, and this order does not.
        case notAnNFT
        /// The member is not "0x" and 64 hexadecimal digits below p.
        case notAHash
        /// `amount` is given together with `volume`: the order has two readings.
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
    /// The code of SPEC.md, section 12; `nil` for an identifier, which no operation of the specification
    /// reads.
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
            "the account id \(VisibleText.quoted(text)) is not a decimal number below 2^32"
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

    /// As ``description``.
    public var errorDescription: String? { description }
}

extension LoopringOrdersError.ClientOrderIDProblem: CustomStringConvertible {
    /// The problem in half a line.
    public var description: String {
        switch self {
        case .empty: "empty"
        case .tooLong(let bytes): "\(bytes) bytes long; the exchange allows \(ClientOrderID.maximumBytes)"
        case .controlCharacter: "not plain text: it has a control character"
        }
    }
}

extension LoopringOrdersError.OrderProblem: CustomStringConvertible {
    /// The problem in half a line.
    public var description: String {
        switch self {
        case .missing: "is missing"
        case .notAnInteger: "is not an unsigned decimal integer"
        case .outOfRange(let bits): "does not fit \(bits) bits"
        case .notAFieldElement: "is not below p"
        case .aboveMaximum(let maximum): "is more than \(maximum)"
        case .notAnNFT: "is for orders that buy an NFT"
        case .notAHash: "is not 0x and 64 hexadecimal digits below p"
        case .besideVolume: "is given together with volume"
        case .notAnAddress: "is not 0x and 40 hexadecimal digits"
        case .notABoolean: "is not true or false"
        case .notText: "is not text"
        }
    }
}
