import Foundation
import NIOCore

/// Keeps the listener from accepting more connections than the process has file descriptors for; further ones wait
/// in the system's queue.
///
/// SwiftNIO survives an `accept` that fails for want of a descriptor, but libdispatch on Linux does not: it opens
/// files in /proc every second while it is busy, and ends the process when it cannot.
final class AcceptLimit: ChannelOutboundHandler {
    typealias OutboundIn = Never

    private let connections: Connections

    init(_ connections: Connections) {
        self.connections = connections
    }

    func read(context: ChannelHandlerContext) {
        connections.whenThereIsRoom { context.read() }
    }

    /// The most connections at a time: the soft limit of descriptors, less some for everything else.
    static var connections: Int {
        #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
        let resource = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        // Some set no limit at all, which reads as a number beyond Int.
        guard getrlimit(resource, &limit) == 0, let descriptors = Int(exactly: limit.rlim_cur) else {
            return .max
        }
        return max(1, descriptors - 64)
    }
}
