import EdDSA
import Foundation
import OrderCancellation
import RequestCanonicalization
import RequestSigning
import SandboxRelayer

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Two accounts whose keys every test knows. Making a key costs a multiplication, hence once.
enum Fixture {
    static let key = try! PrivateKey(
        hex: "0x0000000000000000000000000000000000000000000000000000000000001234")
    static let otherKey = try! PrivateKey(
        hex: "0x0000000000000000000000000000000000000000000000000000000000005678")
    static let apiKey = "api-key-of-10029"
    static let otherAPIKey = "api-key-of-2"

    static let account = Account(
        id: DocumentedOrder.accountID, apiKey: try! APIKey(apiKey), publicKey: key.publicKey)
    static let otherAccount = Account(
        id: AccountID(2), apiKey: try! APIKey(otherAPIKey), publicKey: otherKey.publicKey)
}

/// Runs `body` with a sandbox that knows both accounts and has no rate limit.
func withSandbox<Value>(
    callsPerSecond: Int? = nil, time: any TimeSource = SystemTime(), signedBaseURL: String? = nil,
    onAnswer: @escaping @Sendable (SandboxEvent) -> Void = { _ in },
    _ body: (SandboxRelayer) async throws -> Value
) async throws -> Value {
    let sandbox = try await SandboxRelayer.start(
        accounts: [Fixture.account, Fixture.otherAccount], signedBaseURL: signedBaseURL,
        callsPerSecond: callsPerSecond,
        // Other tests may keep the threads of the pool busy for long.
        requestTimeout: .seconds(3_600), time: time, onAnswer: onAnswer)
    do {
        let value = try await body(sandbox)
        await sandbox.stop()
        return value
    } catch {
        await sandbox.stop()
        throw error
    }
}

/// A response, as much of it as the tests look at.
struct RawResponse: Equatable {
    let status: Int
    let head: String
    let body: String

    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]) ?? [:]
    }
    /// The error code, or `nil`.
    var code: Int? { (json["resultInfo"] as? [String: Any])?["code"] as? Int }
    var message: String? { (json["resultInfo"] as? [String: Any])?["message"] as? String }
}

extension SandboxRelayer {
    /// Sends bytes on a connection of their own and reads until the other side closes it.
    func exchange(_ bytes: [UInt8]) async -> [UInt8] {
        let port = port
        return await withCheckedContinuation { continuation in
            // Not on the threads that Swift's tasks share, which the sandbox needs.
            Thread.detachNewThread { continuation.resume(returning: blockingExchange(bytes, port: port)) }
        }
    }

    /// Sends a request and reads the response; `nil` where the connection is closed without one.
    func send(
        _ target: String, method: String = "DELETE", apiKey: String? = Fixture.apiKey,
        signature: String? = nil,
        body: String = ""
    ) async -> RawResponse? {
        var lines = ["\(method) \(target) HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        if let apiKey { lines.append("X-API-KEY: \(apiKey)") }
        if let signature { lines.append("X-API-SIG: \(signature)") }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        let reply = await exchange(Array((lines + ["", body]).joined(separator: "\r\n").utf8))
        let text = String(decoding: reply, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"),
            let status = Int(text.split(separator: " ").dropFirst().first ?? "")
        else { return nil }
        return RawResponse(
            status: status, head: String(text[..<end.lowerBound]), body: String(text[end.upperBound...]))
    }

    /// The signature of a cancel request for this sandbox.
    func signature(_ parameters: [(String, String)], by key: PrivateKey = Fixture.key, baseURL: String? = nil)
        throws -> String
    {
        let request = try Request(
            method: "DELETE", baseURL: baseURL ?? self.baseURL, path: "/api/v3/order",
            parameters: parameters.map { Parameter($0.0, $0.1) })
        return try key.signature(for: request).hex
    }

    /// Sends a cancel request that is signed as it should be.
    func cancel(
        _ parameters: [(String, String)], by key: PrivateKey = Fixture.key, apiKey: String = Fixture.apiKey
    ) async throws -> RawResponse? {
        let query = parameters.map { Parameter($0.0, $0.1).percentEncoded }.joined(separator: "&")
        return await send(
            "/api/v3/order?" + query, apiKey: apiKey, signature: try signature(parameters, by: key))
    }

    /// Submits the documented order, or one like it, and returns its hash.
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

private func blockingExchange(_ bytes: [UInt8], port: UInt16) -> [UInt8] {
    #if canImport(Glibc)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let flags = Int32(MSG_NOSIGNAL)
    #else
    let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    let flags: Int32 = 0
    #endif
    defer { close(descriptor) }
    // A sandbox that neither answers nor closes must not hang a test.
    var patience = timeval(tv_sec: 600, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isConnected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
    guard isConnected else { return [] }
    var sent = 0
    while sent < bytes.count {
        let count = bytes.withUnsafeBytes {
            systemSend(descriptor, $0.baseAddress! + sent, $0.count - sent, flags)
        }
        guard count > 0 else { break }
        sent += count
    }
    shutdown(descriptor, Int32(SHUT_WR))
    var reply: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return reply }
        reply += buffer[..<count]
    }
}

/// A clock that stands still until it is told otherwise.
final class StoppedTime: TimeSource, @unchecked Sendable {
    private let lock = NSLock()
    private var instant: Duration = .seconds(100)

    var now: Duration { lock.withLock { instant } }
    var date: Date { Date(timeIntervalSince1970: 1_700_000_000) }
    func advance(by duration: Duration) { lock.withLock { instant += duration } }
    func sleep(until instant: Duration) async throws {
        lock.withLock { self.instant = max(self.instant, instant) }
    }
}

/// A list that tasks share.
final class Collected<Element: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var list: [Element] = []

    var elements: [Element] { lock.withLock { list } }
    func append(_ element: Element) { lock.withLock { list.append(element) } }
}

/// `send` of the C library, which a method of the sandbox would hide.
private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int, _ flags: Int32) -> Int {
    send(descriptor, bytes, count, flags)
}
