/// Why a command ends without a yes: one line for standard error, and the exit status.
struct Failure: Error, Equatable, CustomStringConvertible {
    /// The exit statuses of the program.
    enum Status: Int32 {
        /// The answer is no, or there is none: invalid, refused, unreadable, unreachable.
        case no = 1
        /// The command line has to be corrected (EX_USAGE of sysexits.h).
        case usage = 64
    }

    let status: Status
    let description: String

    /// The answer is no, or there is none.
    static func refused(_ reason: String) -> Failure { Failure(status: .no, description: reason) }

    /// The command line has to be corrected; `advice` says how.
    static func usage(_ advice: String) -> Failure { Failure(status: .usage, description: advice) }
}
