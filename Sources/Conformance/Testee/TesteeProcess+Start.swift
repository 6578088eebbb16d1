// SPDX-License-Identifier: Apache-2.0
import Foundation
import StrictJSON

extension TesteeProcess {
    /// Starts a program in a separate process group, with the default handling of signals and with pipes to
    /// its standard streams. The program is searched for in PATH.
    /// - Returns: the process ID, and our ends of the pipes to its standard input, output and error.
    static func spawn(_ command: [String]) throws(ConformanceError) -> (leader: pid_t, ends: [Int32]) {
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
}
