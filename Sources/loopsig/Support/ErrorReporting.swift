import ArgumentParser
import Foundation

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
            case .cannotWrite(let code):
                let reason = code == EBADF ? "it is closed" : String(cString: strerror(code))
                complain("standard output cannot be written: \(reason)")
                Foundation.exit(Failure.Status.no.rawValue)
            }
        }
    }

    /// Says what there is to say of the error; returns the exit status.
    private static func report(_ error: any Error) throws(StandardOutput.Loss) -> Int32 {
        if let loss = error as? StandardOutput.Loss { throw loss }
        if let failure = error as? Failure {
            complain(failure.description)
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
            complain(maskingKeys(in: message(for: error)) + advice)
            return Failure.Status.usage.rawValue
        default:
            complain(message(for: error))
            return Failure.Status.no.rawValue
        }
    }

    /// Writes one line to standard error.
    static func complain(_ text: String, as kind: String = "error") {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        StandardError.write("loopsig: \(kind): \(line)\n")
    }

    /// The parser quotes arguments that it does not understand. A key that was typed in the wrong place must
    /// not go on from there into a log.
    static func maskingKeys(in message: String) -> String {
        message.replacing(/(0[xX])?[0-9a-fA-F]{32,}/, with: "…")
    }
}
