// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import UnixSignals

/// The signals that end a long command: Control-C (SIGINT), a request to terminate (SIGTERM), and a closed
/// terminal (SIGHUP).
enum StopSignals {
    /// Handles the signals from now on: none is lost, and none ends the program before it has cleaned up.
    ///
    /// SIGHUP stays ignored if it was ignored when the program started, as under `nohup`.
    static func handled() async -> UnixSignalsSequence {
        // The handler can only be read by setting another one.
        let handler = signal(SIGHUP, SIG_IGN)
        signal(SIGHUP, handler)
        let isIgnored = unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        let signals: [UnixSignal] = [.sigint, .sigterm] + (isIgnored ? [] : [.sighup])
        return await UnixSignalsSequence(trapping: signals)
    }

    /// Runs an operation. The first signal cancels its task; a second signal ends the program.
    static func cancelling<Result>(_ operation: () async throws -> Result) async throws -> Result {
        let signals = await handled()
        return try await withUnsafeCurrentTask { task in
            // A task may be cancelled from any thread while it runs.
            nonisolated(unsafe) let task = task
            let stop: @Sendable () -> Void = {
                if task?.isCancelled == true { Foundation.exit(ExitCode.failure.rawValue) }
                task?.cancel()
            }
            let watcher = Task.detached { for await _ in signals { stop() } }
            defer { watcher.cancel() }
            return try await operation()
        }
    }
}
