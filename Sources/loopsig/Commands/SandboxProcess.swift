import Foundation
import UnixSignals

/// What ends a sandbox: Control-C, a polite kill, a terminal that is closed.
struct EndOfSandbox {
    private let signals: UnixSignalsSequence

    /// Takes the signals over from now on: none is lost, and none ends the process before it has tidied up.
    ///
    /// A hangup that whoever started the process has it ignore, as `nohup` does, stays ignored.
    static func awaited() async -> EndOfSandbox {
        var hangup = sigaction()
        sigaction(SIGHUP, nil, &hangup)
        #if canImport(Darwin)
        let isIgnored = unsafeBitCast(hangup.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
        let isIgnored = unsafeBitCast(hangup.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
        let signals: [UnixSignal] = [.sigint, .sigterm] + (isIgnored ? [] : [.sighup])
        return EndOfSandbox(signals: await UnixSignalsSequence(trapping: signals))
    }

    /// Returns at the first signal, which may have come before; throws what ends the log, if there is one.
    func wait(orLossOf log: SandboxLog?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { return } }
            if let log { group.addTask { for await loss in log.losses { throw loss } } }
            try await group.next()
            group.cancelAll()
        }
    }
}

/// The number of files and connections that this process may have open.
enum DescriptorLimit {
    /// Raises the soft limit, which is 256 or 1024 on most systems, towards the hard one. The sandbox takes no more
    /// connections at a time than fit.
    static func raise() {
        #if canImport(Darwin)
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(OPEN_MAX))
        #elseif canImport(Glibc)
        // As many as there are ports.
        let (resource, most) = (__rlimit_resource_t(RLIMIT_NOFILE.rawValue), rlim_t(65_536))
        #else
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(65_536))
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        let raised = min(limit.rlim_max, most)
        guard limit.rlim_cur < raised else { return }
        limit.rlim_cur = raised
        // It is worth trying; without it there are fewer connections at a time.
        _ = setrlimit(resource, &limit)
    }
}
