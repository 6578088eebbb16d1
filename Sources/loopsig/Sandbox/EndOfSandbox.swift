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
