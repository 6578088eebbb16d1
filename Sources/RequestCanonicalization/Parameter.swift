/// One query parameter, unencoded.
public struct Parameter: Sendable {
    /// The name, unencoded.
    public let key: String
    /// The value, unencoded; it may be empty.
    public let value: String

    /// A parameter; the key is checked when a ``Request`` is made of it.
    public init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }

    /// `pct(key)=pct(value)`
    public var percentEncoded: String {
        PercentEncoding.encode(key) + "=" + PercentEncoding.encode(value)
    }
}

// Swift's String compares by canonical equivalence, so that a precomposed and a decomposed "é" are equal.
// They are different bytes and give different signatures, hence bytes are compared throughout.

extension Parameter: Hashable {
    /// Whether key and value are the same bytes.
    public static func == (a: Parameter, b: Parameter) -> Bool {
        a.key.hasSameBytes(as: b.key) && a.value.hasSameBytes(as: b.value)
    }

    /// Feeds the bytes of key and value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Array(key.utf8))
        hasher.combine(Array(value.utf8))
    }
}

extension Parameter {
    /// Whether `a` comes before `b` in the parameter string: by the UTF-8 bytes of the unencoded key ([REQUEST-8]).
    public static func precedes(_ a: Parameter, _ b: Parameter) -> Bool {
        a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }

    /// Refuses an empty key and a key that occurs twice ([REQUEST-5]): neither has an order that all signers agree on.
    static func checkKeys(of parameters: [Parameter]) throws(RequestCanonicalizationError) {
        guard !parameters.contains(where: { $0.key.isEmpty }) else { throw .parameterInvalid(.emptyKey) }
        // Equal keys are neighbors once sorted.
        let sorted = parameters.sorted(by: precedes)
        for (parameter, next) in zip(sorted, sorted.dropFirst())
        where parameter.key.hasSameBytes(as: next.key) {
            throw .parameterInvalid(.repeatedKey(next.key))
        }
    }
}

extension String {
    /// Whether the two texts are the same bytes in UTF-8.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
