import Foundation
import PrimeField

extension Order {
    /// Reads the JSON of a submit-order request (`POST /api/v3/order`).
    ///
    /// Numbers may be JSON numbers or text, because the documentation shows both; a volume beyond 38 digits
    /// must be text. `taker` may be missing, empty or "0x0", which all mean anyone, and `fillAmountBOrS` may
    /// be text. Members that the hash does not cover are ignored.
    ///
    /// Each number must fit the width that the settlement circuit gives it, because no order beyond it can be
    /// settled: storageId, accountId and validUntil 32 bits, token ids 16, volumes 96. maxFeeBips, whose width
    /// has changed between versions of the circuit, is bounded by p alone.
    ///
    /// - Throws: `OrderCancellationError.orderInvalid` with the offending member.
    public init(submitOrderJSON json: some Sequence<UInt8>) throws(OrderCancellationError) {
        guard let value = JSONValue(parsing: Array(json), members: SubmitOrderMembers.names),
            case .object = value
        else {
            throw .orderInvalid(member: "", problem: .notJSON)
        }
        let members = SubmitOrderMembers(json: value)
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

/// A submit-order request, read member by member.
struct SubmitOrderMembers {
    /// The names of the members that are read.
    static let names: Set = [
        "exchange", "storageId", "accountId", "sellToken", "buyToken", "tokenId", "volume", "validUntil",
        "maxFeeBips", "fillAmountBOrS", "taker",
    ]

    let json: JSONValue

    /// The decimal integer at `path`, which fits `bits` bits.
    func number(_ path: [String], bits: Int?) throws(OrderCancellationError) -> FieldElement {
        let name = path.joined(separator: ".")
        var value: JSONValue? = json
        for member in path { value = value?[member] }
        guard let value else { throw .orderInvalid(member: name, problem: .missing) }
        guard let text = value.scalarText else { throw .orderInvalid(member: name, problem: .notAnInteger) }
        // Decimal holds 38 digits; more may have been rounded on the way.
        if case .number = value, text.utf8.count > 38 {
            throw .orderInvalid(member: name, problem: .notAnInteger)
        }
        let element = try Order.number(text, member: name)
        if let bits, !Self.fits(element, bits: bits) {
            throw .orderInvalid(member: name, problem: .outOfRange(bits: bits))
        }
        return element
    }

    /// The exchange's address, which an order must name.
    func exchange() throws(OrderCancellationError) -> EthereumAddress {
        let text = try text("exchange")
        guard !text.isEmpty, let address = EthereumAddress(text) else {
            throw .orderInvalid(member: "exchange", problem: .notAnAddress)
        }
        return address
    }

    /// The taker's address; missing, empty and "0x0" are the address 0.
    func taker() throws(OrderCancellationError) -> EthereumAddress {
        guard json["taker"] != nil else { return .zero }
        let text = try text("taker")
        guard text != "0x0" else { return .zero }
        guard let address = EthereumAddress(text) else {
            throw .orderInvalid(member: "taker", problem: .notAnAddress)
        }
        return address
    }

    /// A boolean, or its name as text.
    func flag(_ name: String) throws(OrderCancellationError) -> Bool {
        switch json[name] {
        case nil: throw .orderInvalid(member: name, problem: .missing)
        case .bool(let flag): return flag
        case .text("true"): return true
        case .text("false"): return false
        default: throw .orderInvalid(member: name, problem: .notABoolean)
        }
    }

    /// A text.
    func text(_ name: String) throws(OrderCancellationError) -> String {
        guard let value = json[name] else { throw .orderInvalid(member: name, problem: .missing) }
        guard case .text(let text) = value else { throw .orderInvalid(member: name, problem: .notText) }
        return text
    }

    /// Whether an integer is below 2^bits; `bits` is a multiple of 8.
    private static func fits(_ element: FieldElement, bits: Int) -> Bool {
        element.bigEndianBytes.dropLast(bits / 8).allSatisfy { $0 == 0 }
    }
}
