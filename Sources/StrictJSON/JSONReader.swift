// SPDX-License-Identifier: Apache-2.0
extension JSON {
    /// The maximum number of nested levels. The documented answers and orders have 2, vector files 7 and
    /// their schemas 14.
    public static let maximumDepth = 64

    /// Reads one JSON text (RFC 8259) in UTF-8. Only white space may be around it.
    ///
    /// The reader is strict wherever parsers differ: if two parsers read a text differently, neither reading
    /// can be trusted. It refuses an object that has a member twice, half a surrogate pair, a byte order mark
    /// and a trailing comma. Time and memory are linear in the length. (Foundation's reader accepts a
    /// repeated member, a trailing comma and UTF-16, and it ends the process on 513 opening brackets.)
    public init(parsing bytes: some Collection<UInt8>) throws(JSONError) {
        self = try JSONReader.read(Array(bytes)[...]) { reader throws(JSONError) in
            let value = try reader.value()
            try reader.end()
            return value
        }
    }
}

/// A reader at a position in a JSON text. It reads or skips one value after the other.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// How many bytes of the text come before `bytes`.
    private let offset: Int
    private var position = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>, offset: Int) {
        self.bytes = bytes
        self.offset = offset
    }

    /// Calls `body` with a reader at the beginning of `bytes`.
    static func read<Result>(
        _ bytes: ArraySlice<UInt8>, _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var reader = JSONReader(buffer, offset: bytes.startIndex)
            return try body(&reader)
        }
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func failure(_ reason: JSONError.Reason, at position: Int? = nil) -> JSONError {
        JSONError(reason: reason, offset: offset + (position ?? self.position))
    }

    /// The error for the next character, which is not allowed, or for the end of the text.
    private func unexpected() -> JSONError {
        guard position < bytes.count else { return failure(.unexpectedEnd) }
        var decoder = UTF8()
        // No character takes more than four bytes.
        var iterator = bytes[position..<min(position + 4, bytes.count)].makeIterator()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return failure(.notUTF8) }
        return failure(.unexpectedCharacter(scalar))
    }

    private mutating func skipWhiteSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Whether `byte` comes next. If so, passes over it.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    mutating func end() throws(JSONError) {
        skipWhiteSpace()
        guard position == bytes.count else { throw failure(.trailingText) }
    }

    // MARK: Structure

    /// Whether an object comes next. Passes over the white space before it.
    var isAtObject: Bool {
        mutating get {
            skipWhiteSpace()
            return next == UInt8(ascii: "{")
        }
    }

    /// An array: calls `element` at the beginning of each element.
    mutating func elements(_ element: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try list(until: UInt8(ascii: "]"), element)
    }

    /// An object: calls `member` at the quotation mark of each name.
    mutating func members(_ member: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try list(until: UInt8(ascii: "}")) { reader throws(JSONError) in
            guard reader.next == UInt8(ascii: "\"") else { throw reader.unexpected() }
            try member(&reader)
        }
    }

    private mutating func list(
        until bracket: UInt8, _ element: (inout JSONReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard depth < JSON.maximumDepth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
        skipWhiteSpace()
        if !take(bracket) {
            repeat {
                skipWhiteSpace()
                if next == bracket { throw failure(.trailingComma) }
                try element(&self)
                skipWhiteSpace()
            } while take(UInt8(ascii: ","))
            guard take(bracket) else { throw unexpected() }
        }
        depth -= 1
    }

    mutating func colon() throws(JSONError) {
        skipWhiteSpace()
        guard take(UInt8(ascii: ":")) else { throw unexpected() }
    }

    // MARK: Reading

    mutating func value() throws(JSONError) -> JSON {
        skipWhiteSpace()
        switch next {
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["):
            var array: [JSON] = []
            try elements { reader throws(JSONError) in array.append(try reader.value()) }
            return .array(array)
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

    private mutating func object() throws(JSONError) -> JSON.Object {
        var object: JSON.Object = [:]
        try members { reader throws(JSONError) in
            let start = reader.position
            let name = try reader.text()
            try reader.colon()
            let value = try reader.value()
            guard object[name] == nil else { throw reader.failure(.duplicateMember(name), at: start) }
            object[name] = value
        }
        return object
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
        // The contents up to `copied`, with the escapes decoded. Without an escape it stays empty.
        var unescaped: [UInt8] = []
        var copied = position
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw unexpected() }
            guard byte == UInt8(ascii: "\\") else { position += 1; continue }
            unescaped += bytes[copied..<position]
            position += 1
            try appendEscape(to: &unescaped)
            copied = position
        }
        let rest = UnsafeBufferPointer(rebasing: bytes[copied..<position])
        guard take(UInt8(ascii: "\"")) else { throw failure(.unexpectedEnd) }
        let text = copied == start ? String(strictUTF8: rest) : String(strictUTF8: unescaped + rest)
        guard let text else { throw failure(.notUTF8, at: start) }
        return text
    }

    /// The character of an escape. The backslash has been passed.
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
                guard 0xDC00...0xDFFF ~= low else { throw failure(.halfSurrogatePair, at: start) }
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw failure(.halfSurrogatePair, at: start) }
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

    // MARK: Skipping

    /// Finds the end of a value. It checks the structure alone: strings end, brackets match, and commas and
    /// colons are in their places.
    ///
    /// - Returns: the range of the value in the text, without white space around it.
    mutating func skippedValue() throws(JSONError) -> Range<Int> {
        skipWhiteSpace()
        let start = position
        switch next {
        case UInt8(ascii: "\""): _ = try skippedText()
        case UInt8(ascii: "{"):
            try members { reader throws(JSONError) in
                _ = try reader.skippedText()
                try reader.colon()
                _ = try reader.skippedValue()
            }
        case UInt8(ascii: "["): try elements { reader throws(JSONError) in _ = try reader.skippedValue() }
        default:
            // A number or a word. Its spelling is not checked: `NaN` and `1.` pass.
            while let byte = next, JSONReader.isPartOfWord(byte) { position += 1 }
            guard position > start else { throw unexpected() }
        }
        return offset + start..<offset + position
    }

    /// Finds the end of a text.
    ///
    /// - Returns: its range, with its quotation marks.
    mutating func skippedText() throws(JSONError) -> Range<Int> {
        let start = position
        position += 1
        while let byte = next, byte != UInt8(ascii: "\"") {
            // The byte after a backslash does not end the text.
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard take(UInt8(ascii: "\"")) else {
            position = bytes.count
            throw failure(.unexpectedEnd)
        }
        return offset + start..<offset + position
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
