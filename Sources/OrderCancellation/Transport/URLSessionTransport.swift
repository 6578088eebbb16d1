import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// `URLSession` with everything off that a signed call has no use for: redirects, cookies, caches, stored
/// credentials. The body is read as it arrives and given up beyond a limit, and the timeout is for the whole
/// exchange, so that a server which drips one byte at a time cannot hold a call.
public final class URLSessionTransport: HTTPTransport {
    /// The largest body that is read by default: 1 MiB. The documented answers are below 1 KiB.
    public static let defaultBodyLimit = 1 << 20

    private let session: URLSession
    private let delegate: SessionDelegate
    private let bodyLimit: Int

    /// A transport with connections of its own.
    ///
    /// - Parameter bodyLimit: the largest response body, in bytes.
    public init(bodyLimit: Int = URLSessionTransport.defaultBodyLimit) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        configuration.urlCredentialStorage = nil
        configuration.httpAdditionalHeaders = ["User-Agent": "loopring-signatures"]
        self.bodyLimit = bodyLimit
        delegate = SessionDelegate()
        session = URLSession(
            configuration: configuration, delegate: delegate, delegateQueue: DeliveryQueue.make())
    }

    deinit {
        // A session keeps its delegate and its connections until it is told that no more tasks come.
        session.invalidateAndCancel()
    }

    /// Sends a request; see ``HTTPTransport``.
    public func send(
        _ request: TransportRequest, timeout: Duration
    ) async throws(TransportFailure) -> TransportResponse {
        guard let url = URL(string: request.url), url.absoluteString == request.url else {
            throw TransportFailure(.other, detail: "the URL cannot be sent as it stands")
        }
        var urlRequest = URLRequest(url: url)
        urlRequest.httpMethod = request.method
        urlRequest.httpBody = request.body.map { Data($0) }
        urlRequest.timeoutInterval = max(timeout.inSeconds, 0.001) + 1  // a safety net behind our own timer
        urlRequest.httpShouldHandleCookies = false
        for (name, value) in request.headers { urlRequest.setValue(value, forHTTPHeaderField: name) }

        let task = session.dataTask(with: urlRequest)
        let exchange = Exchange(bodyLimit: bodyLimit)
        delegate.register(exchange, for: task)
        // On a thread of Dispatch: the threads that tasks share may all be at work for longer than the timeout.
        let timer = DispatchWorkItem {
            exchange.finish(.failure(TransportFailure(.timedOut)))
            task.cancel()
        }
        DispatchQueue.global().asyncAfter(deadline: .now() + max(timeout.inSeconds, 0), execute: timer)
        defer { timer.cancel() }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                exchange.deliver(to: continuation)
                task.resume()
            }
        } onCancel: {
            exchange.finish(.failure(TransportFailure(.cancelled)))
            task.cancel()
        }
        return try result.get()
    }
}

/// One request on its way: what has arrived so far, and who waits for it.
///
/// Whoever finishes it first decides the result: the last byte, an error, the timer, or a cancellation. The
/// waiting caller goes on at once, without waiting for `URLSession` to wind down.
private final class Exchange: @unchecked Sendable {
    typealias Outcome = Result<TransportResponse, TransportFailure>

    private let lock = NSLock()
    private let bodyLimit: Int
    private var status = 0
    private var headers: [String: String] = [:]
    private var body: [UInt8] = []
    private var outcome: Outcome?
    private var waiting: CheckedContinuation<Outcome, Never>?

    init(bodyLimit: Int) {
        self.bodyLimit = bodyLimit
    }

    func deliver(to continuation: CheckedContinuation<Outcome, Never>) {
        let outcome: Outcome? = lock.withLock {
            if self.outcome == nil { waiting = continuation }
            return self.outcome
        }
        if let outcome { continuation.resume(returning: outcome) }
    }

    func finish(_ result: Outcome) {
        let continuation: CheckedContinuation<Outcome, Never>? = lock.withLock {
            guard outcome == nil else { return nil }
            outcome = result
            body = []
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: result)
    }

    func begin(status: Int, headers: [String: String]) {
        lock.withLock { (self.status, self.headers) = (status, headers) }
    }

    /// Takes a part of the body. Returns whether more is wanted.
    func append(_ data: Data) -> Bool {
        let fits: Bool? = lock.withLock {
            guard outcome == nil else { return nil }
            guard body.count + data.count <= bodyLimit else { return false }
            body.append(contentsOf: data)
            return true
        }
        if fits == false { refuseBody() }
        return fits ?? false
    }

    func refuseBody() {
        finish(.failure(TransportFailure(.responseTooLarge(limit: bodyLimit))))
    }

    func accepts(expectedLength: Int64) -> Bool {
        expectedLength <= Int64(bodyLimit)
    }

    func complete(error: (any Error)?) {
        let (hasBegun, response) = lock.withLock {
            (status != 0, TransportResponse(status: status, headers: headers, body: body))
        }
        guard let error else {
            return finish(hasBegun ? .success(response) : .failure(TransportFailure(.other)))
        }
        let failure = TransportFailure(error)
        // A body that breaks off has no error code of its own on Linux. Once the head is there, whatever
        // stops the rest from coming is a lost connection.
        let isCutOff = hasBegun && failure.kind == .other
        finish(.failure(isCutOff ? TransportFailure(.connectionLost, detail: failure.detail) : failure))
    }
}

private final class SessionDelegate: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private var exchanges: [Int: Exchange] = [:]
    private var cancelled: Set<Int> = []

    func register(_ exchange: Exchange, for task: URLSessionTask) {
        lock.withLock { exchanges[task.taskIdentifier] = exchange }
    }

    private func exchange(of task: URLSessionTask) -> Exchange? {
        lock.withLock { exchanges[task.taskIdentifier] }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // The redirect itself is the response; nothing is sent to where it points.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        guard let exchange = exchange(of: dataTask), let response = response as? HTTPURLResponse else {
            completionHandler(.allow)
            cancel(dataTask)
            return
        }
        let headers = response.allHeaderFields.compactMap { name, value in
            (name as? String).flatMap { name in (value as? String).map { (name, $0) } }
        }
        exchange.begin(
            status: response.statusCode, headers: Dictionary(headers, uniquingKeysWith: { first, _ in first })
        )
        completionHandler(.allow)
        if !exchange.accepts(expectedLength: response.expectedContentLength) {
            exchange.refuseBody()
            cancel(dataTask)
        }
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        if exchange(of: dataTask)?.append(data) != true { cancel(dataTask) }
    }

    /// Stops a transfer from within a callback. Not on the calling queue, which the task waits for.
    private func cancel(_ task: URLSessionTask) {
        let isFirst = lock.withLock { cancelled.insert(task.taskIdentifier).inserted }
        if isFirst { DispatchQueue.global().async { task.cancel() } }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let exchange = lock.withLock {
            cancelled.remove(task.taskIdentifier)
            return exchanges.removeValue(forKey: task.taskIdentifier)
        }
        exchange?.complete(error: error)
    }
}

/// Where `URLSession` calls its delegate.
private enum DeliveryQueue {
    #if canImport(FoundationNetworking)
    /// Runs each callback where it is made. The Linux `URLSession` reads from the network without waiting for
    /// its delegate: on a queue of its own, a flood piles up before the delegate by the hundreds of megabytes,
    /// and the cancellation that is to stop it waits for seconds.
    private final class Inline: OperationQueue, @unchecked Sendable {
        override func addOperation(_ operation: Operation) { operation.start() }
        override func addOperation(_ block: @escaping @Sendable () -> Void) { block() }
    }

    static func make() -> OperationQueue? { Inline() }
    #else
    static func make() -> OperationQueue? { nil }
    #endif
}

extension TransportFailure {
    /// The failure that an error of `URLSession` stands for.
    init(_ error: any Error) {
        guard let error = error as? URLError else {
            self.init(.other, detail: error.localizedDescription)
            return
        }
        let kind: Kind =
            switch error.code {
            case .cannotFindHost, .dnsLookupFailed: .hostNotFound
            case .cannotConnectToHost, .notConnectedToInternet: .connectionRefused
            case .networkConnectionLost, .badServerResponse, .cannotParseResponse, .zeroByteResource:
                .connectionLost
            case .timedOut: .timedOut
            case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
                .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid, .clientCertificateRejected,
                .clientCertificateRequired:
                .insecure
            case .cancelled: .cancelled
            case .unknown where Self.isAboutTLS(error.localizedDescription): .insecure
            default: .other
            }
        self.init(kind, detail: kind == .timedOut || kind == .cancelled ? "" : error.localizedDescription)
    }

    /// On Linux a certificate that is refused has no error code of its own, only libcurl's message: "SSL
    /// certificate problem: …", "SSL: no alternative certificate subject name matches …".
    private static func isAboutTLS(_ message: String) -> Bool {
        ["SSL", "TLS", "certificate"].contains { message.contains($0) }
    }
}

extension Duration {
    /// The duration as a number of seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
