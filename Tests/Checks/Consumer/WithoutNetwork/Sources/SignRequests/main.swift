// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import RequestSigning

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Signs the example of Loopring's documentation. Puts the signature into Foundation's URLRequest and into an
// HTTPRequest, and prints it.

let key = try PrivateKey(hex: "0x" + String(repeating: "0", count: 60) + "1234")
let request = try SignableRequest(
    method: "DELETE", baseURL: "https://api3.loopring.io", path: "/api/v3/order",
    parameters: [Parameter("accountId", "10005"), Parameter("clientOrderId", "Sample")])
let canonical = request.canonical
let signature = try key.signature(for: request)

guard let url = URL(string: canonical.urlToSend) else { fatalError("the URL is valid") }
var urlRequest = URLRequest(url: url)
urlRequest.httpMethod = request.method.rawValue
urlRequest.setValue(signature.hex, forHTTPHeaderField: SignatureHeader.signature)
guard urlRequest.url?.absoluteString == canonical.urlToSend else { fatalError("URLRequest changes the URL") }

guard let name = HTTPField.Name(SignatureHeader.signature) else { fatalError("the field's name is valid") }
var httpRequest = HTTPRequest(
    method: .delete, scheme: request.url.scheme, authority: request.url.host, path: canonical.target)
httpRequest.headerFields[name] = signature.hex
guard httpRequest.path == canonical.target else { fatalError("HTTPRequest changes the target") }

print(urlRequest.value(forHTTPHeaderField: SignatureHeader.signature) ?? "", canonical.target)
print(httpRequest.headerFields[name] ?? "", httpRequest.path ?? "")
