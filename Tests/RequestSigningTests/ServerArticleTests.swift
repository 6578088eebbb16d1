// SPDX-License-Identifier: Apache-2.0
import Foundation
import Hummingbird
import RequestSigning
import TestSupport
import Testing

// BEGIN
/// The request, if its signature is valid for its API key's account; otherwise a response of status 4xx.
func verified(
    _ request: Request, baseURL: String, publicKey: @Sendable (_ apiKey: String) async throws -> PublicKey?
) async throws -> SignableRequest {
    let body = try await request.body.collect(upTo: 65_536)
    guard let apiKey = request.headers[.init(SignatureHeader.apiKey)!], let key = try await publicKey(apiKey),
        let text = request.headers[.init(SignatureHeader.signature)!],
        let signature = try? Signature(hex: text)
    else { throw HTTPError(.unauthorized) }
    let received: SignableRequest
    do {
        received = try SignableRequest(
            method: request.method.rawValue, baseURL: baseURL, target: request.head.path ?? "/",
            body: [UInt8](buffer: body))
    } catch {
        throw HTTPError(.badRequest, message: "\(error)")
    }
    guard key.isValidSignature(signature, for: received, profile: .strict) else {
        throw HTTPError(.unauthorized)
    }
    return received
}
// END

/// The code of the article "Verify requests in a server" compiles and does what the article states.
@Suite struct ServerArticleTests {
    private static let baseURL = "https://api3.loopring.io"

    /// The status of the response to a received request: 200 if its signature is valid.
    private func status(
        _ method: HTTPRequest.Method, _ target: String, body: [UInt8] = [], apiKey: String? = "abc",
        signature: String?, key: PublicKey
    ) async throws -> Int {
        var headers = HTTPFields()
        headers[.init(SignatureHeader.apiKey)!] = apiKey
        headers[.init(SignatureHeader.signature)!] = signature
        let head = HTTPRequest(
            method: method, scheme: "https", authority: "api3.loopring.io", path: target,
            headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        do {
            _ = try await verified(request, baseURL: Self.baseURL) { $0 == "abc" ? key : nil }
            return 200
        } catch let error as HTTPError {
            return error.status.code
        }
    }

    @Test func aSignedRequestIsAcceptedAndAnyOtherIsNot() async throws {
        let key = PrivateKey()
        let request = try SignableRequest(
            method: "DELETE", baseURL: Self.baseURL, path: "/api/v3/order",
            parameters: [Parameter("clientOrderId", "a b+c"), Parameter("accountId", "10005")])
        let signature = try key.signature(for: request).hex
        let target = request.canonical.target
        func status(
            _ target: String, method: HTTPRequest.Method = .delete, body: String = "",
            apiKey: String? = "abc", signature: String?
        ) async throws -> Int {
            try await self.status(
                method, target, body: Array(body.utf8), apiKey: apiKey, signature: signature,
                key: key.publicKey)
        }
        #expect(try await status(target, signature: signature) == 200)
        // The order of the parameters in the query does not matter. Their values do.
        #expect(
            try await status("/api/v3/order?clientOrderId=a%20b%2bc&accountId=10005", signature: signature)
                == 200)
        for other in [
            "/api/v3/order", target + "0", target.replacing("10005", with: "10006"),
            target.replacing("%20", with: "+"), target.replacing("/api", with: "//api"),
        ] {
            #expect(try await status(other, signature: signature) == 401, "\(other)")
        }
        #expect(try await status(target, method: .get, signature: signature) == 401)
        #expect(try await status(target, apiKey: nil, signature: signature) == 401)
        #expect(try await status(target, apiKey: "abd", signature: signature) == 401)
        #expect(try await status(target, signature: nil) == 401)
        #expect(try await status(target, signature: "0x00") == 401)
        #expect(try await status(target, body: "{}", signature: signature) == 400)
        #expect(try await status(target + "&a=%FF", signature: signature) == 400)
        #expect(try await status(target, method: .patch, signature: signature) == 400)
    }

    @Test func bytesThatAreNotTheSignedOnesAreRefused() async throws {
        let key = PrivateKey()
        let request = try SignableRequest(
            method: "POST", baseURL: Self.baseURL, path: "/api/v3/order", body: "a\u{FFFD}b")
        let signature = try key.signature(for: request).hex
        for (body, expected) in [
            (Array("a\u{FFFD}b".utf8), 200), ([0x61, 0xFF, 0x62], 400), (Array("a?b".utf8), 401),
        ] {
            let status = try await status(
                .post, "/api/v3/order", body: body, signature: signature, key: key.publicKey)
            #expect(status == expected)
        }
    }

    @Test func theArticleHasThisCode() throws {
        let article = try String(
            contentsOf: Repository.root.appending(
                path: "Sources/RequestSigning/RequestSigning.docc/VerifyInAServer.md"), encoding: .utf8)
        let blocks = article.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
            .filter { !$0.hasPrefix("import ") }
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let code = try #require(
            source.components(separatedBy: "// END").first?.components(separatedBy: "// BEGIN\n").last)
        #expect(blocks.joined(separator: "\n\n") + "\n" == code)
    }
}
