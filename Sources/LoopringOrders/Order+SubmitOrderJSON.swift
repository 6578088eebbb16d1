import StrictJSON
import PrimeField

extension Order {
    /// Reads the JSON of a submit-order request (`POST /api/v3/order`).
    ///
    /// Numbers may be JSON integers or text, because the documentation shows both; one with a fraction or an exponent
    /// is refused. `taker` may be missing, empty or "0x0", which all mean anyone, and `fillAmountBOrS` may be text.
    /// Members that the hash does not cover are ignored; a member that is there twice is refused, covered or not
    /// ([ORDER-4], [ORDER-5]).
    ///
    /// Each number must fit the width that the settlement circuit gives it, because no order beyond it can be
    /// settled: storageId, accountId and validUntil 32 bits, token ids 16, volumes 96. maxFeeBips, whose width
    /// has changed between versions of the circuit, is bounded by p alone.
    ///
    /// - Throws: ``LoopringOrdersError/orderNotReadable(_:)``, or ``LoopringOrdersError/orderInvalid(member:problem:)``
    ///   with the offending member.
    public init(submitOrderJSON text: some Collection<UInt8>) throws(LoopringOrdersError) {
        let json: JSON
        do { json = try JSON(parsing: text) } catch { throw .orderNotReadable(.malformed("\(error)")) }
        guard case .object = json else { throw .orderNotReadable(.notAnObject) }
        let members = SubmitOrderMembers(json: json)
        exchange = try members.exchange()
        storageID = try members.number(["storageId"], bits: 32)
        accountID = try members.number(["accountId"], bits: 32)
        sell = TokenVolume(
            tokenID: try members.number(["sellToken", "tokenId"], bits: 16),
            volume: try members.number(["sellToken", "volume"], bits: 96))
        buy = TokenVolume(
            tokenID: try members.number(["buyToken", "tokenId"], bits: 16),
            volume: try members.number(["buyToken", "volume"], bits: 96))
        validUntil = try members.number(["validUntil"], bits: 32)
        maxFeeBips = try members.number(["maxFeeBips"], bits: nil)
        fillAmountBOrS = try members.flag("fillAmountBOrS")
        taker = try members.taker()
    }
}

/// A submit-order request, read member by member. `null` is as good as no member.
private struct SubmitOrderMembers {
    let json: JSON

    private func value(_ path: [String]) throws(LoopringOrdersError) -> JSON {
        var value: JSON? = json
        for member in path { value = value?[member] }
        guard let value, value != .null else {
            throw .orderInvalid(member: path.joined(separator: "."), problem: .missing)
        }
        return value
    }

    /// The decimal integer at `path`, which fits `bits` bits.
    func number(_ path: [String], bits: Int?) throws(LoopringOrdersError) -> FieldElement {
        let name = path.joined(separator: ".")
        let text: String
        switch try value(path) {
        case .text(let digits): text = digits
        case .integer(let integer): text = String(integer)
        // Beyond 64 bits, or with what Order.number refuses: a sign, a fraction, an exponent.
        case .number(let literal): text = literal
        default: throw .orderInvalid(member: name, problem: .notAnInteger)
        }
        let element = try Order.number(text, member: name)
        if let bits, !Self.fits(element, bits: bits) {
            throw .orderInvalid(member: name, problem: .outOfRange(bits: bits))
        }
        return element
    }

    /// The exchange's address, which an order must name.
    func exchange() throws(LoopringOrdersError) -> EthereumAddress {
        let text = try text("exchange")
        guard !text.isEmpty, let address = EthereumAddress(text) else {
            throw .orderInvalid(member: "exchange", problem: .notAnAddress)
        }
        return address
    }

    /// The taker's address; missing, empty and "0x0" are the address 0.
    func taker() throws(LoopringOrdersError) -> EthereumAddress {
        guard let value = json["taker"], value != .null else { return .zero }
        let text = try text("taker")
        guard text != "0x0" else { return .zero }
        guard let address = EthereumAddress(text) else {
            throw .orderInvalid(member: "taker", problem: .notAnAddress)
        }
        return address
    }

    /// A boolean, or its name as text.
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

    /// Whether an integer is below 2^bits; `bits` is a multiple of 8.
    private static func fits(_ element: FieldElement, bits: Int) -> Bool {
        element.bigEndianBytes.dropLast(bits / 8).allSatisfy { $0 == 0 }
    }
}
