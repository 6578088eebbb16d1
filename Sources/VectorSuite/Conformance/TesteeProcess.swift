#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import Foundation

/// A program under test and the three pipes to it. Nothing that it does blocks for longer than a deadline:
/// the pipes are non-blocking, lines are bounded, and the program is killed with everything it started.
///
/// Foundation's `Process` is not used because it cannot wait for several pipes with one deadline.
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
    /// How much of the end of standard error is kept.
    static let errorLimit = 4096

    let pid: pid_t
    private var input: Int32
    private var output: Int32
    private var error: Int32
    private var pending: ArraySlice<UInt8> = []
    private var lines = LineBuffer(limit: TesteeProcess.lineLimit)
    private var errorTail: [UInt8] = []
    private var status: Int32?

    /// Starts a program, which is looked for in PATH.
    init(_ command: [String]) throws(TesteeLaunchError) {
        ignoreBrokenPipes()
        // One at a time, lest a program started by another thread inherits an end of a pipe before it is
        // marked: this testee would then never see the end of its input.
        let (pid, ends) = try startOneByOne(command)
        self.pid = pid
        (input, output, error) = (ends.stdin, ends.stdout, ends.stderr)
        for descriptor in [input, output, error] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
        Interruption.started(pid)
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
            wait(for: remaining)
            if !writePending() { return .inputClosed }
            readError()
            readOutput()
        }
    }

    /// Sleeps until a pipe is ready, or for `duration`.
    private func wait(for duration: Duration) {
        var descriptors = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: error, events: Int16(POLLIN), revents: 0),
            pollfd(fd: pending.isEmpty ? -1 : input, events: Int16(POLLOUT), revents: 0),
        ]
        let milliseconds =
            duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        _ = poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds + 1))
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
        guard error >= 0, let bytes = read(from: &error) else { return }
        errorTail = Array((errorTail + bytes).suffix(TesteeProcess.errorLimit))
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

    /// The end of what the program has written to standard error since this was last called.
    func takeErrorTail() -> [UInt8] {
        readError()
        defer { errorTail = [] }
        return errorTail
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
        guard waitpid(pid, &status, WNOHANG) == pid else { return false }
        self.status = status
        return true
    }

    /// Ends the program and everything in its process group, at once.
    func kill() {
        // The group may live on after its leader.
        _ = systemKill(-pid, SIGKILL)
        if status == nil {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            self.status = status
        }
        Interruption.ended(pid)
    }
}

/// Why a program cannot be tested at all.
public struct TesteeLaunchError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reason.
    public let description: String
}

// MARK: - System calls

/// `read` under a name that a method called `read` does not hide.
private let systemRead = read
/// `kill` under a name that a method called `kill` does not hide.
private let systemKill: @Sendable (pid_t, Int32) -> Int32 = { kill($0, $1) }

/// A pipe that no other program inherits.
private struct Pipe {
    let reading: Int32
    let writing: Int32

    init() throws(TesteeLaunchError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw TesteeLaunchError(description: String(cString: strerror(errno))) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }
}

/// A program that stops reading must not end this one: a write then fails with EPIPE instead.
private func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}

/// Held while a program is being started.
private let starting = NSLock()

/// Starts a program with pipes to it while no other thread starts one.
private func startOneByOne(
    _ command: [String]
) throws(TesteeLaunchError) -> (pid_t, (stdin: Int32, stdout: Int32, stderr: Int32)) {
    starting.lock()
    defer { starting.unlock() }
    return try spawn(command)
}

/// Starts a program with pipes to it.
private func spawn(
    _ command: [String]
) throws(TesteeLaunchError) -> (pid_t, (stdin: Int32, stdout: Int32, stderr: Int32)) {
    let stdin = try Pipe()
    let stdout = try Pipe()
    let stderr = try Pipe()
    defer { for end in [stdin.reading, stdout.writing, stderr.writing] { close(end) } }
    do {
        let pid = try spawn(command, stdin: stdin.reading, stdout: stdout.writing, stderr: stderr.writing)
        return (pid, (stdin.writing, stdout.reading, stderr.reading))
    } catch {
        for end in [stdin.writing, stdout.reading, stderr.reading] { close(end) }
        throw error
    }
}

/// Starts a program in a process group of its own, with the usual reaction to broken pipes.
private func spawn(
    _ command: [String], stdin: Int32, stdout: Int32, stderr: Int32
) throws(TesteeLaunchError) -> pid_t {
    guard let program = command.first else { throw TesteeLaunchError(description: "no command is given") }
    #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
    #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (source, target) in [(stdin, STDIN_FILENO), (stdout, STDOUT_FILENO), (stderr, STDERR_FILENO)] {
        posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    #if canImport(Darwin)
    let environment = _NSGetEnviron().pointee
    #else
    let environment = environ
    #endif
    let failure = posix_spawnp(&pid, program, &actions, &attributes, &arguments, environment)
    guard failure == 0 else {
        throw TesteeLaunchError(
            description: "\(program) cannot be started: \(String(cString: strerror(failure)))")
    }
    return pid
}
