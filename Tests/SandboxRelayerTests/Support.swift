// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import LoopringOrders
import OrderCancellation
import RequestCanonicalization
import RequestSigning
import SandboxRelayer
import TestSupport

/// Two accounts for all tests. Their keys are computed once, because each takes a scalar multiplication.
enum Fixture {
    static let key = try! PrivateKey(
        hex: "0x0000000000000000000000000000000000000000000000000000000000001234")
    static let otherKey = try! PrivateKey(
        hex: "0x0000000000000000000000000000000000000000000000000000000000005678")
    static let apiKey = "api-key-of-10029"
    static let otherAPIKey = "api-key-of-2"

    static let account = Sandbox.Account(
        id: DocumentedOrder.accountID, apiKey: try! APIKey(apiKey), publicKey: key.publicKey)
    static let otherAccount = Sandbox.Account(
        id: AccountID(2), apiKey: try! APIKey(otherAPIKey), publicKey: otherKey.publicKey)
}

/// Runs `body` with a sandbox that has both accounts and, by default, no rate limit.
func withSandbox<Value>(
    callsPerSecond: Int? = nil, clock: any Clock<Duration> = ContinuousClock(),
    signedBaseURL: String? = nil, onAnswer: @escaping @Sendable (Sandbox.Event) -> Void = { _ in },
    _ body: (Sandbox) async throws -> Value
) async throws -> Value {
    let sandbox = try await Sandbox.start(
        accounts: [Fixture.account, Fixture.otherAccount], signedBaseURL: signedBaseURL,
        callsPerSecond: callsPerSecond, clock: clock, onAnswer: onAnswer)
    do {
        let value = try await body(sandbox)
        await sandbox.stop()
        return value
    } catch {
        await sandbox.stop()
        throw error
    }
}

/// The parts of a response that the tests check.
struct RawResponse: Equatable, Sendable {
    let status: Int
    let head: String
    let body: String

    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
    }
    /// The complete responses in the received bytes, in order.
    static func all(in bytes: [UInt8]) -> [RawResponse] {
        var responses: [RawResponse] = []
        var rest = String(decoding: bytes, as: UTF8.self)
        while let end = rest.range(of: "\r\n\r\n") {
            let head = String(rest[..<end.lowerBound])
            guard let status = Int(head.split(separator: " ").dropFirst().first ?? ""),
                let field = head.split(separator: "\r\n").first(where: { $0.hasPrefix("Content-Length: ") }),
                let length = Int(field.dropFirst("Content-Length: ".count)),
                let body = String(rest[end.upperBound...].utf8.prefix(length)), body.utf8.count == length
            else { break }
            responses.append(RawResponse(status: status, head: head, body: body))
            rest = String(rest[end.upperBound...].utf8.dropFirst(length)) ?? ""
        }
        return responses
    }
    /// The error code, or `nil`.
    var code: Int? { (json["resultInfo"] as? [String: Any])?["code"] as? Int }
    var message: String? { (json["resultInfo"] as? [String: Any])?["message"] as? String }
}

extension RawConnection {
    /// Reads one response.
    func receiveResponse() -> RawResponse? {
        RawResponse.all(in: receive { !RawResponse.all(in: $0).isEmpty }).first
    }
}

extension Sandbox {
    /// Sends bytes on a new connection, closes the sending side, and reads until the sandbox closes the
    /// connection.
    func exchange(_ bytes: [UInt8]) async -> [UInt8] {
        await onConnection { connection in
            connection.send(bytes)
            connection.endSending()
            return connection.receiveAll()
        } ?? []
    }

    /// Runs `body` with a new connection; `nil` if the sandbox does not accept it.
    func onConnection<Value: Sendable>(_ body: @escaping @Sendable (RawConnection) -> Value) async -> Value? {
        let port = port
        return await withCheckedContinuation { continuation in
            // Use a separate thread: the sandbox needs the threads that Swift's tasks share.
            Thread.detachNewThread { continuation.resume(returning: RawConnection(port: port).map(body)) }
        }
    }

    /// Sends a request and reads the response; `nil` if the connection is closed without a response.
    func send(
        _ target: String, method: String = "DELETE", apiKey: String? = Fixture.apiKey,
        signature: String? = nil,
        body: String = ""
    ) async -> RawResponse? {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        if let apiKey { lines.append("X-API-KEY: \(apiKey)") }
        if let signature { lines.append("X-API-SIG: \(signature)") }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        let request = (lines + ["", body]).joined(separator: "\r\n")
        return RawResponse.all(in: await exchange(Array(request.utf8))).first
    }

    /// The signature of a cancel request for this sandbox.
    func signature(_ parameters: [(String, String)], by key: PrivateKey = Fixture.key, baseURL: String? = nil)
        throws -> String
    {
        let request = try SignableRequest(
            method: "DELETE", baseURL: baseURL ?? self.baseURL, path: "/api/v3/order",
            parameters: parameters.map { Parameter($0.0, $0.1) })
        return try key.signature(for: request).hex
    }

    /// Sends a cancel request with a valid signature.
    func cancel(
        _ parameters: [(String, String)], by key: PrivateKey = Fixture.key, apiKey: String = Fixture.apiKey
    ) async throws -> RawResponse? {
        let query = parameters.map { Parameter($0.0, $0.1).percentEncoded }.joined(separator: "&")
        return await send(
            "/api/v3/order?" + query, apiKey: apiKey, signature: try signature(parameters, by: key))
    }

    /// Submits the documented order, or a variant of it, and returns its hash.
    @discardableResult
    func submit(
        storageID: UInt32 = 0, clientOrderID: String = "Test",
        accountID: AccountID = DocumentedOrder.accountID,
        by key: PrivateKey = Fixture.key, apiKey: String = Fixture.apiKey
    ) async throws -> String {
        let json = try DocumentedOrder.submitOrderJSON(
            storageID: storageID, clientOrderID: clientOrderID, accountID: accountID, signedBy: key)
        let response = await send(
            "/api/v3/order", method: "POST", apiKey: apiKey, body: String(decoding: json, as: UTF8.self))
        guard let hash = response?.json["hash"] as? String else { throw NotSubmitted(response: response) }
        return hash
    }

    struct NotSubmitted: Error { let response: RawResponse? }

    /// A client of the account.
    func client() throws -> LoopringClient {
        LoopringClient(
            network: .custom(baseURL: baseURL),
            credentials: Credentials(apiKey: try APIKey(Fixture.apiKey), privateKey: Fixture.key))
    }
}
