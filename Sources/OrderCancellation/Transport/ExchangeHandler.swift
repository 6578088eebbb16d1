import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// The last handler of a connection: sends the request once it is clear who the other side is, gathers the
/// response, and gives it up where it grows too large or breaks off.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let request: TransportRequest
    private let destination: Destination
    private let exchange: Exchange
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(sending request: TransportRequest, to destination: Destination, for exchange: Exchange) {
        self.request = request
        self.destination = destination
        self.exchange = exchange
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
                exchange.finish(.failure(TransportFailure(.insecure, detail: why)))
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func hasCertificateForName(_ context: ChannelHandlerContext) -> Bool {
        let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()
        return certificate?.isForHost(named: destination.host) ?? false
    }

    private func send(_ context: ChannelHandlerContext) {
        guard !exchange.isOver else { return }
        var fields = HTTPHeaders([("Host", destination.authority), ("User-Agent", "loopring-signatures")])
        for (name, value) in request.headers.sorted(by: { $0.key < $1.key }) {
            fields.add(name: name, value: value)
        }
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
            self.exchange.finish(.failure(TransportFailure($0)))
        }
    }

    // MARK: The response

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !exchange.isOver else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            if let length = head.headers.first(name: "Content-Length").flatMap(Int.init) { expect(length) }
        case .body(let part):
            expect(body.count + part.readableBytes)
            if !exchange.isOver { body.append(contentsOf: part.readableBytesView) }
        case .end:
            guard let head else { return }
            let headers = Dictionary(
                head.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first }
            )
            exchange.finish(
                .success(TransportResponse(status: Int(head.status.code), headers: headers, body: body)))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        exchange.finish(.failure(TransportFailure(error)))
    }

    func channelInactive(context: ChannelHandlerContext) {
        exchange.finish(.failure(TransportFailure(.connectionLost)))
        context.fireChannelInactive()
    }

    /// Gives up a response whose body has or announces more than the limit.
    private func expect(_ length: Int) {
        guard length > exchange.bodyLimit else { return }
        exchange.finish(.failure(TransportFailure(.responseTooLarge(limit: exchange.bodyLimit))))
    }
}
