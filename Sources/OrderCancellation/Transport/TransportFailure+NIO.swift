import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFailure {
    /// The failure that an error of SwiftNIO stands for.
    init(_ error: any Error) {
        switch error {
        case let failure as TransportFailure:
            self = failure
        case let error as NIOConnectionError:
            self.init(connecting: error)
        case let error as IOError:
            self.init(.connectionLost, detail: TransportFailure.text(ofSystemError: error.errnoCode))
        case NIOSSLError.uncleanShutdown:
            self.init(.connectionLost, detail: "TLS was not closed in order")
        case NIOSSLError.handshakeFailed(.sslError(let errors)) where errors.contains(.eofDuringHandshake):
            self.init(.connectionLost, detail: "during the TLS handshake")
        case NIOSSLError.handshakeFailed(.sslError(let errors)):
            self.init(
                .insecure, detail: errors.map { TransportFailure.reason("\($0)") }.joined(separator: ", "))
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.insecure, detail: "\(error)")
        case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection:
            self.init(.connectionLost)
        case let error as HTTPParserError:
            self.init(.notHTTP, detail: "\(error)")
        case let error as ChannelError:
            self.init(.connectionLost, detail: "\(error)")
        default:
            self.init(.other, detail: "\(error)")
        }
    }

    /// No address could be connected to, or there is none.
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

    /// The words of "Error: 268435581 error:1000007d:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at
    /// FILE:LINE" that say something.
    private static func reason(_ description: String) -> String {
        let words = description.components(separatedBy: " at ")[0].split(separator: ":").last ?? ""
        return words.lowercased().replacingOccurrences(of: "_", with: " ")
    }
}
