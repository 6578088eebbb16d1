// SPDX-License-Identifier: Apache-2.0
import Foundation

/// An HTTPS server on loopback, in a separate process. It uses another TLS library than the client: OpenSSL,
/// through Python. It accepts every request, keeps connections open, and reports how many bytes of HTTP it
/// received on each connection.
final class TLSServer {
    private let process = Process()
    private let input = Pipe()
    private let output: FileHandle
    let port: Int

    /// - Parameter maximumVersion: a name of Python's `ssl.TLSVersion`; by default, the newest version.
    init(certificate: URL, key: URL, maximumVersion: String? = nil) throws {
        let output = Pipe()
        self.output = output.fileHandleForReading
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", Self.program, certificate.path, key.path,
            maximumVersion ?? "MAXIMUM_SUPPORTED", acceptedBody,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try self.output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else { throw POSIXError(.EADDRNOTAVAIL) }
        self.port = port
    }

    /// Stops the server. Returns, for each connection, how many bytes of HTTP it received: 0 if the handshake
    /// failed.
    func stop() throws -> [Int] {
        try input.fileHandleForWriting.close()  // the server ends with its standard input
        let rest = try output.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: rest, as: UTF8.self).split(separator: "\n").compactMap { Int($0) }
    }

    private static let program = """
        import socket, ssl, sys, threading
        certificate, key, maximum, body = sys.argv[1:]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        if maximum != "MAXIMUM_SUPPORTED":
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = ssl.TLSVersion[maximum]
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        counts, threads = [], []

        def serve(connection):
            count = len(counts)
            counts.append(0)
            try:
                with context.wrap_socket(connection, server_side=True) as tls:
                    while True:
                        head = b""
                        while b"\\r\\n\\r\\n" not in head:
                            part = tls.recv(65536)
                            if not part:
                                return
                            head += part
                            counts[count] += len(part)
                        tls.sendall(f"HTTP/1.1 200 OK\\r\\nContent-Length: {len(body)}\\r\\n\\r\\n{body}".encode())
            except OSError:
                connection.close()

        def accept():
            while True:
                connection, _ = listener.accept()
                thread = threading.Thread(target=serve, args=(connection,), daemon=True)
                threads.append(thread)
                thread.start()

        threading.Thread(target=accept, daemon=True).start()
        sys.stdin.read()
        for thread in threads:
            thread.join(1)
        for count in counts:
            print(count)
        """
}
