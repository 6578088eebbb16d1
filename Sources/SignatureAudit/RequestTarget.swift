// SPDX-License-Identifier: Apache-2.0
import LoopringOrders
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

/// The URL, the parameters and the body of a request, as a log contains them: the URL includes the query, or
/// the parameters are listed separately.
struct RequestTarget {
    private let url: Substring
    /// The query of the URL, encoded.
    private let query: Substring?
    private let parameters: [Parameter]
    private let body: String?

    init(_ url: String, parameters: [Parameter]?, body: String?) {
        self.body = body
        self.parameters = parameters ?? []
        guard parameters == nil, let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else {
            self.url = url[...]
            query = nil
            return
        }
        self.url = url[..<mark]
        query = url[url.utf8.index(after: mark)...]
    }

    /// The keys and values of the query, decoded by RFC 3986, so that "+" is a plus. `nil` for one that
    /// cannot be decoded.
    private var decoded: [(key: String?, value: String?)] {
        query.map { Parameter.pairs(ofQuery: $0) } ?? []
    }

    /// The account in the parameter accountId, or in the member accountId of a JSON body. It is found even if
    /// the rest of the query or the body is invalid.
    var account: AccountID? {
        let given = parameters.map { (key: String?.some($0.key), value: String?.some($0.value)) } + decoded
        if let parameter = given.first(where: { $0.key?.utf8.elementsEqual("accountId".utf8) == true }) {
            return parameter.value.flatMap { AccountID(recorded: $0) }
        }
        guard let body, body.utf8.first == UInt8(ascii: "{"),
            let members = RecordMembers(try? UnreadJSON.Object(finding: Array(body.utf8))),
            let value = try? members.value("accountId")
        else { return nil }
        return AccountID(recorded: value)
    }

    /// The request. An empty body of GET or DELETE counts as no body, because nothing was sent.
    func request(_ method: String) throws(SignatureVerdict.Failure) -> SignableRequest {
        var parameters = parameters
        for parameter in decoded {
            guard let key = parameter.key, let value = parameter.value else {
                throw SignatureVerdict.Failure(
                    .request, "url-invalid", "the query is not percent-encoded UTF-8")
            }
            parameters.append(Parameter(key, value))
        }
        do throws(RequestCanonicalizationError) {
            let method = try SignableRequest.Method(method)
            return try SignableRequest(
                method: method, url: RequestURL(String(url)), parameters: parameters,
                body: body == "" && !method.signsBody ? nil : body)
        } catch {
            throw SignatureVerdict.Failure(.request, error.code, "\(error)")
        }
    }
}
