// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import TestSupport
import Testing

@testable import OrderCancellation

// An exit test runs in a separate process, so that the proxy variables do not affect other tests. Exit tests
// need Swift 6.2.
#if compiler(>=6.2) && os(Linux)
/// The client does not use a proxy that the environment names. The proxy does not learn of the call.
@Suite struct ProxyTests {
    @Test func aProxyOfTheEnvironmentIsNotUsed() async {
        await #expect(processExitsWith: .success) {
            try await withServer { connection, _ in
                connection.respond(200, body: acceptedBody)
            } body: { proxy in
                for name in [
                    "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY",
                ] {
                    setenv(name, proxy.baseURL, 1)
                }
                try await withServer { connection, _ in
                    connection.respond(200, body: acceptedBody)
                } body: { server in
                    let response = try await client(server.baseURL).cancel(exampleRequest())
                    #expect(response.outcome == .cancelled)
                    #expect(server.requests.count == 1)
                }
                let error = await failure(of: try client("https://exchange.invalid"), try exampleRequest())
                #expect(
                    error?.cause
                        == .connectionFailed(TransportFailure(.hostNotFound, detail: "exchange.invalid")))
                #expect(proxy.connections == 0)
            }
        }
    }
}

private func client(_ baseURL: String) throws -> LoopringClient {
    LoopringClient(
        network: .custom(baseURL: baseURL), credentials: try exampleCredentials(), retryPolicy: .once)
}
#endif
