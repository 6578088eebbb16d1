// SPDX-License-Identifier: Apache-2.0
#if Client
import AsyncHTTPClient
import Foundation
import LoopringOrders
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import RequestCanonicalization

/// HTTP/1.1 by async-http-client, with TLS 1.2 or newer for https.
///
/// Connections are kept and reused: a call on a connection that exists costs one round trip and no handshake.
/// The transport follows no redirect, repeats no request, decompresses nothing, and keeps no cookies. It does
/// not read the proxy variables of the environment (`https_proxy` and the like): it always connects to the
/// host of the URL.
public final class AsyncHTTPClientTransport: HTTPTransport {
    /// The largest body that is read: 1 MiB. The documented answers are below 1 KiB.
    public static let bodyLimit = 1 << 20
    /// The time limit for a connection and its TLS handshake.
    static let connectionTimeout = TimeAmount.seconds(10)

    private let trustRoots: NIOSSLTrustRoots
    /// One client for each host, because each client checks certificates against its host's name.
    private let clients = NIOLockedValueBox<[String: HTTPClient]>([:])

    /// A transport that trusts the certificate authorities of the system.
    public convenience init() { self.init(trustRoots: .default) }

    /// A transport that trusts only `trustRoots`.
    init(trustRoots: NIOSSLTrustRoots) {
        self.trustRoots = trustRoots
    }

    deinit {
        // Close the idle connections, without waiting.
        for client in clients.withLockedValue(\.values) { client.shutdown { _ in } }
    }

    /// Sends a request; see ``HTTPTransport``.
    public func send(_ request: TransportRequest) async throws(TransportFailure) -> TransportResponse {
        guard !Task.isCancelled else { throw TransportFailure(.cancelled) }
        let url = try Self.checkedURL(request.url)
        let authority = url.host + (url.port.map { ":\($0)" } ?? "")
        var message = HTTPClientRequest(url: request.url)
        message.method = .init(rawValue: request.method)
        message.headers = ["Host": authority, "User-Agent": "loopring-signatures"]
        for field in request.headers.fields { message.headers.add(name: field.name, value: field.value) }
        if let body = request.body { message.body = .bytes(body) }
        do {
            // The caller's task ends the request. The library requires a timeout, so this one is longer than
            // any caller waits.
            let response = try await client(for: url.host).execute(message, timeout: .hours(24))
            let body = try await response.body.collect(upTo: Self.bodyLimit)
            return TransportResponse(
                status: Int(response.status.code),
                headers: HeaderFields(response.headers.lazy.map { ($0.name, $0.value) }),
                body: Array(body.readableBytesView))
        } catch {
            throw TransportFailure(error)
        }
    }

    /// An http or https URL, which may have a query, without its query.
    ///
    /// - Throws: `TransportFailure` of kind `other` if a URL parser would change the URL, for example encode
    ///   a character. The signature covers the URL as it is written, so it must be sent unchanged.
    private static func checkedURL(_ url: String) throws(TransportFailure) -> RequestURL {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let base = try? RequestURL(String(parts.first ?? "")), !url.utf8.contains(UInt8(ascii: "#")),
            let parsed = URL(string: url), parsed.absoluteString.utf8.elementsEqual(url.utf8)
        else { throw TransportFailure(.other, detail: "the URL cannot be sent unchanged") }
        return base
    }

    private func client(for host: String) -> HTTPClient {
        clients.withLockedValue { clients in
            if let client = clients[host] { return client }
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.minimumTLSVersion = .tlsv12
            tls.trustRoots = trustRoots
            var configuration = HTTPClient.Configuration(
                tlsConfiguration: tls, redirectConfiguration: .disallow,
                timeout: .init(connect: Self.connectionTimeout), decompression: .disabled)
            configuration.httpVersion = .http1Only
            configuration.connectionPool.retryConnectionEstablishment = false
            configuration.http1_1ConnectionDebugInitializer = { Self.checkCertificate(of: $0, for: host) }
            let client = HTTPClient(
                eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
            clients[host] = client
            return client
        }
    }

    // MARK: The name in the certificate

    /// Fails a new connection if the certificate is not for the host's name. It runs before the first
    /// request.
    ///
    /// SwiftNIO has already verified the certificate. But for a URL with a host name, SwiftNIO also accepts a
    /// certificate for the *address* to which the name resolved. An attacker who controls the exchange's DNS,
    /// and has a valid certificate for the address of the attacker's server, would pass that check.
    private static func checkCertificate(of channel: any Channel, for host: String) -> EventLoopFuture<Void> {
        let isAddress = host.hasPrefix("[") || (try? SocketAddress(ipAddress: host, port: 0)) != nil
        let tls = try? channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self)
        guard tls != nil, !isAddress else { return channel.eventLoop.makeSucceededVoidFuture() }
        let certificate = try? channel.pipeline.syncOperations.nioSSL_peerCertificate()
        guard certificate.map({ names($0, include: host.lowercased()) }) ?? false else {
            // Close the connection after the library has received the failure.
            channel.eventLoop.execute { channel.close(promise: nil) }
            let why = "the certificate is not for \(host)"
            return channel.eventLoop.makeFailedFuture(TransportFailure(.insecure, detail: why))
        }
        return channel.eventLoop.makeSucceededVoidFuture()
    }

    /// Whether one of the certificate's DNS names is the host's name, or a wildcard that matches it. A
    /// wildcard is "*" as the whole first label (RFC 9525, section 6.3).
    static func names(_ certificate: NIOSSLCertificate, include host: String) -> Bool {
        let parent = host.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
            .first
        return certificate._subjectAlternativeNames().contains { name in
            guard name.nameType == .dnsName else { return false }
            let pattern = String(decoding: name.contents, as: UTF8.self).lowercased()
            return pattern == host || parent.map { pattern == "*.\($0)" } ?? false
        }
    }
}

// MARK: - Failures

extension TransportFailure {
    /// The failure that an error of async-http-client or SwiftNIO means.
    init(_ error: any Error) {
        switch error {
        case let failure as TransportFailure:
            self = failure
        case is CancellationError:
            self.init(.cancelled)
        case let error as HTTPClientError:
            switch error {
            case .cancelled: self.init(.cancelled)
            case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .deadlineExceeded:
                self.init(.timedOut)
            case .remoteConnectionClosed, .uncleanShutdown: self.init(.connectionLost)
            // The long description contains header fields, which may be secret.
            default: self.init(.other, detail: error.shortDescription)
            }
        case let error as NIOConnectionError where error.connectionErrors.isEmpty:
            self.init(.hostNotFound, detail: error.host)
        case let error as NIOConnectionError:
            // No connection to any address of the host succeeded. The first failure is described.
            let first = TransportFailure(error.connectionErrors[0].error)
            self.init(first.kind == .connectionLost ? .connectionRefused : first.kind, detail: first.detail)
        case let error as IOError:
            // ECONNREFUSED occurs only while connecting. The other codes also occur on open connections.
            let kind = error.errnoCode == ECONNREFUSED ? Kind.connectionRefused : .connectionLost
            self.init(kind, detail: String(cString: strerror(error.errnoCode)))
        case is NIOTooManyBytesError:
            self.init(.responseTooLarge(limit: AsyncHTTPClientTransport.bodyLimit))
        case NIOSSLError.uncleanShutdown:
            self.init(.connectionLost, detail: "without a TLS closing message")
        case NIOSSLError.handshakeFailed(.sslError(let errors)) where errors.contains(.eofDuringHandshake):
            self.init(.connectionLost, detail: "during the TLS handshake")
        case NIOSSLError.handshakeFailed(.sslError(let errors)):
            self.init(
                .insecure, detail: errors.map { TransportFailure.reason("\($0)") }.joined(separator: ", "))
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.insecure, detail: "\(error)")
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection:
            self.init(.connectionLost)
        case is HTTPParserError, is NIOHTTPDecoderError:
            self.init(.notHTTP, detail: "\(error)")
        case let error as ChannelError:
            self.init(.connectionLost, detail: "\(error)")
        default:
            self.init(.other, detail: "\(error)")
        }
    }

    /// The part of a BoringSSL error that names the problem: "certificate verify failed" for "Error:
    /// 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at FILE:LINE".
    private static func reason(_ description: String) -> String {
        let words = description.components(separatedBy: " at ")[0].split(separator: ":").last ?? ""
        return words.lowercased().replacingOccurrences(of: "_", with: " ")
    }
}

extension LoopringClient {
    /// A client that sends its requests with ``AsyncHTTPClientTransport``. It requires the package's trait
    /// Client, which is on by default. The initializer that takes a transport has more parameters.
    public init(
        network: LoopringNetwork, credentials: Credentials, retryPolicy: RetryPolicy = RetryPolicy()
    ) {
        self.init(
            network: network, credentials: credentials, retryPolicy: retryPolicy,
            transport: AsyncHTTPClientTransport())
    }
}
#endif
