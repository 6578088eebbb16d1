// SPDX-License-Identifier: Apache-2.0
#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import Foundation
import StrictJSON

/// The process group of a program and of the processes that it starts.
///
/// A process that leaves the group (`setsid`) is not killed.
struct ProcessGroup: Hashable, Sendable {
    /// The process ID of the program, which is also the ID of the group.
    let leader: pid_t

    /// Sends SIGKILL to the group. Does not reap the leader.
    func kill() { _ = systemKill(-leader, SIGKILL) }
}

/// `kill` under another name, because the method `kill` hides it.
private let systemKill: @Sendable (pid_t, Int32) -> Int32 = { kill($0, $1) }

/// Ends running testees when the user interrupts the run. A signal from the terminal does not reach them,
/// because they run in separate process groups.
public enum TesteeCleanup {
    /// Held while a program starts, for two reasons. First, a second program that starts at the same time
    /// must not inherit a pipe end before that end is marked close-on-exec. Otherwise, the first program
    /// would never see the end of its input. Second, `endAll` must not miss a program that is about to start.
    private static let lock = NSLock()
    nonisolated(unsafe) private static var running: Set<ProcessGroup> = []

    /// Starts a program and lists it as running until ``ended(_:)``.
    static func remembering<Started>(
        _ start: () throws(TesteeLaunchError) -> (ProcessGroup, Started)
    ) throws(TesteeLaunchError) -> (ProcessGroup, Started) {
        lock.lock()
        defer { lock.unlock() }
        let started = try start()
        running.insert(started.0)
        return started
    }

    static func ended(_ group: ProcessGroup) {
        lock.lock()
        defer { lock.unlock() }
        running.remove(group)
    }

    /// Kills the running testees. Afterwards, no testee can start. Call it only when this process is about to
    /// end.
    public static func endAll() {
        lock.lock()  // Never unlocked, so that no further testee starts.
        for group in running { group.kill() }
    }
}

// MARK: - Starting

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

/// Starts a program with pipes to its standard streams. The program is searched for in PATH.
func spawn(
    _ command: [String]
) throws(TesteeLaunchError) -> (ProcessGroup, (stdin: Int32, stdout: Int32, stderr: Int32)) {
    let stdin = try Pipe()
    let stdout = try Pipe()
    let stderr = try Pipe()
    defer { for end in [stdin.reading, stdout.writing, stderr.writing] { close(end) } }
    do {
        let group = try spawn(command, stdin: stdin.reading, stdout: stdout.writing, stderr: stderr.writing)
        return (group, (stdin.writing, stdout.reading, stderr.reading))
    } catch {
        for end in [stdin.writing, stdout.reading, stderr.reading] { close(end) }
        throw error
    }
}

/// Starts a program in a separate process group, with the default handling of signals.
private func spawn(
    _ command: [String], stdin: Int32, stdout: Int32, stderr: Int32
) throws(TesteeLaunchError) -> ProcessGroup {
    guard let program = command.first else { throw TesteeLaunchError(description: "no command is given") }
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
    for (source, target) in [(stdin, STDIN_FILENO), (stdout, STDOUT_FILENO), (stderr, STDERR_FILENO)] {
        posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The harness may ignore these signals, and a testee would inherit that. Reset them to their defaults.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // The group 0 stands for a new group with the ID of the process.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var pid: pid_t = 0
    let failure = posix_spawnp(&pid, program, &actions, &attributes, &arguments, environment)
    guard failure == 0 else {
        throw TesteeLaunchError(
            description:
                "\(VisibleText.excerpt(program)) cannot be started: \(String(cString: strerror(failure)))")
    }
    return ProcessGroup(leader: pid)
}

/// Why a program cannot be tested at all.
public struct TesteeLaunchError: LocalizedError, Equatable, CustomStringConvertible {
    /// The reason.
    public let description: String

    package init(description: String) { self.description = description }

    /// As ``description``.
    public var errorDescription: String? { description }
}
