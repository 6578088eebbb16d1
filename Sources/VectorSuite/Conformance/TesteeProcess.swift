#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import StrictJSON
import Foundation

/// A program under test and the three pipes to it. Nothing that it does blocks for longer than a deadline:
/// the pipes are non-blocking, lines are bounded, and the program is killed with everything it started.
///
/// Neither Foundation's `Process` nor swift-subprocess: what takes the lines here is one wait for three pipes with one
/// deadline, which neither has, and starting the program takes a page either way.
final class TesteeProcess {
    /// What can happen next.
    enum Event: Equatable {
        /// A line of standard output.
        case line(LineBuffer.Line)
        /// Standard output ended; `rest` came after the last line feed.
        case outputEnded(rest: [UInt8])
        /// Standard input was closed by the program before it had read what was sent.
        case inputClosed
        /// Nothing happened before the deadline.
        case deadline
    }

    /// The longest line of standard output that is read whole.
    static let lineLimit = 1 << 20
    /// How much of the beginning, and as much of the end, of standard error is kept.
    static let errorLimit = 2048

    private let family: ProcessFamily
    private var input: Int32
    private var output: Int32
    private var error: Int32
    private var pending: ArraySlice<UInt8> = []
    private var lines = LineBuffer(limit: TesteeProcess.lineLimit)
    private var errorHead: [UInt8] = []
    private var errorTail: [UInt8] = []
    private var errorCount = 0
    private var status: Int32?

    /// Starts a program, which is looked for in PATH.
    init(_ command: [String]) throws(TesteeLaunchError) {
        ignoreBrokenPipes()
        let (family, ends) = try Interruption.keeping { () throws(TesteeLaunchError) in try spawn(command) }
        self.family = family
        (input, output, error) = (ends.stdin, ends.stdout, ends.stderr)
        for descriptor in [input, output, error] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    deinit {
        kill()
        for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
    }

    // MARK: Talking

    /// Queues bytes for standard input; they are written while waiting for events.
    func send(_ bytes: [UInt8]) {
        pending += bytes
    }

    /// Closes standard input, which asks the program to end.
    func closeInput() {
        guard input >= 0 else { return }
        close(input)
        input = -1
    }

    /// The next thing that happens before the deadline.
    func nextEvent(until deadline: ContinuousClock.Instant) -> Event {
        while true {
            if let line = lines.next() { return .line(line) }
            guard output >= 0 else { return .outputEnded(rest: lines.rest()) }
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else { return .deadline }
            let isReady = wait(for: min(remaining, .milliseconds(200)))
            if !writePending() { return .inputClosed }
            readError()
            readOutput()
            // What it has started may keep the pipe open.
            if !isReady, hasExited { return .outputEnded(rest: lines.rest()) }
        }
    }

    /// Sleeps until a pipe is ready, or for `duration`; says whether one is.
    private func wait(for duration: Duration) -> Bool {
        var descriptors = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error, events: Int16(POLLIN), revents: 0),
            pollfd(fd: pending.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
        ]
        let milliseconds =
            duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        return poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds + 1)) > 0
    }

    /// Writes what fits; false if nobody reads any more.
    private func writePending() -> Bool {
        while !pending.isEmpty, input >= 0 {
            let count = pending.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
            if count > 0 {
                pending = pending.dropFirst(count)
            } else if errno == EPIPE {
                pending = []
                closeInput()
                return false
            } else if errno != EINTR {
                return true
            }
        }
        return true
    }

    private func readOutput() {
        guard let bytes = read(from: &output) else { return }
        lines.append(bytes)
    }

    private func readError() {
        while error >= 0, let bytes = read(from: &error) {
            errorHead += bytes.prefix(TesteeProcess.errorLimit - errorHead.count)
            errorTail = Array((errorTail + bytes).suffix(TesteeProcess.errorLimit))
            errorCount += bytes.count
        }
    }

    /// What has arrived, nil if nothing has. At the end of the stream the descriptor is closed and becomes −1.
    private func read(from descriptor: inout Int32) -> [UInt8]? {
        let capacity = 1 << 16
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            repeat {
                count = systemRead(descriptor, buffer.baseAddress, capacity)
            } while count < 0 && errno == EINTR
            initialized = max(count, 0)
        }
        if count > 0 { return bytes }
        if count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK) {
            close(descriptor)
            descriptor = -1
        }
        return nil
    }

    // MARK: Ending

    /// Forgets what the program has written to standard error so far.
    func forgetErrors() {
        readError()
        (errorHead, errorTail, errorCount) = ([], [], 0)
    }

    /// What the program has written to standard error, the beginning and the end where it is much: a crash names its
    /// reason in its first lines or in its last ones.
    func errors(limit: Int) -> String {
        readError()
        let end = errorTail.prefix(upTo: errorTail.lastIndex { $0 != 0x0A }.map { $0 + 1 } ?? 0)
        guard errorCount > limit else { return VisibleText.excerpt(end, limit: 2 * limit) }
        return VisibleText.excerpt(errorHead, limit: limit / 2) + " "
            + VisibleText.excerptOfEnd(end, limit: limit / 2)
    }

    /// How the program ended, if it does so before the deadline.
    func exitDescription(until deadline: ContinuousClock.Instant) -> String? {
        while !hasExited {
            guard ContinuousClock.now < deadline else { return nil }
            usleep(1000)
        }
        guard let status else { return nil }
        let signal = status & 0x7F
        if signal == 0 { return "exited with status \(status >> 8 & 0xFF)" }
        return "was killed by signal \(signal)"
            + (strsignal(signal).map { " (\(String(cString: $0)))" } ?? "")
    }

    private var hasExited: Bool {
        guard status == nil else { return true }
        var status: Int32 = 0
        guard waitpid(family.leader, &status, WNOHANG) == family.leader else { return false }
        self.status = status
        return true
    }

    /// Ends the program and everything that it started, at once.
    func kill() {
        family.kill()
        if status == nil {
            var status: Int32 = 0
            while waitpid(family.leader, &status, 0) < 0, errno == EINTR {}
            self.status = status
        }
        Interruption.ended(family)
    }
}

/// Why a program cannot be tested at all.
public struct TesteeLaunchError: LocalizedError, Equatable, CustomStringConvertible {
    /// The reason.
    public let description: String

    /// As ``description``.
    public var errorDescription: String? { description }
}

/// `read` under a name that a method called `read` does not hide.
private let systemRead = read

/// A program that stops reading must not end this one: a write then fails with EPIPE instead.
private func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}
