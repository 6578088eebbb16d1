// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// A server on loopback that reads the head of each request and answers with the same bytes every time, well
/// formed or not.
final class CannedServer: Sendable {
    private let server: HostileServer

    var baseURL: String { server.baseURL }

    /// - Parameter answer: what is sent before the connection is closed; `nil` to send nothing and keep it
    ///   open.
    init(answer: String?) throws {
        server = try HostileServer { connection, _ in
            if let answer { connection.write(answer) } else { connection.waitForClose() }
        }
    }

    deinit { server.stop() }

    /// Runs `body` with the base URL of a port that refuses connections, and that no other test can be given.
    static func withRefusingBaseURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let descriptor = socket(AF_INET, stream, 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
        return try await body("http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))")
    }

    /// A well-formed response.
    static func response(_ status: Int, type: String = "application/json", body: String) -> String {
        "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Connection: close\r\n\r\n\(body)"
    }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
    private static let stream = SOCK_STREAM
    #endif
}
