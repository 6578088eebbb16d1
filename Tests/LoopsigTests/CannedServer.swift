import Foundation

/// A server on loopback that reads the head of each request and answers with the same bytes every time, well
/// formed or not.
final class CannedServer: Sendable {
    let port: UInt16
    private let listener: Int32

    var baseURL: String { "http://127.0.0.1:\(port)" }

    /// - Parameter answer: what is sent before the connection is closed; `nil` to say nothing and to hold on.
    init(answer: String?) throws {
        let (listener, port) = try CannedServer.boundSocket()
        guard listen(listener, 16) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        self.port = port
        Thread.detachNewThread {
            var silent: [Int32] = []
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                CannedServer.readHead(connection)
                guard let answer else {
                    silent.append(connection)
                    continue
                }
                _ = Array(answer.utf8).withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, CannedServer.noSignal)
                }
                close(connection)
            }
            for connection in silent { close(connection) }
            // Closed here and not in deinit: by then the thread might accept on a descriptor that is another
            // server's.
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Runs `body` with the base URL of a port that nobody listens on, and that no other test can be given.
    static func withRefusingBaseURL<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let (descriptor, port) = try boundSocket()
        defer { close(descriptor) }
        return try await body("http://127.0.0.1:\(port)")
    }

    private static func boundSocket() throws -> (descriptor: Int32, port: UInt16) {
        let descriptor = socket(AF_INET, stream, 0)
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
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// A well-formed response.
    static func response(_ status: Int, type: String = "application/json", body: String) -> String {
        "HTTP/1.1 \(status) Status\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func readHead(_ connection: Int32) {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(connection, &byte, 1, 0) == 1 {
            head.append(byte)
        }
    }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
    private static let stream = SOCK_STREAM
    private static let noSignal: Int32 = 0
    #endif
}
