// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import StrictJSON
import SystemPackage

extension LoopsigCommand {
    /// Prints the error and ends the program. Help and the version, which the parser reports as errors, go to
    /// standard output. An error goes to standard error as one line.
    static func exit(reporting error: any Error) -> Never {
        do throws(StandardOutput.Loss) {
            let status = try report(error)
            try StandardOutput.finish()
            Foundation.exit(status)
        } catch {
            if error.reason == .brokenPipe {
                // This signal ends any filter when its reader closes the pipe.
                signal(SIGPIPE, SIG_DFL)
                raise(SIGPIPE)
            }
            let reason = error.reason == .badFileDescriptor ? "it is closed" : "\(error.reason)"
            complain("standard output cannot be written: \(reason)")
            Foundation.exit(ExitCode.failure.rawValue)
        }
    }

    /// Prints the message of the error; returns the exit status.
    private static func report(_ error: any Error) throws(StandardOutput.Loss) -> Int32 {
        if let loss = error as? StandardOutput.Loss { throw loss }
        if let failure = error as? CommandFailure {
            complain(failure.description, showing: failure.shownArguments)
            return failure.exitCode.rawValue
        }
        if let status = error as? ExitCode { return status.rawValue }
        switch exitCode(for: error) {
        case .success:
            try StandardOutput.line(fullMessage(for: error))
            return 0
        case .validationFailure:
            let hint = fullMessage(for: error).split(separator: "\n").last { $0.contains("--help") }
            let advice = hint.map { " (\($0.trimmingCharacters(in: .whitespaces)))" } ?? ""
            let text = message(for: error)
            complain(text + dashHint(for: text), advice: advice)
            return ExitCode.validationFailure.rawValue
        default:
            // An error of a module describes itself.
            complain(message(for: error))
            return ExitCode.failure.rawValue
        }
    }

    /// A hint for the error "Missing value". A value that begins with a dash is an option for the parser; the
    /// hint says how to write it. The hint is empty for any other error.
    private static func dashHint(for message: String) -> String {
        let arguments = CommandLine.arguments.dropFirst()
        guard let match = message.firstMatch(of: /Missing value for '(--[a-z-]+)/) else { return "" }
        let option = String(match.output.1)
        let isTaken = zip(arguments, arguments.dropFirst()).contains { name, value in
            name == option && value.hasPrefix("-") && !optionNames.contains(value)
        }
        guard isTaken else { return "" }
        return ". Write \(option)=VALUE if the value begins with a dash"
    }

    /// Writes one line to standard error. Possible secrets from the command line are removed, and control
    /// characters are made visible.
    ///
    /// - Parameter shown: arguments that the line may repeat although they look like secrets.
    static func complain(
        _ text: String, as kind: String = "error", advice: String = "", showing shown: [String] = []
    ) {
        let arguments = CommandLine.arguments.dropFirst().filter { argument in
            !shown.contains {
                argument.utf8.elementsEqual($0.utf8) || argument.utf8.elementsEqual("--order-hash=\($0)".utf8)
            }
        }
        StandardError.write("loopsig: \(kind): \(visible(text, arguments: Array(arguments)))\(advice)\n")
    }

    /// The text on one line, without possible secrets from the command line, with control characters visible.
    static func visible(
        _ text: String, arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return VisibleText.excerpt(ArgumentRedaction(arguments, options: optionNames)(line), limit: 4000)
    }

    /// The names of all options of all commands, with their dashes.
    private static let optionNames: Set<String> = {
        func names(of command: any ParsableCommand.Type) -> [String] {
            command.helpMessage(includeHidden: true).matches(of: /--[a-z-]+/).map { String($0.output) }
                + command.configuration.subcommands.flatMap(names)
        }
        return Set(names(of: LoopsigCommand.self))
    }()
}

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
