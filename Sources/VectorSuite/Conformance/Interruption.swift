#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif
import Synchronization

/// Takes the running testee along when the user ends the run: it has a process group of its own, which the
/// terminal's signal does not reach.
public enum Interruption {
    private static let testee = Atomic<pid_t>(0)

    static func started(_ pid: pid_t) { testee.store(pid, ordering: .relaxed) }

    static func ended(_ pid: pid_t) {
        _ = testee.compareExchange(expected: pid, desired: 0, ordering: .relaxed)
    }

    /// From now on SIGINT and SIGTERM kill the running testee and end this process with status 128 + signal.
    public static func killsTestee() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                let pid = Interruption.testee.load(ordering: .relaxed)
                if pid > 0 { kill(-pid, SIGKILL) }
                _exit(128 + number)
            }
        }
    }
}
