// SPDX-License-Identifier: Apache-2.0
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A TCP server on loopback that runs a closure of the test on each connection, HTTP or not.
package final class HostileServer: @unchecked Sendable {
    /// An accepted connection with blocking calls. Each connection has its own thread.
    package struct Connection: Sendable {
        fileprivate let socket: Int32

        /// Reads up to the empty line that ends the head of a request.
        package func readHead() -> String {
            var head: [UInt8] = []
            var byte: UInt8 = 0
            while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(socket, &byte, 1, 0) == 1 {
                head.append(byte)
            }
            return String(decoding: head, as: UTF8.self)
        }

        /// Reads a byte; `nil` if the client has closed the connection.
        package func readByte() -> UInt8? {
            var byte: UInt8 = 0
            return recv(socket, &byte, 1, 0) == 1 ? byte : nil
        }

        /// Writes all bytes. Returns whether the system accepted all of them.
        @discardableResult
        package func write(_ bytes: some Collection<UInt8>) -> Bool {
            let bytes = Array(bytes)
            var sent = 0
            while sent < bytes.count {
                let count = bytes.withUnsafeBytes { buffer in
                    send(socket, buffer.baseAddress! + sent, buffer.count - sent, HostileServer.noSignal)
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }

        package func write(_ text: String) { write(Array(text.utf8)) }

        /// Writes a well-formed response. If `isLast`, it has the header "Connection: close".
        package func respond(_ status: Int, headers: [String] = [], body: String, isLast: Bool = true) {
            let close = isLast ? ["Connection: close"] : []
            let lines =
                ["HTTP/1.1 \(status) Status", "Content-Length: \(body.utf8.count)"] + close + headers + [
                    "", body,
                ]
            write(lines.joined(separator: "\r\n"))
        }

        /// Waits until the client's kernel has acknowledged all written bytes.
        package func waitForAcknowledgement() {
            #if os(Linux)
            var unsent: Int32 = 1
            while ioctl(socket, UInt(TIOCOUTQ), &unsent) == 0, unsent > 0 { usleep(1_000) }
            #else
            usleep(100_000)
            #endif
        }

        /// Makes the following close send RST instead of FIN.
        package func reset() {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }

        /// Waits until the client has closed the connection.
        package func waitForClose() {
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) > 0 {}
        }
    }

    package let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var heads: [String] = []
    private var accepted = 0
    private var isStopped = false
    private let closed = DispatchSemaphore(value: 0)

    /// The base URL of the server.
    package var baseURL: String { "http://127.0.0.1:\(port)" }
    /// The heads of the requests that have arrived.
    package var requests: [String] { lock.withLock { heads } }
    /// How many connections were made.
    package var connections: Int { lock.withLock { accepted } }

    /// Starts a server. It reads the head of one request from each connection, if `readsHeads`. Then it runs
    /// `answer` with the connection and its number, counted from 0, and closes the connection.
    package init(
        readingHeads readsHeads: Bool = true, _ answer: @escaping @Sendable (Connection, Int) -> Void
    ) throws {
        listener = socket(AF_INET, HostileServer.stream, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in
            defer {
                close(listener)
                closed.signal()
            }
            while true {
                var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
                _ = poll(&waiting, 1, 20)
                if lock.withLock({ isStopped }) { return }
                guard waiting.revents != 0 else { continue }
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                let number = lock.withLock {
                    defer { accepted += 1 }; return accepted
                }
                Thread.detachNewThread { [self] in
                    let connection = Connection(socket: socket)
                    if readsHeads {
                        let head = connection.readHead()
                        lock.withLock { heads.append(head) }
                    }
                    answer(connection, number)
                    close(socket)
                }
            }
        }
    }

    /// Stops listening and waits until the port is closed. The accepting thread closes the listener. If this
    /// function closed it, another test could get the same descriptor while the thread still uses it.
    package func stop() {
        lock.withLock { isStopped = true }
        shutdown(listener, Int32(SHUT_RDWR))
        closed.wait()
    }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
    private static let stream = SOCK_STREAM
    private static let noSignal: Int32 = 0
    #endif
}

/// Runs `body` with a server and stops the server afterwards.
package func withServer<Value>(
    readingHeads readsHeads: Bool = true,
    _ answer: @escaping @Sendable (HostileServer.Connection, Int) -> Void,
    body: (HostileServer) async throws -> Value
) async throws -> Value {
    let server = try HostileServer(readingHeads: readsHeads, answer)
    defer { server.stop() }
    return try await body(server)
}
