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
    /// with a greater one.
    ///
    /// - Throws: ``LoopringOrdersError/orderNotReadable(_:)``, or
    ///   ``LoopringOrdersError/orderInvalid(member:problem:)`` with the name of the first member that is
    ///   wrong.
    public init(submitOrderJSON text: some Collection<UInt8>) throws(LoopringOrdersError) {
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw .orderNotReadable("not JSON: \(error)") }
        guard case .object = json else { throw .orderNotReadable("not a JSON object") }
        let members = SubmitOrderMembers(json: json)
        try self.init(
            exchange: members.address("exchange", isRequired: true),
            storageID: members.integer("storageId"), accountID: AccountID(members.integer("accountId")),
            sell: members.tokenVolume("sellToken"), buy: members.tokenVolume("buyToken"),
            validUntil: members.integer("validUntil"),
            // A number beyond 16 bits is above the maximum too.
            maxFeeBips: UInt16(clamping: members.integer("maxFeeBips") as UInt32),
            fillAmountBOrS: members.flag("fillAmountBOrS"), taker: members.address("taker"),
            nftData: members.nftData())
    }
}

/// The members of a submit-order request. A path is a name, or the name of a token and of its member such as
/// "buyToken.tokenId". A member that is `null` counts as missing.
private struct SubmitOrderMembers {
    let json: JSON

    private func optional(_ path: String) -> JSON? {
        path.split(separator: ".").reduce(json) { $0?.present(String($1)) }
    }

    private func value(_ path: String) throws(LoopringOrdersError) -> JSON {
        guard let value = optional(path) else { throw .orderInvalid(member: path, problem: "is missing") }
        return value
    }

    /// The decimal integer at `path`, which must fit this many bits.
    private func number(_ path: String, bits: Int) throws(LoopringOrdersError) -> FieldElement {
        // The numeral may exceed 64 bits. A sign, a fraction and an exponent are refused.
        try FieldElement(orderNumber: try value(path).numeral ?? "", member: path)
            .fitting(bits: bits, member: path)
    }

    /// The decimal integer at `path`, which must fit the type.
    func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _ path: String
    ) throws(LoopringOrdersError) -> Integer {
        try number(path, bits: Integer.bitWidth).bigEndianBytes.reduce(0) { $0 << 8 | Integer($1) }
    }

    /// A token with its volume, which orders of NFTs call `amount`.
    func tokenVolume(_ name: String) throws(LoopringOrdersError) -> LoopringOrder.TokenVolume {
        let tokenID: UInt16 = try integer("\(name).tokenId")
        let hasAmount = optional("\(name).amount") != nil
        if hasAmount, optional("\(name).volume") != nil {
            throw .orderInvalid(member: "\(name).amount", problem: "is given together with volume")
        }
        let volume = try number(
            hasAmount ? "\(name).amount" : "\(name).volume", bits: LoopringOrder.TokenVolume.volumeBits)
        return try LoopringOrder.TokenVolume(tokenID: tokenID, volume: volume)
    }

    /// "0x" and 64 hexadecimal digits below p; `nil` if the member is missing or no NFT is bought.
    func nftData() throws(LoopringOrdersError) -> FieldElement? {
        let path = "buyToken.nftData"
        guard try tokenVolume("buyToken").isNFT, let value = optional(path) else { return nil }
        guard case .text(let text) = value, let element = try? FieldElement(hex: text) else {
            throw .orderInvalid(member: path, problem: "is not 0x and 64 hexadecimal digits below p")
        }
        return element
    }

    /// An address. If it is not required, a missing member, the empty text and "0x0" mean the address 0.
    func address(_ path: String, isRequired: Bool = false) throws(LoopringOrdersError) -> EthereumAddress {
        if !isRequired, optional(path) == nil { return .zero }
        guard case .text(let text) = try value(path) else {
            throw .orderInvalid(member: path, problem: "is not text")
        }
        if !isRequired, text.utf8.elementsEqual("0x0".utf8) { return .zero }
        return try EthereumAddress(text, member: path, isRequired: isRequired)
    }

    /// A boolean, or one of the texts "true" and "false".
    func flag(_ path: String) throws(LoopringOrdersError) -> Bool {
        guard let flag = try value(path).flag else {
            throw .orderInvalid(member: path, problem: "is not true or false")
        }
        return flag
    }
}
