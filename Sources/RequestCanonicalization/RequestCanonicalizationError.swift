// SPDX-License-Identifier: Apache-2.0
import StrictJSON

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Why a request has no canonical form.
public enum RequestCanonicalizationError: Error, Equatable, Sendable {
    /// The method is not GET, POST, PUT or DELETE, in upper case.
    case methodUnsupported(String)
    /// The URL is not one that can be signed.
    case urlInvalid(URLProblem)
    /// The parameters or the body are not what the method signs, or a key has no place in the sort order.
    case parameterInvalid(ParameterProblem)

    /// What is wrong with a URL.
    public enum URLProblem: Equatable, Sendable {
        /// There is no `scheme://` at its head.
        case schemeMissing
        /// The scheme is neither http nor https.
        case schemeUnsupported(String)
        /// It names a user (`user@` or `user:password@`).
        case userInfo
        /// There is no host.
        case hostMissing
        /// The host is not a name or an address.
        case hostInvalid
        /// What follows the host is not a port from 1 to 65535.
        case portInvalid
        /// It has a query; parameters are given apart from the URL.
        case query
        /// It has a fragment, which is never sent.
        case fragment
        /// It has a character that must not stand in a URL: a space, a control character, a non-ASCII one …
        case character(Unicode.Scalar)
        /// A `%` is not followed by two hexadecimal digits.
        case percentEncodingMalformed
        /// The path neither is empty nor begins with `/`.
        case pathNotAbsolute
        /// The query of a received request is not percent-encoded UTF-8.
        case queryMalformed
    }

    /// What is wrong with parameters or body.
    public enum ParameterProblem: Equatable, Sendable {
        /// A key is empty.
        case emptyKey
        /// A key occurs twice.
        case repeatedKey(String)
        /// GET and DELETE sign parameters; a body would go unsigned.
        case bodyNotSigned(method: String)
        /// POST and PUT sign the body; parameters would go unsigned.
        case parametersNotSigned(method: String)
        /// The body is not UTF-8.
        case bodyNotUTF8
    }
}

extension RequestCanonicalizationError: CustomStringConvertible, LocalizedError {
    /// The code of SPEC.md, section 12.
    public var code: String {
        switch self {
        case .methodUnsupported: "method-unsupported"
        case .urlInvalid: "url-invalid"
        case .parameterInvalid: "parameter-invalid"
        }
    }

    /// The error in one line.
    public var description: String {
        switch self {
        case .methodUnsupported(let method):
            "the method \(VisibleText.quoted(method)) is not one of GET, POST, PUT, DELETE"
        case .urlInvalid(let problem):
            "the URL cannot be signed: \(problem)"
        case .parameterInvalid(let problem):
            "the parameters cannot be signed: \(problem)"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}

extension RequestCanonicalizationError.URLProblem: CustomStringConvertible {
    /// The problem in half a line.
    public var description: String {
        switch self {
        case .schemeMissing: "it does not begin with http:// or https://"
        case .schemeUnsupported(let scheme): "the scheme \(VisibleText.quoted(scheme)) is not http or https"
        case .userInfo: "it contains user information"
        case .hostMissing: "it has no host"
        case .hostInvalid: "the host is not a name or an address"
        case .portInvalid: "the port is not a number from 1 to 65535"
        case .query: "it has a query; give parameters apart from the URL"
        case .fragment: "it has a fragment"
        case .character(let scalar):
            "it contains \(VisibleText.quoted(String(scalar))) (U+\(RequestCanonicalizationError.codePoint(scalar)))"
        case .percentEncodingMalformed: "a % is not followed by two hexadecimal digits"
        case .pathNotAbsolute: "the path does not begin with /"
        case .queryMalformed: "the query is not percent-encoded UTF-8"
        }
    }
}

extension RequestCanonicalizationError.ParameterProblem: CustomStringConvertible {
    /// The problem in half a line.
    public var description: String {
        switch self {
        case .emptyKey: "a key is empty"
        case .repeatedKey(let key): "the key \(VisibleText.quoted(key)) occurs twice"
        case .bodyNotSigned(let method): "\(method) signs its query parameters and must not have a body"
        case .parametersNotSigned(let method): "\(method) signs its body and must not have query parameters"
        case .bodyNotUTF8: "the body is not UTF-8"
        }
    }
}

extension RequestCanonicalizationError {
    /// Four or more hexadecimal digits.
    fileprivate static func codePoint(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
