import Foundation

/// One line on standard error that is written over and over, on a terminal only.
final class ProgressLine {
    private let isShown = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    private var next = ContinuousClock.now

    /// Shows a text in place of the last one, ten times a second at most.
    func show(_ text: @autoclosure () -> String) {
        guard isShown, ContinuousClock.now >= next else { return }
        next = .now + .milliseconds(100)
        StandardError.write("\r\u{1B}[K" + text())
    }

    /// Takes the line away.
    func clear() {
        if isShown { StandardError.write("\r\u{1B}[K") }
    }
}
