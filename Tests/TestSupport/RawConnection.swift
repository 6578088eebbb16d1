// SPDX-License-Identifier: Apache-2.0
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A TCP connection to a port of this machine. Its calls block. The connection closes when the object is
/// released.
package final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects; `nil` if no program accepts connections on the port.
    package init?(port: UInt16) {
        #if canImport(Glibc)
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        // The timeouts end a test if the sandbox neither answers nor closes.
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let descriptor = descriptor
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { return nil }
    }

    deinit {
        close(descriptor)
    }

    /// Sends `bytes`. Returns whether the system accepted all of them.
    @discardableResult
    package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                systemSend(descriptor, $0.baseAddress! + sent, $0.count - sent)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends a text.
    @discardableResult
    package func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// Closes the sending side, so that the server sees the end of the input.
    package func endSending() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Reads the bytes that have arrived, and waits if no byte has. Empty if the server has closed the
    /// connection.
    package func receiveOnce() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    /// Reads until `isEnough` is true of the received bytes, or until the server closes the connection.
    package func receive(until isEnough: ([UInt8]) -> Bool) -> [UInt8] {
        var reply: [UInt8] = []
        while !isEnough(reply) {
            let more = receiveOnce()
            guard !more.isEmpty else { break }
            reply += more
        }
        return reply
    }

    /// Reads until the server closes the connection.
    package func receiveAll() -> [UInt8] {
        receive { _ in false }
    }
}

/// Calls `send` of the C library; inside the class the method of the same name would hide it. MSG_NOSIGNAL
/// prevents the signal that would end the process if the server has closed the connection.
private func systemSend(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
    #if canImport(Glibc)
    send(descriptor, bytes, count, Int32(MSG_NOSIGNAL))
    #else
    send(descriptor, bytes, count, 0)
    #endif
}
