// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

/// A request as a log contains it: the URL includes the query, or the parameters are listed separately.
struct RecordedRequest {
    private let method: String
    private let url: Substring
    /// The parameters that are listed separately, or those of the query in the URL, decoded by RFC 3986, so
    /// that "+" is a plus. `nil` for a key or value that cannot be decoded.
    private let pairs: [(key: String?, value: String?)]
    private let body: String?

    /// - Throws: a failure of the step `record` if there is no method or no URL.
    init(
        _ method: String?, _ url: String?, parameters: [Parameter]?, body: String?
    ) throws(AuditRecord.Failure) {
        guard let method, let url else {
            throw .malformed("there is neither a message nor a request with method and url")
        }
        self.method = method
        self.body = body
        let mark = parameters == nil ? url.utf8.firstIndex(of: UInt8(ascii: "?")) : nil
        self.url = url[..<(mark ?? url.endIndex)]
        pairs =
            parameters?.map { ($0.key, $0.value) }
            ?? mark.map { Parameter.pairs(ofQuery: url[url.utf8.index(after: $0)...]) } ?? []
    }

    /// The account in the parameter accountId, or in the member accountId of a JSON body. It is found even if
    /// the rest of the query or the body is invalid.
    var account: AccountID? {
        if let parameter = pairs.first(where: { $0.key?.utf8.elementsEqual("accountId".utf8) == true }) {
            return parameter.value.flatMap { AccountID(recorded: .text($0)) }
        }
        guard let body, body.utf8.first == UInt8(ascii: "{"),
            let members = try? UnreadJSON.Object(finding: Array(body.utf8))
        else { return nil }
        return (try? members.value("accountId", .any))?.flatMap { AccountID(recorded: $0) }
    }

    /// The request. An empty body of GET or DELETE counts as no body, because nothing was sent.
    /// - Parameter log: what does not contain a body that is missing: "record" or "archive".
    func request(in log: String) throws(AuditRecord.Failure) -> SignableRequest {
        guard body != nil || method != "POST" && method != "PUT" else {
            throw .bodyMissing(in: log)
        }
        var parameters: [Parameter] = []
        for case (let key, let value) in pairs {
            guard let key, let value else {
                throw .init(.request, "url-invalid", "the query is not percent-encoded UTF-8")
            }
            parameters.append(Parameter(key, value))
        }
        do throws(RequestCanonicalizationError) {
            let method = try SignableRequest.Method(method)
            return try SignableRequest(
                method: method, url: RequestURL(String(url)), parameters: parameters,
                body: body == "" && !method.signsBody ? nil : body.map { Array($0.utf8) })
        } catch { throw .init(.request, error.code, "\(error)") }
    }
}
