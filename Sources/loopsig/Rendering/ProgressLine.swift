import Foundation

/// How far a long command has come, on standard error: one line that is written over and over on a terminal, a line
/// every ten seconds elsewhere.
final class ProgressLine {
    private let isRewritten =
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    private let interval: Duration
    private var next: ContinuousClock.Instant

    init() {
        interval = isRewritten ? .milliseconds(100) : .seconds(10)
        next = isRewritten ? .now : .now + interval
    }

    /// Shows a text, unless the last one is too fresh.
    func show(_ text: @autoclosure () -> String) {
        guard ContinuousClock.now >= next else { return }
        next = .now + interval
        StandardError.write(isRewritten ? "\r\u{1B}[K" + text() : text() + "\n")
    }

    /// Takes the line of a terminal away.
    func clear() {
        if isRewritten { StandardError.write("\r\u{1B}[K") }
    }
}
