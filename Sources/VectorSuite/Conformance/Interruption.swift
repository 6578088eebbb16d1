#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Takes the running testee along when the user ends the run: it has a process group of its own, which the
/// terminal's signal does not reach.
public enum Interruption {
    /// The testee to kill. Written by the one thread that runs testees, read by a signal handler, and left
    /// alone unless there is one.
    nonisolated(unsafe) private static var testee: pid_t = 0
    nonisolated(unsafe) private static var isHandled = false

    static func started(_ pid: pid_t) {
        if isHandled { testee = pid }
    }

    static func ended(_ pid: pid_t) {
        if isHandled, testee == pid { testee = 0 }
    }

    /// From now on SIGINT and SIGTERM kill the running testee and end this process with status 128 + signal.
    /// For a program that runs one testee at a time; to be called before it starts the first.
    public static func killsTestee() {
        isHandled = true
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                if Interruption.testee > 0 { kill(-Interruption.testee, SIGKILL) }
                _exit(128 + number)
            }
        }
    }
}
