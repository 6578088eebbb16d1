// SPDX-License-Identifier: Apache-2.0
import Foundation
import LoopringOrders
import NIOSSL
import TestSupport
import Testing

@testable import OrderCancellation

/// If the certificate is not valid, the call fails in the handshake with the right error. The client makes
/// one connection and sends no byte of the request.
@Suite struct TLSTests {
    /// The certificate is valid except that the system does not trust its issuer.
    @Test func aCertificateOfAnUnknownAuthorityIsRefused() async throws {
        let stranger = try CertificateAuthority()
        let valid = CertificateAuthority.Leaf()
        for certificate in [try stranger.issue(valid), try stranger.issue(valid, isSelfSigned: true)] {
            try await expectRefused(
                "certificate verify failed", of: stranger, certificate, transport: AsyncHTTPClientTransport())
        }
    }

    /// The client trusts the authority. Each certificate that it must refuse has exactly one fault, so the
    /// error must name that fault.
    @Test func onlyValidCertificatesAreAccepted() async throws {
        let authority = try CertificateAuthority()
        let valid = CertificateAuthority.Leaf()
        let transport = AsyncHTTPClientTransport(trustRoots: .file(authority.certificate.path))

        let (response, bytes) = try await call(authority, authority.issue(valid), transport: transport)
        #expect(try response.get().outcome == .cancelled)
        #expect(bytes.count == 1 && bytes[0] > 100, "\(bytes)")
        let byName = CertificateAuthority.Leaf(names: "DNS:localhost")
        let (named, _) = try await call(
            authority, authority.issue(byName), host: "localhost", transport: transport)
        #expect(try named.get().outcome == .cancelled)

        for leaf in [
            CertificateAuthority.Leaf(notAfter: "20200102000000Z"),
            CertificateAuthority.Leaf(notBefore: "20980101000000Z"),
        ] {
            try await expectRefused(
                "certificate verify failed", of: authority, authority.issue(leaf), transport: transport)
        }
        // All certificates have the common name 127.0.0.1. It must not count: only the alternative names do.
        for names in ["DNS:elsewhere.example,IP:127.0.0.2", "DNS:*,DNS:*.0.0.1", "DNS:127.0.0.1"] {
            let other = CertificateAuthority.Leaf(names: names)
            try await expectRefused("Hostname", of: authority, authority.issue(other), transport: transport)
        }
        for names in ["DNS:elsewhere.example", "DNS:*.localhost"] {
            let other = CertificateAuthority.Leaf(names: names)
            try await expectRefused(
                "Hostname", of: authority, authority.issue(other), host: "localhost", transport: transport)
        }
        // These are for the address to which the host's name resolves, but not for the name.
        for names in ["IP:127.0.0.1", "DNS:*,DNS:elsewhere.example", "IP:127.0.0.1,DNS:*.localhost"] {
            let other = CertificateAuthority.Leaf(names: names)
            try await expectRefused(
                "the certificate is not for localhost", of: authority, authority.issue(other),
                host: "localhost", transport: transport)
        }
        try await expectRefused(
            "certificate verify failed", of: authority, authority.issue(valid, isSelfSigned: true),
            transport: transport)
        try await expectRefused(
            "version", of: authority, authority.issue(valid), maximumVersion: "TLSv1_1", transport: transport)
    }

    /// Only DNS names count. A wildcard stands for exactly one label, the first.
    @Test func aCertificateMustHaveTheNameOfTheHost() throws {
        let authority = try CertificateAuthority()
        for (names, host, isForHost) in [
            ("DNS:API.Example.Org", "api.example.org", true), ("DNS:localhost", "localhost", true),
            ("DNS:other.example.com,DNS:*.example.org", "api.example.org", true),
            ("DNS:other.example.org", "api.example.org", false),
            ("DNS:*.example.org", "example.org", false), ("DNS:*.example.org", "v3.api.example.org", false),
            ("DNS:*", "localhost", false), ("URI:localhost", "localhost", false),
            ("email:localhost", "localhost", false), ("IP:127.0.0.1", "127.0.0.1", false),
        ] {
            let file = try authority.issue(CertificateAuthority.Leaf(names: names))
            let certificate = try NIOSSLCertificate(bytes: Array(Data(contentsOf: file)), format: .pem)
            let includes = AsyncHTTPClientTransport.names(certificate, include: host)
            #expect(includes == isForHost, "\(names), \(host)")
        }
    }

    /// If the client has no certificate authorities, it makes no connection.
    @Test func everyServerIsRefusedWithoutAuthorities() async throws {
        try await withServer(readingHeads: false) { connection, _ in
            connection.waitForClose()
        } body: { server in
            let client = try client(
                "https://127.0.0.1:\(server.port)",
                transport: AsyncHTTPClientTransport(trustRoots: .file("/no/such/file")))
            let error = try await failure(of: client, exampleRequest())
            guard case .connectionFailed(let failure) = error?.cause else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure.kind == .insecure)
            #expect(server.connections == 0)
        }
    }

    /// The server answers with plain HTTP instead of TLS.
    @Test func plainHTTPInsteadOfTLSIsRefused() async throws {
        try await withServer(readingHeads: false) { connection, _ in
            _ = connection.readByte()
            connection.respond(200, body: acceptedBody)
            connection.waitForClose()
        } body: { server in
            let client = try client("https://127.0.0.1:\(server.port)", transport: AsyncHTTPClientTransport())
            let error = try await failure(of: client, exampleRequest())
            guard case .connectionFailed(let failure) = error?.cause else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(failure.kind == .insecure)
            #expect(server.connections == 1)
        }
    }

    // MARK: Calls

    private func client(_ baseURL: String, transport: AsyncHTTPClientTransport) throws -> LoopringClient {
        LoopringClient(
            network: .custom(baseURL: baseURL), credentials: try exampleCredentials(),
            retryPolicy: RetryPolicy(
                baseDelay: .milliseconds(2), maximumDelay: .milliseconds(5), attemptTimeout: .seconds(600),
                deadline: .seconds(3_600)), transport: transport)
    }

    /// The result of a call to a server with this certificate, and how many bytes of HTTP the server received
    /// on each connection.
    private func call(
        _ authority: CertificateAuthority, _ certificate: URL, host: String = "127.0.0.1",
        maximumVersion: String? = nil, transport: AsyncHTTPClientTransport
    ) async throws -> (Result<CancelOrderResult, CallError>, bytes: [Int]) {
        let server = try TLSServer(
            certificate: certificate, key: authority.leafKey, maximumVersion: maximumVersion)
        let client = try client("https://\(host):\(server.port)", transport: transport)
        let request = try exampleRequest()
        let result: Result<CancelOrderResult, CallError>
        do throws(CallError) {
            result = .success(try await client.cancel(request))
        } catch {
            result = .failure(error)
        }
        return (result, try server.stop())
    }

    private func expectRefused(
        _ reason: String, of authority: CertificateAuthority, _ certificate: URL, host: String = "127.0.0.1",
        maximumVersion: String? = nil, transport: AsyncHTTPClientTransport,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let (response, bytes) = try await call(
            authority, certificate, host: host, maximumVersion: maximumVersion, transport: transport)
        guard case .failure(let error) = response, case .connectionFailed(let failure) = error.cause else {
            Issue.record("\(response)", sourceLocation: sourceLocation)
            return
        }
        #expect(failure.kind == .insecure, "\(failure)", sourceLocation: sourceLocation)
        #expect(failure.detail.contains(reason), "\(failure)", sourceLocation: sourceLocation)
        #expect(bytes == [0], "one connection, nothing sent", sourceLocation: sourceLocation)
    }
}
