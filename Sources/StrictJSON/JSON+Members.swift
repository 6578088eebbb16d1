// SPDX-License-Identifier: Apache-2.0

/// Members of an object, read by name and kind. `null` counts as absent.
extension JSON.Object {
    /// The value of a member; `nil` if it is absent or `null`.
    ///
    /// - Throws: ``MemberError`` if the member is of another kind.
    public func optional<Value>(_ name: String, _ kind: MemberKind<Value>) throws(MemberError) -> Value? {
        guard let json = self[name], json != .null else { return nil }
        return try kind.value(json, of: name)
    }
}

/// A kind of member, and how to read its value from JSON.
public struct MemberKind<Value>: Sendable {
    /// The kind, with its article.
    private let name: String
    /// The value; `nil` if `json` is of another kind.
    private let read: @Sendable (_ json: JSON) -> Value?

    fileprivate init(_ name: String, _ read: @escaping @Sendable (_ json: JSON) -> Value?) {
        self.name = name
        self.read = read
    }

    /// The value of the member `name`, which is `json`.
    ///
    /// - Throws: ``MemberError`` if `json` is of another kind.
    public func value(_ json: JSON, of name: String) throws(MemberError) -> Value {
        guard let value = read(json) else {
            throw MemberError(description: "\(VisibleText.excerpt(name)) is not \(self.name)")
        }
        return value
    }
}

extension MemberKind {
    /// Text.
    public static var text: MemberKind<String> {
        MemberKind<String>("text") { if case .text(let text) = $0 { text } else { nil } }
    }

    /// An integer that fits an `Int`.
    public static var integer: MemberKind<Int> {
        MemberKind<Int>("an integer") { if case .integer(let integer) = $0 { integer } else { nil } }
    }

    /// `true` or `false`.
    public static var boolean: MemberKind<Bool> {
        MemberKind<Bool>("a boolean") { if case .boolean(let flag) = $0 { flag } else { nil } }
    }

    /// An array.
    public static var array: MemberKind<[JSON]> {
        MemberKind<[JSON]>("an array") { if case .array(let elements) = $0 { elements } else { nil } }
    }

    /// An array of texts.
    public static var texts: MemberKind<[String]> {
        MemberKind<[String]>("an array of texts") { json in
            guard case .array(let elements) = json else { return nil }
            let texts = elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
            return texts.count == elements.count ? texts : nil
        }
    }

    /// An object.
    public static var object: MemberKind<JSON.Object> {
        MemberKind<JSON.Object>("an object") { if case .object(let object) = $0 { object } else { nil } }
    }

    /// Any value except `null`.
    public static var any: MemberKind<JSON> { MemberKind<JSON>("a value") { $0 } }
}

/// A member of an object is of another kind.
public struct MemberError: Error, Equatable, CustomStringConvertible {
    /// The error as one clause.
    public let description: String
}
