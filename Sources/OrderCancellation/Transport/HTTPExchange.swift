import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS
import RequestCanonicalization

/// One request on its way: whoever finishes it first decides the result, be it the last byte of the response, an
/// error, the timer or a cancellation. The caller then goes on at once, and the connection is closed.
///
/// All of it but ``response`` is used on ``eventLoop`` alone, which is what makes it safe to share.
final class HTTPExchange: @unchecked Sendable {
    let eventLoop: any EventLoop
    /// The response, or a `TransportFailure`.
    var response: EventLoopFuture<TransportResponse> { promise.futureResult }
    let bodyLimit: Int
    private(set) var isOver = false

    private let promise: EventLoopPromise<TransportResponse>
    private var timer: Scheduled<Void>?
    /// One channel for each address that a connection is tried to; all but one are closed by the connector.
    private var channels: [any Channel] = []

    init(bodyLimit: Int, on eventLoop: any EventLoop) {
        self.bodyLimit = bodyLimit
        self.eventLoop = eventLoop
        promise = eventLoop.makePromise()
    }

    /// Starts the timer for everything.
    func endAfter(_ timeout: Duration) {
        guard !isOver else { return }
        let time = TimeAmount(max(.zero, min(timeout, .seconds(1_000_000))))
        timer = eventLoop.scheduleTask(in: time) { self.finish(.failure(TransportFailure(.timedOut))) }
    }

    /// Takes a channel that is about to connect.
    ///
    /// - Throws: `CancellationError` where the round trip is over, so that no other address is tried.
    func adopt(_ channel: any Channel) throws {
        guard !isOver else { throw CancellationError() }
        channels.append(channel)
    }

    func finish(_ result: Result<TransportResponse, TransportFailure>) {
        eventLoop.preconditionInEventLoop()
        guard !isOver else { return }
        isOver = true
        timer?.cancel()
        promise.completeWith(result.mapError { $0 })
        for channel in channels { channel.close(promise: nil) }
        channels = []
    }
}

/// The last handler of a connection: sends the request once it is clear who the other side is, gathers the
/// response, and gives it up where it grows too large or breaks off.
final class HTTPExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: TransportRequest
    private let destination: Destination
    private let httpExchange: HTTPExchange
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(sending request: TransportRequest, to destination: Destination, for httpExchange: HTTPExchange) {
        self.request = request
        self.destination = destination
        self.httpExchange = httpExchange
    }

    // MARK: The request

    func channelActive(context: ChannelHandlerContext) {
        if !destination.isSecure { send(context) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            if destination.isAddress || hasCertificateForName(context) {
                send(context)
            } else {
                let why = "the certificate is not for \(destination.host)"
                httpExchange.finish(.failure(TransportFailure(.insecure, detail: why)))
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func hasCertificateForName(_ context: ChannelHandlerContext) -> Bool {
        let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
        return certificate?.isForHost(named: destination.host) ?? false
    }

    private func send(_ context: ChannelHandlerContext) {
        guard !httpExchange.isOver else { return }
        var fields = HTTPHeaders([("Host", destination.authority), ("User-Agent", "loopring-signatures")])
        for field in request.headers.fields { fields.add(name: field.name, value: field.value) }
        if let body = request.body { fields.add(name: "Content-Length", value: String(body.count)) }
        fields.add(name: "Connection", value: "close")
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: destination.target,
            headers: fields)
        write(.head(head), context)
        if let body = request.body { write(.body(.byteBuffer(ByteBuffer(bytes: body))), context) }
        write(.end(nil), context)
        context.flush()
    }

    private func write(_ part: HTTPClientRequestPart, _ context: ChannelHandlerContext) {
        // A header that cannot be sent as it stands is refused here.
        context.write(wrapOutboundOut(part)).assumeIsolated().whenFailure {
            self.httpExchange.finish(.failure(TransportFailure($0)))
        }
    }

    // MARK: The response

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !httpExchange.isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            if let length = head.headers.first(name: "Content-Length").flatMap(Int.init) { expect(length) }
        case .body(let part):
            expect(body.count + part.readableBytes)
            if !httpExchange.isOver { body.append(contentsOf: part.readableBytesView) }
        case .end:
            guard let head else { return }
            let headers = HeaderFields(head.headers.lazy.map { ($0.name, $0.value) })
            httpExchange.finish(
                .success(TransportResponse(status: Int(head.status.code), headers: headers, body: body)))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        httpExchange.finish(.failure(TransportFailure(error)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        httpExchange.finish(.failure(TransportFailure(.connectionLost)))
        context.fireChannelInactive()
    }

    /// Gives up a response whose body has or announces more than the limit.
    private func expect(_ length: Int) {
        guard length > httpExchange.bodyLimit else { return }
        httpExchange.finish(.failure(TransportFailure(.responseTooLarge(limit: httpExchange.bodyLimit))))
    }
}

/// Where a request goes and what its request line says, taken out of its URL as it stands.
struct Destination: Equatable {
    /// Whether the connection is to be encrypted.
    let isSecure: Bool
    /// A name or an address; an IPv6 address has no brackets here.
    let host: String
    /// Whether the host is an IPv4 or IPv6 address.
    var isAddress: Bool { (try? SocketAddress(ipAddress: host, port: port)) != nil }
    let port: Int
    /// The value of the Host header (RFC 9112, section 3.2): the host as it is written, and a port if one is.
    let authority: String
    /// The request target in origin form (RFC 9112, section 3.2.1).
    let target: String

    /// - Parameter url: an http or https URL with or without a query.
    /// - Throws: `TransportFailure` of kind `other` where the URL cannot be sent as it stands.
    init(url: String) throws(TransportFailure) {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let query = parts.count == 2 ? "?" + parts[1] : ""
        guard let base = try? RequestURL(String(parts[0])),
            query.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "#") })
        else { throw TransportFailure(.other, detail: "the URL cannot be sent as it stands") }
        isSecure = base.scheme == "https"
        host = base.host.hasPrefix("[") ? String(base.host.dropFirst().dropLast()) : base.host
        port = base.port ?? (isSecure ? 443 : 80)
        authority = base.host + (base.port.map { ":\($0)" } ?? "")
        target = (base.path.isEmpty ? "/" : base.path) + query
    }
}

extension NIOSSLCertificate {
    /// Whether one of the DNS names of the certificate is the name of the host, or is a wildcard for it, "*" in
    /// the place of the whole first label (RFC 9525, section 6.3).
    ///
    /// SwiftNIO has verified the certificate and its names by then. But where a name was asked for, it is also
    /// content with a certificate for the *address* that the name led to. Somebody who can answer for the DNS of
    /// the exchange, and has a valid certificate for the address of his own server, would pass.
    func isForHost(named host: String) -> Bool {
        let host = host.lowercased()
        let parent = host.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).dropFirst()
            .first
        return _subjectAlternativeNames().contains { name in
            guard name.nameType == .dnsName else { return false }
            let pattern = String(decoding: name.contents, as: UTF8.self).lowercased()
            return pattern == host || parent.map { pattern == "*.\($0)" } ?? false
        }
    }
}
