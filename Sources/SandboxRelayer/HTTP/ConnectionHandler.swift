import Foundation
import NIOCore
import NIOHTTP1

/// The last handler of a connection: gathers a request, has it answered, and writes the answer, one request after
/// the other. `HTTPServerPipelineHandler` before it holds the next request back until this one is answered.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// There is no request.
        case waiting
        /// The body of a request is coming in.
        case reading(HTTPRequestHead)
        /// A request is worked on, or the last answer is being written; what comes in meanwhile is dropped.
        case answering
        /// The last answer is written, and the client is given time to read it: if a connection is closed with
        /// bytes unread, the client may lose the answer (RFC 9112, section 9.6). What comes in is dropped.
        case lingering
    }

    private let exchange: Exchange
    private var state = State.waiting
    private var body = ByteBuffer()
    private var isInputClosed = false
    /// Since when the client has had the turn; `nil` while a request is worked on.
    private var waitingSince: NIODeadline? = .now()
    private var context: ChannelHandlerContext?

    init(exchange: Exchange) {
        self.exchange = exchange
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    // MARK: The request

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), state) {
        case (.head(let head), .waiting):
            state = .reading(head)
            body.clear()
            if let length = head.announcedLength, length > ReceivedRequest.bodyLimit { refuseBody(of: head) }
        case (.body(var part), .reading(let head)):
            if body.readableBytes + part.readableBytes > ReceivedRequest.bodyLimit {
                refuseBody(of: head)
            } else {
                body.writeBuffer(&part)
            }
        case (.end, .reading(let head)):
            answer(
                ReceivedRequest(head, body: Data(body.readableBytesView), isBodyTooLarge: false),
                isLast: !head.isKeepAlive || head.wantsAnotherProtocol, version: head.version)
        default:
            break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            isInputClosed = true
            switch state {
            case .waiting, .reading, .lingering: context.close(promise: nil)
            case .answering: break
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch (error, state) {
        case (HTTPParserError.headerOverflow, .waiting):
            refuse("the head of the request is larger than \(HTTPServer.headLimit) bytes", httpStatus: 431)
        case (let error as HTTPParserError, .waiting), (let error as HTTPParserError, .reading):
            refuse("this is not an HTTP request (\(error))", httpStatus: 400)
        case (is HTTPParserError, _), (is ByteToMessageDecoderError, _):
            // What follows the last request is dropped, whatever it is.
            break
        default:
            context.close(promise: nil)
        }
    }

    // MARK: Time

    /// Whether the client has had the turn since `instant` or longer.
    func isWaiting(since instant: NIODeadline) -> Bool {
        waitingSince.map { $0 <= instant } ?? false
    }

    /// Gives the client up.
    func timeOut() {
        if case .reading = state {
            refuse("the request did not come to its end in time", httpStatus: 408)
        } else {
            context?.close(promise: nil)
        }
    }

    // MARK: The answer

    private func answer(_ request: ReceivedRequest, isLast: Bool, version: HTTPVersion = .http1_1) {
        guard let context else { return }
        state = .answering
        waitingSince = nil
        context.eventLoop.makeFutureWithTask { [exchange] in await exchange.answer(request) }
            .assumeIsolated().whenSuccess { answer in
                self.write(answer, isLast: isLast, version: version, withoutBody: request.method == "HEAD")
            }
    }

    /// Answers a request without reading the rest of its body.
    private func refuseBody(of head: HTTPRequestHead) {
        answer(ReceivedRequest(head, body: Data(), isBodyTooLarge: true), isLast: true)
    }

    /// Answers what is not a whole request, and ends the connection.
    private func refuse(_ message: String, httpStatus: Int) {
        let refusal = Refusal(.invalidArgument, message, httpStatus: httpStatus)
        let answer =
            if case .reading(let head) = state {
                exchange.refuse(refusal, method: head.method.rawValue, target: head.uri)
            } else {
                exchange.refuse(refusal)
            }
        state = .answering
        write(answer, isLast: true)
    }

    private func write(
        _ answer: Answer, isLast: Bool, version: HTTPVersion = .http1_1, withoutBody: Bool = false
    ) {
        // The connection may have gone meanwhile.
        guard let context else { return }
        let isLast = isLast || isInputClosed
        var headers = HTTPHeaders()
        if isLast {
            headers.add(name: "Connection", value: "close")
        } else if version == .http1_0 {
            headers.add(name: "Connection", value: "keep-alive")
        }
        headers.add(name: "Content-Length", value: String(answer.body.count))
        headers.add(contentsOf: answer.headers)
        let head = HTTPResponseHead(
            version: .http1_1, status: HTTPResponseStatus(statusCode: answer.status), headers: headers)

        waitingSince = .now()
        // Writing the end lets the next request in.
        if !isLast { state = .waiting }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !withoutBody {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        }
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if isLast { written.assumeIsolated().whenComplete { _ in self.linger() } }
    }

    /// Ends the connection, on this side at once and on the other when the client does, or after its time.
    private func linger() {
        state = .lingering
        context?.close(mode: isInputClosed ? .all : .output, promise: nil)
    }
}

extension HTTPRequestHead {
    /// The value of Content-Length, which the decoder has checked.
    fileprivate var announcedLength: UInt64? {
        headers.first(name: "Content-Length").flatMap(UInt64.init)
    }

    /// Whether the decoder takes what follows for another protocol than HTTP/1.1, and drops it.
    fileprivate var wantsAnotherProtocol: Bool {
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
