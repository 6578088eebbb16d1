import ArgumentParser
import Foundation

extension LoopsigCommand {
    /// Ends the program: what the user asked for (help) on standard output, anything else as one line on
    /// standard error.
    static func exit(reporting error: any Error) -> Never {
        if let failure = error as? Failure {
            complain(failure.description)
            Foundation.exit(failure.status.rawValue)
        }
        if let status = error as? ExitCode { Foundation.exit(status.rawValue) }
        let status = exitCode(for: error)
        guard status != .success else { exit(withError: error) }
        guard status == .validationFailure else {
            complain(message(for: error))
            Foundation.exit(Failure.Status.no.rawValue)
        }
        let hint = fullMessage(for: error).split(separator: "\n").last { $0.contains("--help") }
        let advice = hint.map { " (\($0.trimmingCharacters(in: .whitespaces)))" } ?? ""
        complain(maskingKeys(in: message(for: error)) + advice)
        Foundation.exit(Failure.Status.usage.rawValue)
    }

    /// Writes one line to standard error.
    static func complain(_ text: String, as kind: String = "error") {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        FileHandle.standardError.write(Data("loopsig: \(kind): \(line)\n".utf8))
    }

    /// The parser quotes arguments that it does not understand. A key that was typed in the wrong place must
    /// not go on from there into a log.
    static func maskingKeys(in message: String) -> String {
        message.replacing(/(0[xX])?[0-9a-fA-F]{32,}/, with: "…")
    }
}
