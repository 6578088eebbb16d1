import ArgumentParser
import StrictJSON
import Foundation
import OrderCancellation

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
    /// Arguments that the description may repeat although they look like a secret.
    var shownArguments: [String] = []

    /// The answer is no, or there is none.
    static func refused(_ reason: String) -> Failure { Failure(status: .no, description: reason) }

    /// The command line has to be corrected; `advice` says how.
    static func usage(_ advice: String) -> Failure { Failure(status: .usage, description: advice) }
}

extension Failure {
    /// A request that cannot be made is for the user to correct.
    init(_ error: CancelOrderRequestError) {
        let advice = error == .nothingToCancel ? ": give --order-hash, --client-order-id or both" : ""
        self = .usage("\(error)\(advice)")
    }

    /// A base URL that cannot be used is for the user to correct; the rest is a no.
    init(_ error: CallError) {
        if case .baseURLInvalid = error.cause {
            self = .usage("\(error)")
        } else {
            self = .refused("\(error)")
        }
    }
}

extension LoopsigCommand {
    /// Ends the program: what the user asked for (help, the version) on standard output, anything else as one line on
    /// standard error.
    static func exit(reporting error: any Error) -> Never {
        do throws(StandardOutput.Loss) {
            let status = try report(error)
            try StandardOutput.finish()
            Foundation.exit(status)
        } catch {
            switch error {
            case .readerHasGone:
                Descriptor.endByBrokenPipe()
            case .cannotWrite(let error):
                let reason = error.code == EBADF ? "it is closed" : "\(error)"
                complain("standard output cannot be written: \(reason)")
                Foundation.exit(Failure.Status.no.rawValue)
            }
        }
    }

    /// Says what there is to say of the error; returns the exit status.
    private static func report(_ error: any Error) throws(StandardOutput.Loss) -> Int32 {
        if let loss = error as? StandardOutput.Loss { throw loss }
        if let failure = error as? Failure {
            complain(failure.description, showing: failure.shownArguments)
            return failure.status.rawValue
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
            return Failure.Status.usage.rawValue
        default:
            complain(message(for: error))
            return Failure.Status.no.rawValue
        }
    }

    /// How to give an option a value that begins with a dash, if the parser has taken such a value for another option.
    static func dashHint(
        for message: String, arguments: [String] = Array(CommandLine.arguments.dropFirst())
    ) -> String {
        guard let match = message.firstMatch(of: /Missing value for '(--[a-z-]+)/) else { return "" }
        let option = String(match.output.1)
        let isTaken = zip(arguments, arguments.dropFirst()).contains { name, value in
            name == option && value.hasPrefix("-") && !optionNames.contains(value)
        }
        guard isTaken else { return "" }
        return ". Write \(option)=VALUE if the value begins with a dash"
    }

    /// Writes one line to standard error. What it has from the command line, or from elsewhere, is made fit to be
    /// shown there.
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

    /// A sentence about the command line on one line, with nothing in it that could be a secret from there.
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
