import StrictJSON
import RequestCanonicalization

/// Where a request went and what it carried, as a log has it: the URL with its query, or without and with
/// parameters apart.
struct RequestTarget {
    private let url: Substring
    private let parameters: Result<[Parameter], AuditFailure>
    private let body: String?

    init(_ url: String, parameters: [Parameter]?, body: String?) {
        self.body = body
        guard parameters == nil, let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.url = url[...]
            self.parameters = .success(parameters ?? [])
            return
        }
        self.url = url[..<mark]
        let query = url[url.utf8.index(after: mark)...]
        self.parameters = Result { () throws(AuditFailure) in try RequestTarget.parameters(of: query) }
    }

    /// The parameters of a query, percent-decoded by RFC 3986: a "+" is a plus.
    private static func parameters(of query: Substring) throws(AuditFailure) -> [Parameter] {
        guard !query.isEmpty else { return [] }
        var parameters: [Parameter] = []
        for part in query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
            let end = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let value = end == part.endIndex ? part[end...] : part[part.index(after: end)...]
            guard !part.contains(UInt8(ascii: "#")),
                let key = PercentEncoding.decode(String(Substring(part[..<end]))),
                let value = PercentEncoding.decode(String(Substring(value)))
            else { throw AuditFailure(.request, "url-invalid", "the query is not percent-encoded UTF-8") }
            parameters.append(Parameter(key, value))
        }
        return parameters
    }

    /// The account that the parameter accountId names, or the member accountId of a JSON body.
    var account: UInt64? {
        if let parameters = try? parameters.get(),
            let parameter = parameters.first(where: { $0.key == "accountId" })
        {
            return UInt64(account: parameter.value)
        }
        guard let body, body.utf8.first == UInt8(ascii: "{"), let json = try? JSON(parsing: body.utf8) else {
            return nil
        }
        switch json["accountId"] {
        case .integer(let integer)? where integer >= 0: return UInt64(integer)
        case .text(let text)?: return UInt64(account: text)
        default: return nil
        }
    }

    /// The request. An empty body of GET and DELETE is none: nothing was sent.
    func request(_ method: String) throws(AuditFailure) -> Request {
        let parameters = try parameters.get()
        do throws(RequestCanonicalizationError) {
            let method = try Request.Method(method)
            return try Request(
                method: method, url: RequestURL(String(url)), parameters: parameters,
                body: body == "" && !method.signsBody ? nil : body)
        } catch {
            throw AuditFailure(.request, error.code, "\(error)")
        }
    }
}

extension RequestCanonicalizationError {
    /// The code of SPEC.md, section 12.
    var code: String {
        switch self {
        case .methodUnsupported: "method-unsupported"
        case .urlInvalid: "url-invalid"
        case .parameterInvalid: "parameter-invalid"
        }
    }
}
