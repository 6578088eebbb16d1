/// Where and why a text is not JSON as it is read here.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// The text ends before the value does.
        case unexpectedEnd
        /// A byte that cannot stand there.
        case unexpectedByte(UInt8)
        /// There is more after the value.
        case trailingText
        /// A comma stands before a closing bracket.
        case trailingComma
        /// The bytes are not UTF-8.
        case notUTF8
        /// A text has an escape that JSON does not know, or half a surrogate pair ([ENC-6]).
        case escapeInvalid
        /// A number is not written as JSON writes numbers.
        case numberInvalid
        /// An object has the member twice.
        case duplicateMember(String)
        /// More than ``JSON/maximumDepth`` levels.
        case tooDeep
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, counted in bytes from 0.
    public let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// One clause, with the offset.
    public var description: String {
        let what =
            switch reason {
            case .unexpectedEnd: "the text ends early"
            case .unexpectedByte(0): "there is a zero byte"
            case .unexpectedByte(let byte):
                "\(VisibleText.quoted(String(Unicode.Scalar(byte)))) cannot stand there"
            case .trailingText: "there is more after the value"
            case .trailingComma: "a comma stands before a closing bracket"
            case .notUTF8: "the text is not UTF-8"
            case .escapeInvalid: "an escape is invalid"
            case .numberInvalid: "a number is not written as JSON writes numbers"
            case .duplicateMember(let name): "the member \(VisibleText.quoted(name)) occurs twice"
            case .tooDeep: "there are more than \(JSON.maximumDepth) levels"
            }
        return "\(what) (byte \(offset))"
    }
}

extension JSON {
    /// The deepest nesting that is read. The documented answers and orders have 2, vector files 7 and their
    /// schemas 14.
    public static let maximumDepth = 64

    /// Reads one JSON text (RFC 8259) in UTF-8 and nothing around it but white space.
    ///
    /// Strict where parsers differ, because a text with two readings has none that can be trusted: an object that
    /// has a member twice, half a surrogate pair, a byte order mark and a comma too many are refused. Time and
    /// memory are linear in the length. (Foundation's reader takes one of two members, a comma too many and
    /// UTF-16, and ends the process on 513 opening brackets.)
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        let result: Result<JSON, JSONError>? = bytes.withContiguousStorageIfAvailable { buffer in
            Result { () throws(JSONError) in try JSON.read(buffer) }
        }
        if let result {
            self = try result.get()
        } else {
            try self.init(parsing: Array(bytes))
        }
    }

    private static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> JSON {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        try reader.end()
        return value
    }
}

/// A walk over the bytes of a JSON text, one value at a time.
private struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: JSONError.Reason, at offset: Int? = nil) -> JSONError {
        JSONError(reason: reason, offset: offset ?? position)
    }

    private func unexpected() -> JSONError {
        guard let next else { return failure(.unexpectedEnd) }
        return failure(next < 0x80 ? .unexpectedByte(next) : .notUTF8)
    }

    private mutating func skipWhiteSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Whether `byte` comes next; passes over it then.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func end() throws(JSONError) {
        skipWhiteSpace()
        guard position == bytes.count else { throw failure(.trailingText) }
    }

    mutating func value() throws(JSONError) -> JSON {
        skipWhiteSpace()
        switch next {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{"): return try nested { reader throws(JSONError) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(JSONError) in try reader.array() }
        case .some(UInt8(ascii: "-")), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw unexpected()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        for i in 0..<word.utf8CodeUnitCount {
            guard take(word.utf8Start[i]) else { throw unexpected() }
        }
        return value
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(JSONError) -> JSON
    ) throws(JSONError) -> JSON {
        guard depth < JSON.maximumDepth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    /// The rest of an array, after its opening bracket.
    private mutating func array() throws(JSONError) -> JSON {
        var elements: [JSON] = []
        skipWhiteSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            try refuseTrailingComma(before: UInt8(ascii: "]"))
            elements.append(try value())
            skipWhiteSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw unexpected() }
        return .array(elements)
    }

    /// The rest of an object, after its opening bracket.
    private mutating func object() throws(JSONError) -> JSON {
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) { return .object([:]) }
        // Enough for most, which then need not grow.
        var members = [String: JSON](minimumCapacity: 8)
        repeat {
            try refuseTrailingComma(before: UInt8(ascii: "}"))
            skipWhiteSpace()
            let start = position
            guard next == UInt8(ascii: "\"") else { throw unexpected() }
            let name = try text()
            skipWhiteSpace()
            guard take(UInt8(ascii: ":")) else { throw unexpected() }
            let member = try value()
            guard members.updateValue(member, forKey: name) == nil else {
                throw failure(.duplicateMember(name), at: start)
            }
            skipWhiteSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw unexpected() }
        return .object(members)
    }

    private mutating func refuseTrailingComma(before bracket: UInt8) throws(JSONError) {
        skipWhiteSpace()
        if next == bracket { throw failure(.trailingComma) }
    }

    /// -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
    private mutating func number() throws(JSONError) -> JSON {
        let start = position
        var isInteger = true
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits(from: start) }
        if take(UInt8(ascii: ".")) {
            isInteger = false
            try digits(from: start)
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isInteger = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits(from: start)
        }
        if let byte = next, 0x30...0x39 ~= byte { throw failure(.numberInvalid, at: start) }
        let literal = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
        if isInteger, let integer = Int(literal), literal != "-0" { return .integer(integer) }
        return .number(literal)
    }

    /// One digit or more.
    private mutating func digits(from start: Int) throws(JSONError) {
        let first = position
        while let byte = next, 0x30...0x39 ~= byte { position += 1 }
        guard position > first else { throw failure(.numberInvalid, at: start) }
    }

    /// A text with its quotation marks.
    private mutating func text() throws(JSONError) -> String {
        position += 1
        let start = position
        var unescaped: [UInt8]?
        var copied = position
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure(.unexpectedByte(byte)) }
            guard byte == UInt8(ascii: "\\") else { position += 1; continue }
            var text = unescaped ?? []
            text += bytes[copied..<position]
            position += 1
            try appendEscape(to: &text)
            unescaped = text
            copied = position
        }
        let end = position
        guard take(UInt8(ascii: "\"")) else { throw failure(.unexpectedEnd) }
        let text: String?
        if var unescaped {
            unescaped += bytes[copied..<end]
            text = String(strictUTF8: unescaped)
        } else {
            text = String(strictUTF8: UnsafeBufferPointer(rebasing: bytes[start..<end]))
        }
        guard let text else { throw failure(.notUTF8, at: start) }
        return text
    }

    /// What an escape stands for; the backslash has been passed.
    private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
        let start = position - 1
        guard let letter = next else { throw failure(.unexpectedEnd) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            var value = try codeUnit(from: start)
            if 0xD800...0xDBFF ~= value, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try codeUnit(from: start)
                guard 0xDC00...0xDFFF ~= low else { throw failure(.escapeInvalid, at: start) }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure(.escapeInvalid, at: start) }
            text += UTF8.encode(scalar)!
        default: throw failure(.escapeInvalid, at: start)
        }
    }

    /// Four hexadecimal digits.
    private mutating func codeUnit(from start: Int) throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw failure(.unexpectedEnd) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure(.escapeInvalid, at: start)
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
