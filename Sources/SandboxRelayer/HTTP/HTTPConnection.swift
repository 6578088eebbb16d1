import Foundation
import NIOCore
import NIOHTTP1

/// The last handler of a connection: gathers the parts of a request, hands it on when it is whole, and writes the
/// response. What is not a whole request within its bounds and its time is refused here.
///
/// `HTTPServerPipelineHandler` before it holds everything that follows a request, errors included, back until that
/// request is answered.
final class HTTPConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = ReceivedRequest
    typealias OutboundIn = SentResponse
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// There is no request, or a part of its head.
        case waiting
        /// The body of a request is coming in.
        case reading(HTTPRequestHead)
        /// A request is worked on, or the last response is being written; what comes in meanwhile is dropped.
        case responding(to: HTTPRequestHead?)
        /// The last response is written, and the client is given time to read it: where a connection is closed with
        /// bytes unread, the client may lose the response (RFC 9112, section 9.6). What comes in is dropped.
        case lingering
    }

    /// How long a connection lingers.
    private static let lingering = TimeAmount.seconds(2)

    private let exchange: Exchange
    private let timeout: TimeAmount
    private var state = State.waiting
    private var body = ByteBuffer()
    /// Whether the response that is due ends the connection.
    private var isLast = false
    private var isInputClosed = false
    /// When something was last done: a request received, a response written.
    private var progress = NIODeadline.now()
    private var timer: Scheduled<Void>?
    private var context: ChannelHandlerContext?

    /// A connection that refuses in the name of `exchange`, and gives its client `timeout` for each request, and for
    /// reading each response.
    init(exchange: Exchange, timeout: Duration) {
        self.exchange = exchange
        // TimeAmount is of 64 bits.
        self.timeout = TimeAmount(max(.zero, min(timeout, .seconds(1_000_000))))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        watch(for: timeout)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        self.context = nil
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .waiting):
            state = .reading(head)
            body.clear()
            if let length = head.announcedLength, length > ReceivedRequest.bodyLimit {
                handOn(head, isBodyTooLarge: true)
            } else if head.headers[canonicalForm: "Expect"].contains("100-continue") {
                let interim = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(interim)), promise: nil)
            }
        case (.body(var part), .reading(let head)):
            if body.readableBytes + part.readableBytes > ReceivedRequest.bodyLimit {
                handOn(head, isBodyTooLarge: true)
            } else {
                body.writeBuffer(&part)
            }
        case (.end, .reading(let head)):
            handOn(head, isBodyTooLarge: false)
        default:
            break
        }
    }

    /// Hands a request on. Of a body that is too large, the rest is not waited for.
    private func handOn(_ head: HTTPRequestHead, isBodyTooLarge: Bool) {
        state = .responding(to: head)
        progress = .now()
        isLast = isBodyTooLarge || !head.isKeepAlive || head.asksForAnotherProtocol
        let body = isBodyTooLarge ? Data() : Data(body.readableBytesView)
        context?.fireChannelRead(
            wrapInboundOut(ReceivedRequest(head, body: body, isBodyTooLarge: isBodyTooLarge)))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event else {
            return context.fireUserInboundEventTriggered(event)
        }
        isInputClosed = true
        switch state {
        case .waiting, .reading, .lingering: context.close(promise: nil)
        // A client that sends no more requests may still wait for this response.
        case .responding: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (error, state) {
        case (HTTPParserError.headerOverflow, .waiting):
            refuse(
                "the head of the request has more than \(HTTPServer.headLimit) bytes or "
                    + "\(HTTPServer.fieldLimit) fields", httpStatus: 431)
        case (HTTPParserError.invalidVersion, .waiting):
            refuse("this server speaks HTTP/1.1 and HTTP/1.0", httpStatus: 505)
        case (let error as HTTPParserError, .waiting), (let error as HTTPParserError, .reading):
            refuse("this is not an HTTP request (\(error))", httpStatus: 400)
        case (is HTTPParserError, _), (is ByteToMessageDecoderError, _):
            // What follows the last request is dropped, whatever it is.
            break
        default:
            context.close(promise: nil)
        }
    }

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let response = unwrapOutboundIn(data)
        guard case .responding(let request) = state else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        let isLast = isLast || isInputClosed
        var headers: HTTPHeaders = ["Content-Length": String(response.body.count)]
        if isLast {
            headers.add(name: "Connection", value: "close")
        } else if request?.version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        headers.add(contentsOf: response.headers)
        let status = HTTPResponseStatus(statusCode: response.status)
        progress = .now()
        // Writing the end lets the next request in.
        if !isLast { state = .waiting }
        context.write(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))),
            promise: nil)
        if request?.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        }
        let written = promise ?? context.eventLoop.makePromise()
        if isLast { written.futureResult.assumeIsolated().whenComplete { _ in self.linger() } }
        context.write(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Answers what is not a whole request, and ends the connection.
    private func refuse(_ message: String, httpStatus: Int) {
        // Of a connection that is closed within a request, the decoder complains as well.
        guard let context, context.channel.isActive else { return }
        let refusal = Refusal(.invalidArgument, message, httpStatus: httpStatus)
        let response: SentResponse
        if case .reading(let head) = state {
            response = exchange.refuse(refusal, method: head.method.rawValue, target: head.uri)
        } else {
            response = exchange.refuse(refusal)
        }
        state = .responding(to: nil)
        isLast = true
        write(context: context, data: NIOAny(response), promise: nil)
        context.flush()
    }

    /// Ends the connection, on this side at once and on the other when the client does, or after its time.
    private func linger() {
        guard let context else { return }
        state = .lingering
        if isInputClosed { return context.close(promise: nil) }
        context.close(mode: .output, promise: nil)
        watch(for: Self.lingering)
        // What a client is still sending must be read, or it may never come to reading its response.
        context.read()
    }

    // MARK: Time

    private func watch(for time: TimeAmount) {
        timer?.cancel()
        timer = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { self.timeIsUp() }
    }

    /// Gives the client up, if it is the client's turn and has been for all of its time.
    private func timeIsUp() {
        guard let context else { return }
        let isClientsTurn: Bool
        switch state {
        case .lingering: return context.close(promise: nil)
        case .waiting, .reading: isClientsTurn = true
        // A client that does not read its responses.
        case .responding: isClientsTurn = !context.channel.isWritable
        }
        let rest = progress + timeout - .now()
        if !isClientsTurn || rest > .zero { return watch(for: isClientsTurn ? rest : timeout) }
        if case .reading = state {
            refuse("the request did not come to its end in time", httpStatus: 408)
        } else {
            context.close(promise: nil)
        }
    }
}

extension HTTPRequestHead {
    /// The value of Content-Length, which the decoder has checked.
    fileprivate var announcedLength: UInt64? {
        headers.first(name: "Content-Length").flatMap(UInt64.init)
    }

    /// Whether the decoder takes what follows for another protocol than HTTP/1.1, and drops it.
    fileprivate var asksForAnotherProtocol: Bool {
        method == .CONNECT || headers.contains(name: "Upgrade")
    }
}

extension ReceivedRequest {
    /// A request as the decoder hands it over. Of a header that occurs more than once, the values are joined, as
    /// RFC 9110, section 5.3, has it.
    fileprivate init(_ head: HTTPRequestHead, body: Data, isBodyTooLarge: Bool) {
        func header(_ name: String) -> String? {
            let values = head.headers[name]
            return values.isEmpty ? nil : values.joined(separator: ", ")
        }
        self.init(
            method: head.method.rawValue, target: head.uri, apiKey: header("X-API-KEY"),
            signature: header("X-API-SIG"), body: body, isBodyTooLarge: isBodyTooLarge)
    }
}
