// SPDX-License-Identifier: Apache-2.0

/// Reads the members of one JSON object by name and kind. `null` counts as absent.
///
/// The object is one that has been read, or one whose members are read when they are asked for
/// (``UnreadJSON``).
public struct MemberReader: Sendable {
    private enum Source: Sendable {
        case read(JSON.Object)
        case unread(UnreadJSON.Object)
    }

    private let source: Source
    /// The path of the object in the document, with a "." at its end; empty for the document itself.
    private let path: String

    /// A reader of an object that has been read.
    public init(_ object: JSON.Object, path: String = "") {
        source = .read(object)
        self.path = path
    }

    /// A reader of an object whose members have not been read.
    public init(_ object: UnreadJSON.Object, path: String = "") {
        source = .unread(object)
        self.path = path
    }

    /// The value of a member; `nil` if it is absent or `null`.
    ///
    /// - Throws: ``MemberError`` if the member occurs twice, is not JSON, or is of another kind.
    public func optional<Value>(_ name: String, _ kind: MemberKind<Value>) throws(MemberError) -> Value? {
        guard let json = try json(name), json != .null else { return nil }
        guard let value = kind.read(json) else { throw error(name, .wrongKind(expected: kind.name)) }
        return value
    }

    /// The value of a member.
    ///
    /// - Throws: ``MemberError`` as ``optional(_:_:)``, and if the member is absent or `null`.
    public func required<Value>(_ name: String, _ kind: MemberKind<Value>) throws(MemberError) -> Value {
        guard let value = try optional(name, kind) else { throw error(name, .missing) }
        return value
    }

    /// A reader of the object that is a member; `nil` if it is absent or `null`.
    public func optionalObject(_ name: String) throws(MemberError) -> MemberReader? {
        let path = path + name + "."
        switch source {
        case .read:
            return try optional(name, .object).map { MemberReader($0, path: path) }
        case .unread(let object):
            guard let member = try unread(name, in: object), member.bytes.first != UInt8(ascii: "n") else {
                return nil
            }
            guard let object = member.object else { throw error(name, .wrongKind(expected: "an object")) }
            return MemberReader(object, path: path)
        }
    }

    /// A reader of the object that is a member.
    public func requiredObject(_ name: String) throws(MemberError) -> MemberReader {
        guard let reader = try optionalObject(name) else { throw error(name, .missing) }
        return reader
    }

    /// Refuses members that are not named.
    public func refuseMembers(except names: [String]) throws(MemberError) {
        let known = names.map(ExactString.init)
        let all =
            switch source {
            case .read(let object): object.names
            case .unread(let object): object.all.map(\.name)
            }
        if let unknown = all.map(ExactString.init).filter({ !known.contains($0) }).min() {
            throw error(unknown.text, .unknown)
        }
    }

    private func json(_ name: String) throws(MemberError) -> JSON? {
        switch source {
        case .read(let object): return object[name]
        case .unread(let object):
            guard let member = try unread(name, in: object) else { return nil }
            do { return try member.read() } catch { throw self.error(name, .malformed(error)) }
        }
    }

    private func unread(_ name: String, in object: UnreadJSON.Object) throws(MemberError) -> UnreadJSON? {
        do { return try object.member(name) } catch { throw self.error(name, .malformed(error)) }
    }

    private func error(_ name: String, _ problem: MemberError.Problem) -> MemberError {
        MemberError(member: path + name, problem: problem)
    }
}

/// What a member must be, and how its value is taken from JSON.
public struct MemberKind<Value>: Sendable {
    /// The kind, with its article.
    public let name: String
    /// The value; `nil` if `json` is of another kind.
    let read: @Sendable (_ json: JSON) -> Value?

    /// A kind.
    /// - Parameters:
    ///   - name: the kind with its article, such as "an integer".
    ///   - read: the value; `nil` for JSON of another kind.
    public init(_ name: String, _ read: @escaping @Sendable (_ json: JSON) -> Value?) {
        self.name = name
        self.read = read
    }
}

extension MemberKind<String> {
    /// Text.
    public static var text: MemberKind {
        MemberKind("text") { if case .text(let text) = $0 { text } else { nil } }
    }
    /// Text, or a number as it is written: clients and exports write large integers both ways.
    public static var numeral: MemberKind { MemberKind("text or a number", \.numeral) }
}

extension MemberKind<Int> {
    /// An integer that fits an `Int`.
    public static var integer: MemberKind {
        MemberKind("an integer") { if case .integer(let integer) = $0 { integer } else { nil } }
    }
}

extension MemberKind<Bool> {
    /// `true` or `false`.
    public static var boolean: MemberKind {
        MemberKind("a boolean") { if case .boolean(let flag) = $0 { flag } else { nil } }
    }
    /// A boolean, or its name as text: the exchange's documentation shows both ([CANCEL-5]).
    public static var flag: MemberKind {
        MemberKind("a boolean") { json in
            switch json {
            case .boolean(let flag): flag
            case .text("true"): true
            case .text("false"): false
            default: nil
            }
        }
    }
}

extension MemberKind<[JSON]> {
    /// An array.
    public static var array: MemberKind {
        MemberKind("an array") { if case .array(let elements) = $0 { elements } else { nil } }
    }
}

extension MemberKind<[String]> {
    /// An array of texts.
    public static var texts: MemberKind {
        MemberKind("an array of texts") { json in
            guard case .array(let elements) = json else { return nil }
            let texts = elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
            return texts.count == elements.count ? texts : nil
        }
    }
}

extension MemberKind<JSON.Object> {
    /// An object.
    public static var object: MemberKind {
        MemberKind("an object") { if case .object(let object) = $0 { object } else { nil } }
    }
}

extension MemberKind<JSON> {
    /// Any value except `null`.
    public static var any: MemberKind { MemberKind("a value") { $0 } }
}

/// What is wrong with a member of an object.
public struct MemberError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The member is absent or `null`.
        case missing
        /// The member is not of this kind.
        case wrongKind(expected: String)
        /// The format has no such member.
        case unknown
        /// The member is not JSON, or occurs twice.
        case malformed(JSONError)
    }

    /// The names on the way to the member, joined by ".".
    public let member: String
    /// What is wrong.
    public let problem: Problem
}

extension MemberError: CustomStringConvertible {
    /// One clause.
    public var description: String {
        let name = VisibleText.excerpt(member)
        return switch problem {
        case .missing: "\(name) is missing"
        case .wrongKind(let expected): "\(name) is not \(expected)"
        case .unknown: "\(name) is not a known member"
        case .malformed(let error): "\(name) cannot be read: \(error)"
        }
    }
}
