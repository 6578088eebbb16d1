// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

extension LoopringOrder {
    /// Reads the JSON of a submit-order request (`POST /api/v3/order`, or one side of `POST
    /// /api/v3/nft/trade`).
    ///
    /// Numbers may be JSON integers or decimal text, because the documentation shows both. A number with a
    /// fraction or an exponent is refused. `taker` may be missing, empty or "0x0", which all mean anyone.
    /// `fillAmountBOrS` may be text. In an order of NFTs, `amount` replaces `volume`, and the bought token
    /// has `nftData`. Other members are ignored. A member that occurs twice is refused, whether it is hashed
    /// or not ([ORDER-4], [ORDER-5]).
    ///
    /// Each number must fit its width in the settlement circuit, because the circuit cannot settle an order
    /// with a greater one: storageId, accountId and validUntil 32 bits, token ids 16, volumes 96. maxFeeBips
    /// is at most ``greatestMaxFeeBips``.
    ///
    /// - Throws: ``LoopringOrdersError/orderNotReadable(_:)``, or
    ///   ``LoopringOrdersError/orderInvalid(member:problem:)`` with the name of the first member that is
    ///   wrong.
    public init(submitOrderJSON text: some Collection<UInt8>) throws(LoopringOrdersError) {
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw .orderNotReadable(.malformed("\(error)")) }
        guard case .object = json else { throw .orderNotReadable(.notAnObject) }
        let members = SubmitOrderMembers(json: json)
        let exchange = try members.exchange()
        let storageID: UInt32 = try members.integer(["storageId"])
        let accountID = AccountID(try members.integer(["accountId"]))
        let sell = try members.tokenVolume("sellToken")
        let buy = try members.tokenVolume("buyToken")
        try self.init(
            exchange: exchange, storageID: storageID, accountID: accountID, sell: sell, buy: buy,
            validUntil: try members.integer(["validUntil"]), maxFeeBips: try members.maxFeeBips(),
            fillAmountBOrS: try members.flag("fillAmountBOrS"), taker: try members.taker(),
            nftData: buy.isNFT ? try members.nftData(["buyToken", "nftData"]) : nil)
    }
}

/// The members of a submit-order request. A member that is `null` counts as missing.
private struct SubmitOrderMembers {
    let json: JSON

    private func optional(_ path: [String]) -> JSON? {
        var value: JSON? = json
        for member in path { value = value?[member] }
        return value == .null ? nil : value
    }

    private func value(_ path: [String]) throws(LoopringOrdersError) -> JSON {
        guard let value = optional(path) else {
            throw .orderInvalid(member: path.joined(separator: "."), problem: .missing)
        }
        return value
    }

    /// The decimal integer at `path`, below p.
    private func number(_ path: [String]) throws(LoopringOrdersError) -> FieldElement {
        let name = path.joined(separator: ".")
        // The numeral may exceed 64 bits. OrderHashInputs.number refuses a sign, a fraction and an exponent.
        guard let text = try value(path).numeral else {
            throw .orderInvalid(member: name, problem: .notAnInteger)
        }
        return try OrderHashInputs.number(text, member: name)
    }

    /// The decimal integer at `path`. Throws if it does not fit the type.
    func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _ path: [String]
    ) throws(LoopringOrdersError) -> Integer {
        let bytes = try number(path).bigEndianBytes
        let width = Integer.bitWidth / 8
        guard bytes.dropLast(width).allSatisfy({ $0 == 0 }) else {
            throw .orderInvalid(
                member: path.joined(separator: "."), problem: .outOfRange(bits: Integer.bitWidth))
        }
        return bytes.suffix(width).reduce(0) { $0 << 8 | Integer($1) }
    }

    func maxFeeBips() throws(LoopringOrdersError) -> UInt16 {
        do { return try integer(["maxFeeBips"]) } catch .orderInvalid(let member, .outOfRange) {
            throw .orderInvalid(member: member, problem: .aboveMaximum(Int(LoopringOrder.greatestMaxFeeBips)))
        }
    }

    /// A token with its volume, which orders of NFTs call `amount`.
    func tokenVolume(_ name: String) throws(LoopringOrdersError) -> LoopringOrder.TokenVolume {
        let tokenID: UInt16 = try integer([name, "tokenId"])
        let hasAmount = optional([name, "amount"]) != nil
        if hasAmount, optional([name, "volume"]) != nil {
            throw .orderInvalid(member: "\(name).amount", problem: .besideVolume)
        }
        let member = hasAmount ? "amount" : "volume"
        let volume = try number([name, member])
        do { return try LoopringOrder.TokenVolume(tokenID: tokenID, volume: volume) } catch .orderInvalid(
            _, let problem)
        {
            throw .orderInvalid(member: "\(name).\(member)", problem: problem)
        }
    }

    /// "0x" and 64 hexadecimal digits below p; `nil` if the member is missing.
    func nftData(_ path: [String]) throws(LoopringOrdersError) -> FieldElement? {
        guard let value = optional(path) else { return nil }
        guard case .text(let text) = value, let element = try? FieldElement(hex: text) else {
            throw .orderInvalid(member: path.joined(separator: "."), problem: .notAHash)
        }
        return element
    }

    /// The address of the exchange's contract, which must not be missing or empty.
    func exchange() throws(LoopringOrdersError) -> EthereumAddress {
        let text = try text("exchange")
        guard !text.isEmpty, let address = EthereumAddress(text) else {
            throw .orderInvalid(member: "exchange", problem: .notAnAddress)
        }
        return address
    }

    /// The taker's address. A missing member, the empty text and "0x0" mean the address 0.
    func taker() throws(LoopringOrdersError) -> EthereumAddress {
        guard optional(["taker"]) != nil else { return .zero }
        let text = try text("taker")
        guard !text.utf8.elementsEqual("0x0".utf8) else { return .zero }
        guard let address = EthereumAddress(text) else {
            throw .orderInvalid(member: "taker", problem: .notAnAddress)
        }
        return address
    }

    /// A boolean, or one of the texts "true" and "false".
    func flag(_ name: String) throws(LoopringOrdersError) -> Bool {
        switch try value([name]) {
        case .boolean(let flag): return flag
        case .text("true"): return true
        case .text("false"): return false
        default: throw .orderInvalid(member: name, problem: .notABoolean)
        }
    }

    private func text(_ name: String) throws(LoopringOrdersError) -> String {
        guard case .text(let text) = try value([name]) else {
            throw .orderInvalid(member: name, problem: .notText)
        }
        return text
    }
}
