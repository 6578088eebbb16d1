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
            self.init(client: error)
        case let error as NIOConnectionError:
            self.init(connecting: error)
        case let error as IOError:
            // ECONNREFUSED occurs only while connecting. The other codes also occur on open connections.
            let kind = error.errnoCode == ECONNREFUSED ? Kind.connectionRefused : .connectionLost
            self.init(kind, detail: TransportFailure.text(ofSystemError: error.errnoCode))
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

    private init(client error: HTTPClientError) {
        switch error {
        case .cancelled:
            self.init(.cancelled)
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .deadlineExceeded:
            self.init(.timedOut)
        case .remoteConnectionClosed, .uncleanShutdown:
            self.init(.connectionLost)
        default:
            // The long description contains header fields, which may be secret.
            self.init(.other, detail: error.shortDescription)
        }
    }

    /// The host has no address, or no connection to any of its addresses succeeded.
    private init(connecting error: NIOConnectionError) {
        guard let first = error.connectionErrors.first else {
            self.init(.hostNotFound, detail: error.host)
            return
        }
        if let error = first.error as? IOError {
            self.init(.connectionRefused, detail: TransportFailure.text(ofSystemError: error.errnoCode))
        } else {
            self.init(first.error)
        }
    }

    private static func text(ofSystemError code: CInt) -> String {
        String(cString: strerror(code))
    }

    /// The part of a BoringSSL error that names the problem: "certificate verify failed" for "Error:
    /// 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at FILE:LINE".
    private static func reason(_ description: String) -> String {
        let words = description.components(separatedBy: " at ")[0].split(separator: ":").last ?? ""
        return words.lowercased().replacingOccurrences(of: "_", with: " ")
    }
}
#endif
