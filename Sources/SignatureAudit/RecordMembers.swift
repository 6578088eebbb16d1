// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

// The members of a record. `null` counts as absent. Only the members that the caller requests are read, so
// the values of other members cannot make a record malformed.

extension UnreadJSON.Object {
    typealias Failure = AuditRecord.Failure

    /// The bytes of a member; `nil` if it is absent or `null`. Throws if it occurs more than once.
    func raw(_ name: String) throws(Failure) -> UnreadJSON? {
        do throws(JSONError) {
            guard let member = try member(name), !member.isNull else { return nil }
            return member
        } catch { throw .malformed("\(error)") }
    }

    /// The text of a member. This is faster than ``value(_:_:)``.
    func text(_ name: String) throws(Failure) -> String? {
        guard let raw = try raw(name) else { return nil }
        guard case .text(let text)? = try? raw.read() else { return try value(name, .text) }
        return text
    }

    /// The value of a member of this kind, parsed strictly.
    func value<Value>(_ name: String, _ kind: MemberKind<Value>) throws(Failure) -> Value? {
        guard let raw = try raw(name) else { return nil }
        let json: JSON
        do throws(JSONError) { json = try raw.read() } catch {
            throw .malformed("\(name) cannot be read: \(error)")
        }
        do throws(MemberError) { return try kind.value(json, of: name) } catch {
            throw .malformed("\(error)")
        }
    }

    /// The time in a member. Any other value counts as absent, because the time says nothing about the
    /// signature.
    func time(_ name: String) throws(Failure) -> Date? {
        try raw(name).flatMap { try? $0.read() }.flatMap(Date.init(recorded:))
    }

    /// The value that `read` makes of a member. Without a value the record is malformed, for this reason.
    func value<Value>(
        _ name: String, else reason: String, _ read: (JSON) -> Value?
    ) throws(Failure) -> Value? {
        guard let json = try value(name, .any) else { return nil }
        guard let value = read(json) else { throw .malformed("\(name) is \(reason)") }
        return value
    }

    /// The parameters in `params`: an array of pairs of texts.
    func parameters() throws(Failure) -> [Parameter]? {
        try value("params", .array)?.map { pair throws(Failure) in
            guard case .array(let pair) = pair, pair.count == 2, case .text(let key) = pair[0],
                case .text(let value) = pair[1]
            else { throw .malformed("params is not an array of [key, value]") }
            return Parameter(key, value)
        }
    }

    /// The signature: the member `signature`, or the header X-API-SIG.
    func signature() throws(Failure) -> String {
        if let signature = try text("signature") { return signature }
        if let signature = try header("X-API-SIG") { return signature }
        throw .malformed("there is neither a signature nor a header X-API-SIG")
    }

    /// The value of a header, from an object or a list of headers. The case of the name does not matter.
    /// Throws if there are several values.
    func header(_ name: String) throws(Failure) -> String? {
        guard let headers = try raw("headers") else { return nil }
        guard let fields = UnreadJSON.Object.fields(of: headers) else {
            throw .malformed("headers is neither an object nor a list")
        }
        // Go, Caddy and Node log the values of a name as a list.
        let values = fields.filter { Self.isHeader($0.name, name) }
            .flatMap { $0.value.elements ?? [$0.value] }
        guard values.count <= 1 else { throw .malformed("there is more than one \(name)") }
        guard let value = values.first, !value.isNull else { return nil }
        guard case .text(let text)? = try? value.read() else { throw .malformed("\(name) is not text") }
        return text
    }

    /// The header fields: the members of an object, or the elements `{"name", "value"}` or `[name, value]` of
    /// a list.
    private static func fields(of headers: UnreadJSON) -> [(name: String, value: UnreadJSON)]? {
        if let members = headers.object?.all { return members }
        return headers.elements?.compactMap { element in
            let pair = element.elements ?? ["name", "value"].compactMap { try? element.object?.raw($0) }
            guard pair.count == 2, case .text(let name)? = try? pair[0].read() else { return nil }
            return (name, pair[1])
        }
    }

    /// Whether two names are equal if the case of ASCII letters is ignored.
    private static func isHeader(_ name: String, _ other: String) -> Bool {
        func lowercased(_ byte: UInt8) -> UInt8 { 0x41...0x5A ~= byte ? byte | 0x20 : byte }
        return name.utf8.elementsEqual(other.utf8) { lowercased($0) == lowercased($1) }
    }
}

extension UnreadJSON {
    fileprivate var isNull: Bool { bytes.count == 4 && bytes.elementsEqual("null".utf8) }
}

extension Date {
    /// A time in RFC 3339, section 5.6, or in milliseconds since 1970. Foundation reads a day after the end
    /// of a month as a day of the next month.
    init?(recorded json: JSON) {
        switch json {
        case .text(let text):
            // RFC 3339 also allows lower-case letters, and a space instead of the T.
            let upper = text.uppercased().replacing(" ", with: "T", maxReplacements: 1)
            guard let date = try? Date(upper, strategy: .iso8601) else { return nil }
            self.init(recorded: date)
        case .integer(let milliseconds):
            self.init(recorded: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
        default: return nil
        }
    }

    /// The time in whole milliseconds; `nil` if it is not from 1970 to 9999.
    init?(recorded date: Date) {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard 0..<253_402_300_800_000 ~= milliseconds else { return nil }
        self.init(timeIntervalSince1970: milliseconds / 1000)
    }

    /// Milliseconds since 1970.
    var milliseconds: Int { Int((timeIntervalSince1970 * 1000).rounded()) }

    /// "2024-02-29 12:00:00", without the milliseconds.
    package var textInUTC: String {
        let whole = Date(timeIntervalSince1970: Double(milliseconds / 1000))
        return String(whole.formatted(.iso8601.dateTimeSeparator(.space)).dropLast())
    }
}

extension AccountID {
    /// An account number as logs and tables write it: an integer, text of decimal digits, which may begin
    /// with zeros, or a number without a fraction such as `70001.0`, which spreadsheets and data frames make
    /// of a column with gaps.
    init?(recorded json: JSON) {
        let value: UInt32? =
            switch json {
            case .integer(let integer): UInt32(exactly: integer)
            case .text(let text): text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? UInt32(text) : nil
            case .number(let literal): Double(literal).flatMap { $0 >= 1 ? UInt32(exactly: $0) : nil }
            default: nil
            }
        guard let value else { return nil }
        self.init(value)
    }
}

extension PublicKeySource {
    /// A key as JSON: the packed form as text, or an object of x and y.
    init?(_ json: JSON) {
        switch (json, json["x"], json["y"]) {
        case (.text(let packed), _, _): self = .packed(packed)
        case (_, .text(let x)?, .text(let y)?): self = .coordinates(x: x, y: y)
        default: return nil
        }
    }
}
