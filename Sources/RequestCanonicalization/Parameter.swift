// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// One query parameter, unencoded.
///
/// Two parameters are equal if their keys and values are the same bytes. Swift's String compares by canonical
/// equivalence: a precomposed and a decomposed "é" are equal. But their signatures differ.
public struct Parameter: Hashable, Sendable {
    private let exactKey, exactValue: ExactString

    /// The name, unencoded.
    public var key: String { exactKey.text }
    /// The value, unencoded; it may be empty.
    public var value: String { exactValue.text }

    /// A parameter. ``SignableRequest`` checks the key.
    public init(_ key: String, _ value: String) {
        exactKey = ExactString(key)
        exactValue = ExactString(value)
    }

    /// `pct(key)=pct(value)`
    public var percentEncoded: String {
        PercentEncoding.encode(key) + "=" + PercentEncoding.encode(value)
    }

    /// The parameters of a received query, which is passed without "?". This is the only parser of queries in
    /// this package.
    ///
    /// Pairs are separated by "&". The first "=" separates key and value; a pair without "=" has an empty
    /// value. Key and value are percent-decoded once, by RFC 3986, so a "+" is a plus sign. An empty query
    /// has no parameters.
    /// - Throws: `RequestCanonicalizationError.urlInvalid` for a `%` without two hexadecimal digits, for
    ///   bytes that are not UTF-8, for characters other than printable ASCII, and for "#".
    public static func parameters(
        ofQuery query: some StringProtocol
    ) throws(RequestCanonicalizationError) -> [Parameter] {
        var parameters: [Parameter] = []
        for pair in pairs(ofQuery: query) {
            guard let key = pair.key, let value = pair.value else { throw .urlInvalid(.queryMalformed) }
            parameters.append(Parameter(key, value))
        }
        return parameters
    }

    /// The pairs of ``parameters(ofQuery:)``. A malformed key or value is nil.
    package static func pairs(ofQuery query: some StringProtocol) -> [(key: String?, value: String?)] {
        guard !query.isEmpty else { return [] }
        let pairs = Array(query.utf8).split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        return pairs.map { pair in
            guard !pair.contains(UInt8(ascii: "#")) else { return (nil, nil) }
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            return (
                PercentEncoding.decode(bytes: pair[..<end]),
                PercentEncoding.decode(bytes: pair[end...].dropFirst())
            )
        }
    }

    /// Whether `a` comes before `b` in the parameter string: by the UTF-8 bytes of the unencoded key
    /// ([REQUEST-8]).
    public static func precedes(_ a: Parameter, _ b: Parameter) -> Bool {
        a.key.utf8.lexicographicallyPrecedes(b.key.utf8)
    }

    /// Throws if a key is empty or occurs twice, because signers may disagree on the order of such keys
    /// ([REQUEST-5]).
    static func checkKeys(of parameters: [Parameter]) throws(RequestCanonicalizationError) {
        guard !parameters.contains(where: { $0.key.isEmpty }) else { throw .parameterInvalid(.emptyKey) }
        // After sorting, equal keys are adjacent.
        let sorted = parameters.sorted(by: precedes)
        for (parameter, next) in zip(sorted, sorted.dropFirst())
        where parameter.key.hasSameBytes(as: next.key) {
            throw .parameterInvalid(.repeatedKey(next.key))
        }
    }
}

extension String {
    /// Whether the two texts are the same bytes in UTF-8. `ExactString` is slower, because its function is in
    /// another module.
    func hasSameBytes(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }
}
