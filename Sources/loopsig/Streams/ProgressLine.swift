import Foundation

/// How far a long command has come, on standard error: one line that is written over and over on a terminal, a line
/// every ten seconds elsewhere.
final class ProgressLine {
    private let isRewritten: Bool
    private let now: () -> ContinuousClock.Instant
    private let write: (String) -> Void
    private let interval: Duration
    private var next: ContinuousClock.Instant

    /// By default, a line on standard error.
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

    /// Shows a text, unless the last one is too fresh.
    func show(_ text: @autoclosure () -> String) {
        let time = now()
        guard time >= next else { return }
        next = time + interval
        write(isRewritten ? "\r\u{1B}[K" + text() : text() + "\n")
    }

    /// Takes the line of a terminal away.
    func clear() {
        if isRewritten { write("\r\u{1B}[K") }
    }
}
