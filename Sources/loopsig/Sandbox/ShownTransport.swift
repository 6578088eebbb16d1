import Foundation
import OrderCancellation

/// A transport that hands every response on as it came off the wire, to be shown.
struct ShownTransport: HTTPTransport {
    let show: @Sendable (TransportResponse) -> Void
    private let network = NIOTransport()

    init(show: @escaping @Sendable (TransportResponse) -> Void) {
        self.show = show
    }

    func send(
        _ request: TransportRequest, timeout: Duration
    ) async throws(TransportFailure) -> TransportResponse {
        let response = try await network.send(request, timeout: timeout)
        show(response)
        return response
    }
}
