// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The progress of a long command, on standard error: one line that is rewritten on a terminal, and a line
/// every ten seconds elsewhere.
final class ProgressLine {
    private let isRewritten: Bool
    private let now: () -> ContinuousClock.Instant
    private let write: (String) -> Void
    private let interval: Duration
    private var next: ContinuousClock.Instant

    init(
        isRewritten: Bool = isatty(STDERR_FILENO) == 1
            && ProcessInfo.processInfo.environment["TERM"] != "dumb",
        now: @escaping () -> ContinuousClock.Instant = { .now },
        write: @escaping (String) -> Void = StandardError.write
    ) {
        self.isRewritten = isRewritten
        self.now = now
        self.write = write
        interval = isRewritten ? .milliseconds(100) : .seconds(10)
        next = isRewritten ? now() : now() + interval
    }

    /// Shows a text, unless the last one was shown less than an interval ago.
    func show(_ text: @autoclosure () -> String) {
        let time = now()
        guard time >= next else { return }
        next = time + interval
        write(isRewritten ? "\r\u{1B}[K" + text() : text() + "\n")
    }

    func clear() {
        if isRewritten { write("\r\u{1B}[K") }
    }
}
