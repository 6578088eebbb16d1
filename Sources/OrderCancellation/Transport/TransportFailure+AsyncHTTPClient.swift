// SPDX-License-Identifier: Apache-2.0
#if Client
import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

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
#endif
