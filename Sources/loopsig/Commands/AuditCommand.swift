import ArgumentParser
import EdDSA
import StrictJSON
import Foundation
import SignatureAudit

/// `loopsig audit`
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "Judges all signatures of a log, explains those that fail, and says what the log says of each key.",
        subcommands: [AuditRunCommand.self, AuditReportCommand.self],
        defaultSubcommand: AuditRunCommand.self
    )
}

/// `loopsig audit FILE…`
struct AuditRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Judges all signatures of a log (what audit does by itself).",
        discussion: """
            A log is NDJSON, one record a line, or an HTTP archive (HAR 1.2). Verdicts are lines of NDJSON in the \
            order of the records, to --output or standard output; the summary follows on standard output, or on \
            standard error where the verdicts are on standard output. A line that is no record is a verdict, too.

            Exit status 0: all signatures are valid and nothing is critical. 1: not so, or not all could be judged.
            """
    )

    @Argument(help: ArgumentHelp("Logs; - for standard input.", valueName: "file"))
    var files: [String] = []

    @Option(help: "A JSON object from account to public key, packed or {\"x\": …, \"y\": …}.")
    var accounts: String?

    @Option(help: "relayer or strict.")
    var profile = VerificationProfile.relayer

    @Option(help: "ndjson or har. By default har for files named so, else ndjson.")
    var format: AuditInput.Format?

    @Option(help: ArgumentHelp("Where the verdicts go.", valueName: "file"))
    var output: String?

    @Flag(help: "Go on behind the verdicts that --output has already.")
    var resume = false

    @Flag(inversion: .prefixedNo, help: "Search for the mistakes that explain signatures that are not valid.")
    var diagnosis = true

    @OptionGroup var page: PageOptions

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    @Flag(help: "Judge standard input line by line, verdicts to standard output, and print nothing else.")
    var stream = false

    @Option(
        help: ArgumentHelp(
            "Write a made-up log of so many records to --output, and beside it its accounts and what an audit has to find.",
            valueName: "number"))
    var sample: Int?

    @Option(help: "The seed of the made-up log.")
    var seed: UInt64 = 1

    func validate() throws {
        if sample != nil {
            guard let sample, sample > 0 else { throw ValidationError("--sample is a number above 0") }
            guard output != nil, files.isEmpty, !resume, !stream, page.report == nil else {
                throw ValidationError("--sample goes with --output and --seed, and with nothing else")
            }
        } else if stream {
            guard files.isEmpty || files == ["-"], output == nil, !resume, !json, page.report == nil else {
                throw ValidationError("--stream reads standard input and writes standard output")
            }
        } else {
            guard !files.isEmpty else { throw ValidationError("no log: give files, or - for standard input") }
            guard files.filter({ $0 == "-" }).count <= 1 else {
                throw ValidationError("standard input is given more than once")
            }
            guard !resume || output != nil else { throw ValidationError("--resume goes on with an --output") }
        }
    }

    func run() async throws {
        if let sample, let output { return try writeSample(of: sample, to: output) }
        let accounts = try accounts.map { path in
            do { return try AccountKeys(parsing: [UInt8](InputFile.read(path, as: "accounts"))) } catch let
                error as AuditError
            {
                throw Failure.refused("\(VisibleText.quoted(path)): \(error)")
            }
        }
        let audit = LogAudit(profile: profile, accounts: accounts ?? AccountKeys(), explains: diagnosis)
        let summary = try await summary(of: audit)
        if stream { return }
        let text =
            json
            ? String(decoding: summary.line, as: UTF8.self)
            : summary.text(on: output == nil ? .plain : .standardOutput)
        if output == nil { StandardError.write(text + "\n") } else { try StandardOutput.line(text) }
        try page.write(AuditPage(summary: summary).page)
        if !summary.isComplete {
            let advice = output == nil ? "" : "; --resume goes on from there"
            throw Failure.refused("stopped after \(summary.records) records\(advice)")
        }
        guard summary.isClean else { throw ExitCode(Failure.Status.no.rawValue) }
    }

    /// Runs the audit until it is done or interrupted.
    private func summary(of audit: LogAudit) async throws -> AuditSummary {
        do {
            let interruption = Interruption()
            var tally = AuditTally()
            let file = try output.map { path in
                resume ? try VerdictFile(continuing: path, &tally) : try VerdictFile(creating: path)
            }
            let inputs = try stream ? [input("-")] : files.map(input)
            let progress = AuditProgressReport(of: files, isQuiet: stream)
            defer { progress.clear() }
            return try await audit.run(
                over: inputs, tally: tally,
                write: { lines in
                    if let file { try file.write(lines) } else { try StandardOutput.write(lines) }
                },
                progress: progress.show, isCancelled: { interruption.hasArrived })
        } catch let error as AuditError {
            throw Failure.refused("\(error)")
        } catch let error as CocoaError {
            throw Failure.refused("a file cannot be read or written: \(error.localizedDescription)")
        }
    }

    private func input(_ path: String) throws -> AuditInput {
        let format = format ?? (path.lowercased().hasSuffix(".har") ? .har : .ndjson)
        guard path != "-" else { return AuditInput(name: "-", handle: .standardInput, format: format) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
            let handle = FileHandle(forReadingAtPath: path)
        else { throw Failure.refused("cannot read the log \(VisibleText.quoted(path))") }
        return AuditInput(name: path, handle: handle, format: format)
    }

    private func writeSample(of count: Int, to path: String) throws {
        var sample = try AuditSample(count: count, seed: seed)
        let file = try VerdictFile(creating: path)
        var buffer: [UInt8] = []
        try sample.write { line in
            buffer += line
            if buffer.count >= 1 << 18 {
                try file.write(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try file.write(buffer)
        try VerdictFile(creating: path + ".accounts.json").write(sample.accounts)
        try VerdictFile(creating: path + ".answers.json").write(sample.answers)
    }
}

/// `loopsig audit report`
struct AuditReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Puts verdicts of one or many audits together to one summary.",
        discussion: """
            Nonces used twice, replays and unreduced signatures are found across all of the verdicts, as if they \
            were of one log. Exit status as of the audit.
            """
    )

    @Argument(help: ArgumentHelp("Files of verdicts; - for standard input.", valueName: "verdicts"))
    var files: [String]

    @Option(help: "The profile that the verdicts are under: relayer or strict.")
    var profile = VerificationProfile.relayer

    @OptionGroup var page: PageOptions

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func run() throws {
        var tally = AuditTally()
        var read: [AuditSummary.File] = []
        for path in files {
            guard let handle = path == "-" ? .standardInput : FileHandle(forReadingAtPath: path) else {
                throw Failure.refused("cannot read the verdicts \(VisibleText.quoted(path))")
            }
            do {
                read.append(try tally.addVerdicts(from: handle, named: path, isOneOfSeveral: files.count > 1))
            } catch let error as AuditError {
                throw Failure.refused("\(VisibleText.quoted(path)): \(error)")
            }
        }
        let summary = try AuditSummary(of: tally, under: profile, files: read)
        try StandardOutput.line(
            json ? String(decoding: summary.line, as: UTF8.self) : summary.text(on: .standardOutput))
        try page.write(AuditPage(summary: summary).page)
        guard summary.isClean else { throw ExitCode(Failure.Status.no.rawValue) }
    }
}

extension AuditInput.Format: ExpressibleByArgument {}

extension Terminal {
    /// Without emphasis.
    fileprivate static let plain = Terminal(isColoured: false)
}

extension AuditSummary {
    fileprivate func text(on terminal: Terminal) -> String {
        paragraphs.map { paragraph in
            let text = TextLayout.wrapped(paragraph.text)
            return switch paragraph.kind {
            case .figures: terminal.bold(text)
            case .critical: terminal.bad("critical") + "  " + text
            case .failure: terminal.warning("invalid") + "   " + text
            case .note: terminal.faint("note") + "      " + text
            }
        }.joined(separator: "\n")
    }
}

/// The file that verdicts are written to.
private final class VerdictFile {
    private let path: String
    private let descriptor: Int32

    private init(_ path: String, flags: Int32) throws {
        self.path = path
        descriptor = open(path, flags | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(errno) }
    }

    convenience init(creating path: String) throws {
        try self.init(path, flags: O_WRONLY | O_CREAT | O_TRUNC)
    }

    /// Opens a file of verdicts to go on with: what is whole is added to the tally, half a line at the end removed.
    convenience init(continuing path: String, _ tally: inout AuditTally) throws {
        try self.init(path, flags: O_RDWR | O_CREAT)
        let end = try tally.addWholeVerdicts(from: FileHandle(fileDescriptor: descriptor))
        guard ftruncate(descriptor, off_t(end)) == 0, lseek(descriptor, 0, SEEK_END) >= 0 else {
            throw failure(errno)
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Foundation.write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { throw failure(errno) }
            }
        }
    }

    private func failure(_ code: Int32) -> Failure {
        .refused("cannot write \(VisibleText.quoted(path)): \(String(cString: strerror(code)))")
    }
}

/// How far the audit is.
private final class AuditProgressReport {
    private let line = ProgressLine()
    private let isQuiet: Bool
    private let totalBytes: Int?
    private let start = ContinuousClock.now

    init(of files: [String], isQuiet: Bool) {
        self.isQuiet = isQuiet
        let sizes = files.map { path in
            try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        }
        totalBytes = sizes.contains(nil) ? nil : sizes.compactMap(\.self).reduce(0, +)
    }

    func show(_ progress: AuditProgress) {
        if !isQuiet { line.show(text(progress)) }
    }

    func clear() { line.clear() }

    private func text(_ progress: AuditProgress) -> String {
        let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
        var text = "\(progress.records) records, \(Int(Double(progress.records) / seconds)) a second"
        if let totalBytes, progress.bytes > 0, totalBytes > 0 {
            let left = seconds * Double(max(0, totalBytes - progress.bytes)) / Double(progress.bytes)
            text += ", \(100 * progress.bytes / totalBytes) %, \(Int(left.rounded(.up))) s left"
        }
        return text
    }
}

/// Control-C, or a polite kill: the audit ends behind a whole line. A second one ends the program.
private final class Interruption {
    private let sources: [any DispatchSourceSignal]
    private let flag = Flag()

    /// Set by the handler and read by the audit.
    private final class Flag: @unchecked Sendable {
        private let lock = NSLock()
        private var isSet = false

        /// Sets the flag; whether it was set before.
        func set() -> Bool {
            lock.withLock {
                defer { isSet = true }; return isSet
            }
        }
        var value: Bool { lock.withLock { isSet } }
    }

    init() {
        sources = [SIGINT, SIGTERM].map { [flag] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if flag.set() { exit(Failure.Status.no.rawValue) }
            }
            source.resume()
            return source
        }
    }

    deinit { for source in sources { source.cancel() } }

    var hasArrived: Bool { flag.value }
}
