// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON
import VectorSuite

/// A program under test and the three pipes to it. The program cannot block the harness beyond a deadline:
/// the pipes are non-blocking, lines are bounded, and the program is killed with its process group. (A
/// process that leaves its group by `setsid` is not killed.)
///
/// This type uses neither Foundation's `Process` nor swift-subprocess. It waits for three pipes with one
/// deadline, and neither library offers this.
package final class TesteeProcess: TesteeConnection {
    /// The longest line of standard output, in bytes, that is read as a whole.
    static let lineLimit = 1 << 20
    /// The number of bytes to keep of the beginning of standard error, and of its end.
    static let errorLimit = 2048

    /// Held while a program starts, for two reasons. First, a second program that starts at the same time
    /// must not inherit a pipe end before that end is marked close-on-exec. Otherwise, the first program
    /// would never see the end of its input. Second, ``endAll()`` must not miss a program that is about to
    /// start.
    private static let lock = NSLock()
    /// Guarded by `lock`: the process IDs of the running programs, which are also the IDs of their groups.
    nonisolated(unsafe) private static var running: Set<pid_t> = []

    private let leader: pid_t
    private var input: Int32
    private var output: Int32
    private var error: Int32
    private var pending: ArraySlice<UInt8> = []
    private var lines = LineBuffer(limit: TesteeProcess.lineLimit)
    /// The beginning and the end of standard error, or all of it if it is short.
    private var errorText: [UInt8] = []
    private var status: Int32?

    /// Starts a program, which is searched for in PATH.
    init(_ command: [String]) throws(ConformanceError) {
        // If a testee stops reading, let the write fail with EPIPE instead of ending this program.
        signal(SIGPIPE, SIG_IGN)
        TesteeProcess.lock.lock()
        defer { TesteeProcess.lock.unlock() }
        let (leader, ends) = try TesteeProcess.spawn(command)
        TesteeProcess.running.insert(leader)
        self.leader = leader
        (input, output, error) = (ends[0], ends[1], ends[2])
    }

    /// Starts a program in a separate process group, with the default handling of signals and with pipes to
    /// its standard streams. The program is searched for in PATH.
    /// - Returns: the process ID, and our ends of the pipes to its standard input, output and error.
    private static func spawn(
        _ command: [String]
    ) throws(ConformanceError) -> (leader: pid_t, ends: [Int32]) {
        guard let program = command.first else { throw .notTestable("no command is given") }
        /// For each standard stream, the end of the program, which it inherits under another number, and
        /// ours.
        var pipes: [(theirs: Int32, ours: Int32)] = []
        defer { for ends in pipes { close(ends.theirs) } }
        func failure(_ reason: String) -> ConformanceError {
            for ends in pipes { close(ends.ours) }
            return .notTestable(reason)
        }
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { throw failure(String(cString: strerror(errno))) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let (theirs, ours) = stream == STDIN_FILENO ? (ends[0], ends[1]) : (ends[1], ends[0])
            _ = fcntl(ours, F_SETFL, O_NONBLOCK)
            pipes.append((theirs, ours))
        }
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        let environment = _NSGetEnviron().pointee
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        let environment = environ
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (stream, ends) in zip([STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO], pipes) {
            posix_spawn_file_actions_adddup2(&actions, ends.theirs, stream)
        }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The harness may ignore these signals, and a testee would inherit that. Reset them to their
        // defaults.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // The group 0 stands for a new group with the ID of the process.
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var leader: pid_t = 0
        let error = posix_spawnp(&leader, program, &actions, &attributes, &arguments, environment)
        guard error == 0 else {
            throw failure(
                "\(VisibleText.excerpt(program)) cannot be started: \(String(cString: strerror(error)))")
        }
        return (leader, pipes.map(\.ours))
    }

    deinit {
        kill()
        for descriptor in [input, output, error] where descriptor >= 0 { close(descriptor) }
    }

    // MARK: Talking

    package func send(_ bytes: [UInt8]) {
        readError()
        errorText = []
        pending += bytes
    }

    package func closeInput() {
        guard input >= 0 else { return }
        close(input)
        input = -1
    }

    package func nextEvent(until deadline: ContinuousClock.Instant) -> TesteeEvent {
        while true {
            if let line = lines.next() { return .line(line) }
            guard output >= 0 else { return .outputEnded(rest: lines.rest) }
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero else { return .deadline }
            let isReady = wait(for: min(remaining, .milliseconds(200)))
            if !writePending() { return .inputClosed }
            readError()
            if let bytes = read(from: &output) { lines.append(bytes) }
            // The program has exited. A process that it started may still keep the pipe open; do not wait for
            // that process.
            if !isReady, reap(WNOHANG) { return .outputEnded(rest: lines.rest) }
        }
    }

    /// Waits until a pipe is ready, for `duration` at most. Returns whether a pipe is ready.
    private func wait(for duration: Duration) -> Bool {
        var descriptors = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error, events: Int16(POLLIN), revents: 0),
            pollfd(fd: pending.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
        ]
        let milliseconds = Int32(duration / .milliseconds(1)) + 1
        return poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0
    }

    /// Writes as much as the pipe accepts. Returns false if the program has closed its standard input.
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

    private func readError() {
        while error >= 0, let bytes = read(from: &error) {
            errorText += bytes
            let excess = errorText.count - 2 * TesteeProcess.errorLimit
            guard excess > 0 else { continue }
            errorText.removeSubrange(TesteeProcess.errorLimit..<TesteeProcess.errorLimit + excess)
        }
    }

    /// The bytes that have arrived; nil if none have. At the end of the stream, this closes the descriptor
    /// and sets it to −1.
    private func read(from descriptor: inout Int32) -> [UInt8]? {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, initialized in
            repeat {
                count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
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

    /// A crash report names its reason in its first or in its last lines, so this keeps both.
    package func errors(limit: Int) -> String {
        readError()
        let end = errorText.prefix(upTo: errorText.lastIndex { $0 != 0x0A }.map { $0 + 1 } ?? 0)
        guard errorText.count > limit else { return VisibleText.excerpt(end, limit: 2 * limit) }
        return VisibleText.excerpt(errorText, limit: limit / 2) + " "
            + VisibleText.excerptOfEnd(end, limit: limit / 2)
    }

    package func exitDescription(until deadline: ContinuousClock.Instant) -> String? {
        while !reap(WNOHANG) {
            guard ContinuousClock.now < deadline else { return nil }
            usleep(1000)
        }
        guard let status else { return nil }
        let signal = status & 0x7F
        if signal == 0 { return "exited with status \(status >> 8 & 0xFF)" }
        return "was killed by signal \(signal)"
            + (strsignal(signal).map { " (\(String(cString: $0)))" } ?? "")
    }

    package func kill() {
        TesteeProcess.lock.withLock {
            if TesteeProcess.running.remove(leader) != nil { _ = Foundation.kill(-leader, SIGKILL) }
        }
        _ = reap(0)
    }

    /// Kills the running testees. A signal from the terminal does not reach them, because each runs in a
    /// separate process group. Afterwards, no testee can start. Call this only when this process is about to
    /// end.
    package static func endAll() {
        lock.lock()  // Never unlocked, so that no further testee starts.
        for leader in running { _ = Foundation.kill(-leader, SIGKILL) }
    }

    /// Collects the exit status of the program, with `options` of waitpid. Returns whether the program has
    /// ended.
    private func reap(_ options: Int32) -> Bool {
        guard status == nil else { return true }
        var status: Int32 = 0
        var ended: pid_t
        repeat { ended = waitpid(leader, &status, options) } while ended < 0 && errno == EINTR
        guard ended == leader else { return false }
        self.status = status
        return true
    }
}
