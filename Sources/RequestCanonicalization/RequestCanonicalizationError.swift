// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Why a request has no canonical form.
public enum RequestCanonicalizationError: Error, Equatable, Sendable {
    /// The method is not GET, POST, PUT or DELETE, in upper case.
    case methodUnsupported(String)
    /// The URL is not one that can be signed.
    case urlInvalid(URLProblem)
    /// The method does not sign the parameters or the body, a key is empty or repeated, or the body is not
    /// UTF-8.
    case parameterInvalid(ParameterProblem)

    /// What is wrong with a URL.
    public enum URLProblem: Equatable, Sendable {
        /// It does not begin with `scheme://`.
        case schemeMissing
        /// The scheme is neither http nor https.
        case schemeUnsupported(String)
        /// It has user information (`user@` or `user:password@`).
        case userInfo
        /// There is no host.
        case hostMissing
        /// The host is not a name or an address.
        case hostInvalid
        /// The port is not a number from 1 to 65535.
        case portInvalid
        /// It has a query. Parameters are passed separately.
        case query
        /// It has a fragment, which is never sent.
        case fragment
        /// It has a character that a URL must not contain, such as a space, a control character, or one
        /// outside ASCII.
        case character(Unicode.Scalar)
        /// A `%` is not followed by two hexadecimal digits.
        case percentEncodingMalformed
        /// The path is not empty and does not begin with `/`.
        case pathNotAbsolute
        /// The query of a received request is not percent-encoded UTF-8.
        case queryMalformed
    }

    /// What is wrong with the parameters or the body.
    public enum ParameterProblem: Equatable, Sendable {
        /// A key is empty.
        case emptyKey
        /// A key occurs twice.
        case repeatedKey(String)
        /// There is a body, but GET and DELETE sign the parameters only.
        case bodyNotSigned(method: String)
        /// There are parameters, but POST and PUT sign the body only.
        case parametersNotSigned(method: String)
        /// The body is not UTF-8.
        case bodyNotUTF8
    }
}

extension RequestCanonicalizationError: DescribedError {
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
}

extension RequestCanonicalizationError.URLProblem: CustomStringConvertible {
    /// The problem as a clause.
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
    /// The problem as a clause.
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
