#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import StrictJSON
import Foundation

/// A program, everything that it has started, and the end of them all.
///
/// The program leads a process group of its own, and its environment carries a mark that what it starts inherits.
/// Killed are the group, the descendants of the leader, and, on Linux, every process with the mark: a child that has
/// left the group by `setsid`, and one whose parents are gone. Left alone is only a process that has no parent in the
/// family any more and was started with another environment. (Elsewhere than on Linux it is the group alone.)
struct ProcessFamily: Hashable, Sendable {
    /// The leader.
    let leader: pid_t
    /// What the environment variable ``variable`` is for the family.
    let mark: String

    /// The environment variable that carries the mark.
    static let variable = "LOOPSIG_TESTEE"

    /// Kills the family, at once. The leader is not reaped.
    func kill() {
        let descendants = descendants()
        _ = systemKill(-leader, SIGKILL)
        for process in descendants { _ = systemKill(process, SIGKILL) }
        // Who was being started meanwhile has the mark; a killed process shows it until it is gone.
        for _ in 0..<100 {
            let others = marked().filter { $0 != leader }
            guard !others.isEmpty else { return }
            for process in others { _ = systemKill(process, SIGKILL) }
            usleep(1000)
        }
    }

    /// The processes below the leader, in any process group.
    private func descendants() -> [pid_t] {
        let parents = ProcessFamily.processes().compactMap { process -> (pid_t, parent: pid_t)? in
            guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat"),
                // The name, in parentheses, may contain anything; state and parent follow it.
                let end = stat.lastIndex(of: UInt8(ascii: ")"))
            else { return nil }
            let fields = stat[(end + 1)...].split(separator: UInt8(ascii: " "))
            guard fields.count > 1, let parent = pid_t(String(decoding: fields[1], as: UTF8.self)) else {
                return nil
            }
            return (process, parent)
        }
        var family: Set<pid_t> = [leader]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for (process, parent) in parents where family.contains(parent) {
                if family.insert(process).inserted { isGrowing = true }
            }
        }
        return Array(family.subtracting([leader]))
    }

    /// The processes that have the mark.
    private func marked() -> [pid_t] {
        let entry = Data("\(ProcessFamily.variable)=\(mark)\0".utf8)
        return ProcessFamily.processes().filter { process in
            FileManager.default.contents(atPath: "/proc/\(process)/environ")?.range(of: entry) != nil
        }
    }

    /// All processes, where the system lists them as files.
    private static func processes() -> [pid_t] {
        #if os(Linux)
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { pid_t($0) }
        #else
        []
        #endif
    }
}

/// `kill` under a name that a method called `kill` does not hide.
private let systemKill: @Sendable (pid_t, Int32) -> Int32 = { kill($0, $1) }

/// Takes running testees along when the user ends the run: they have process groups of their own, which the signal
/// of a terminal does not reach.
public enum Interruption {
    /// The testees that run, behind one lock. It is held while a program is started, lest it inherits an end of a
    /// pipe to another one before that is marked (that one would never see the end of its input), and lest it is
    /// missed when everything is to end.
    private static let lock = NSLock()
    nonisolated(unsafe) private static var running: Set<ProcessFamily> = []
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

    /// Starts a program and keeps it in mind until it ``ended(_:)``.
    static func keeping<Started>(
        _ start: () throws(TesteeLaunchError) -> (ProcessFamily, Started)
    ) throws(TesteeLaunchError) -> (ProcessFamily, Started) {
        lock.lock()
        defer { lock.unlock() }
        let started = try start()
        running.insert(started.0)
        return started
    }

    static func ended(_ family: ProcessFamily) {
        lock.lock()
        defer { lock.unlock() }
        running.remove(family)
    }

    /// From now on SIGINT, SIGTERM and SIGHUP kill the running testees with all that they started, and end this
    /// process with status 128 + signal.
    public static func killsTestees() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                lock.lock()  // And never unlocked: nothing more is started.
                for family in running { family.kill() }
                exit(128 + number)
            }
            signal(number, SIG_IGN)  // The default action must not come before the handler.
            source.resume()
            sources.append(source)
        }
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

/// Starts a program with pipes to it.
func spawn(
    _ command: [String]
) throws(TesteeLaunchError) -> (ProcessFamily, (stdin: Int32, stdout: Int32, stderr: Int32)) {
    let stdin = try Pipe()
    let stdout = try Pipe()
    let stderr = try Pipe()
    defer { for end in [stdin.reading, stdout.writing, stderr.writing] { close(end) } }
    do {
        let family = try spawn(command, stdin: stdin.reading, stdout: stdout.writing, stderr: stderr.writing)
        return (family, (stdin.writing, stdout.reading, stderr.reading))
    } catch {
        for end in [stdin.writing, stdout.reading, stderr.reading] { close(end) }
        throw error
    }
}

/// Starts a program in a process group of its own, with a mark in its environment and the usual reactions to signals.
private func spawn(
    _ command: [String], stdin: Int32, stdout: Int32, stderr: Int32
) throws(TesteeLaunchError) -> ProcessFamily {
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
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP) | Int16(POSIX_SPAWN_SETSIGDEF))

    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let mark = UUID().uuidString
    var environment = inheritedEnvironment() + [strdup("\(ProcessFamily.variable)=\(mark)"), nil]
    defer { for entry in environment { free(entry) } }
    var pid: pid_t = 0
    let failure = posix_spawnp(&pid, program, &actions, &attributes, &arguments, &environment)
    guard failure == 0 else {
        throw TesteeLaunchError(
            description:
                "\(VisibleText.excerpt(program)) cannot be started: \(String(cString: strerror(failure)))")
    }
    return ProcessFamily(leader: pid, mark: mark)
}

/// Copies of the entries of this process's environment, byte for byte, but for a mark that it has itself.
private func inheritedEnvironment() -> [UnsafeMutablePointer<CChar>?] {
    #if canImport(Darwin)
    var next = _NSGetEnviron().pointee
    #else
    var next = environ
    #endif
    var entries: [UnsafeMutablePointer<CChar>?] = []
    while let entry = next.pointee {
        if strncmp(entry, ProcessFamily.variable + "=", ProcessFamily.variable.utf8.count + 1) != 0 {
            entries.append(strdup(entry))
        }
        next += 1
    }
    return entries
}
