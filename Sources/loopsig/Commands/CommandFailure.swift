// SPDX-License-Identifier: Apache-2.0
import ArgumentParser

/// Why a command does not succeed: one line for standard error, and the exit status.
struct CommandFailure: Error, Equatable, CustomStringConvertible {
    /// `failure` (1) or `validationFailure` (64, EX_USAGE of sysexits.h).
    let exitCode: ExitCode
    let description: String
    /// Arguments that the description may repeat although they look like a secret.
    var shownArguments: [String] = []

    /// The answer is negative, or cannot be given: invalid, refused, unreadable, unreachable.
    static func refused(_ reason: String) -> CommandFailure {
        CommandFailure(exitCode: .failure, description: reason)
    }

    /// A usage error; `advice` says how to correct the command line.
    static func usage(_ advice: String) -> CommandFailure {
        CommandFailure(exitCode: .validationFailure, description: advice)
    }
}
