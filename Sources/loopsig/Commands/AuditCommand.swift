// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import Foundation
import Reports
import SignatureAudit
import StrictJSON

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "Judges all signatures of a log, explains those that fail, and reports what the log reveals about each key.",
        discussion: AuditCommand.example,
        subcommands: [AuditRunCommand.self, AuditReportCommand.self],
        defaultSubcommand: AuditRunCommand.self
    )

    static let example = """
        Example: a proxy's log of requests, one JSON object per line, and the public keys of its accounts.

          $ cat log.ndjson
          {"id": 1, "time": "2026-03-01T10:00:00Z", "method": "DELETE",
           "url": "https://api3.loopring.io/api/v3/order?accountId=70001&clientOrderId=alpha1",
           "headers": {"X-API-SIG": "0x14c7…"}}          (on one line)
          $ cat accounts.json
          {"70001": "0x879a40ca6973e806564a91eb9612ee42908ea858286e50985c19dfff80ea0483"}
          $ loopsig audit log.ndjson --accounts accounts.json --output verdicts.ndjson --report report.html
          1 record: 1 valid, 0 invalid under the profile relayer.
          …
          $ loopsig audit report verdicts.ndjson older-verdicts.ndjson --json

        verdicts.ndjson has one line for each record: valid or not, the step that failed, and the mistake that \
        explains it. report.html is self-contained.
        """
}

struct AuditRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Judges all signatures of a log. This subcommand is the default.",
        discussion: """
            A log is NDJSON, one record per line, or an HTTP archive (HAR 1.2). The command writes one verdict per \
            record, as a line of NDJSON, in the order of the records, to --output or else to standard output. A line \
            that is not a record gets a verdict, too. The summary goes to standard output, or to standard error if the \
            verdicts are on standard output.

            Exit status 0: at least one signature was judged, every judged signature is valid, and no finding is \
            critical. 1: otherwise, or if the audit was interrupted. 64: usage error, or a file of another format.

            \(AuditCommand.example)
            """
    )

    @Argument(help: ArgumentHelp("Logs; - for standard input.", valueName: "file"))
    var files: [String] = []

    @Option(
        help:
            "A file with one JSON object: the public key of each account, packed or as {\"x\": …, \"y\": …}.")
    var accounts: String?

    @Option(help: "The verification profile: relayer or strict.")
    var profile = VerificationProfile.relayer

    @Option(help: "ndjson or har. By default har if the name of the file ends in .har, otherwise ndjson.")
    var format: AuditInput.Format?

    @Option(help: ArgumentHelp("Write the verdicts to this file.", valueName: "file"))
    var output: String?

    @Flag(help: "Resume after the last verdict in --output.")
    var resume = false

    @Flag(inversion: .prefixedNo, help: "Search for the mistakes that explain invalid signatures.")
    var diagnosis = true

    @OptionGroup var report: AuditReportOptions

    @Flag(help: "Judge standard input line by line. Print the verdicts on standard output, and nothing else.")
    var stream = false

    func validate() throws {
        if stream {
            guard files.isEmpty || files == ["-"], output == nil, !resume, !report.json,
                report.page.report == nil
            else {
                throw ValidationError(
                    "--stream reads standard input and writes standard output: give no file, --output, --resume, "
                        + "--json or --report")
            }
        } else {
            guard !files.isEmpty else { throw ValidationError("no log: give files, or - for standard input") }
            guard files.filter({ $0 == "-" }).count <= 1 else {
                throw ValidationError("standard input is given more than once: give - once")
            }
            guard !resume || output != nil else { throw ValidationError("--resume needs --output") }
        }
    }

    func run() async throws {
        var keys = AccountKeys()
        if let accounts {
            let contents = try InputFile.read(accounts, as: "accounts")
            do throws(AuditError) { keys = try AccountKeys(parsing: [UInt8](contents)) } catch {
                throw CommandFailure.refused("\(VisibleText.quoted(accounts)): \(error)")
            }
        }
        let audit = LogAudit(profile: profile, accounts: keys, explains: diagnosis)
        let summary = try await summary(of: audit)
        if stream { return }
        try report.write(summary, toStandardError: output == nil)
        if !summary.isComplete {
            let advice = output == nil ? "" : "; add --resume to continue it"
            throw CommandFailure.refused("the audit stopped after \(summary.records) records\(advice)")
        }
        guard summary.isClean else { throw ExitCode.failure }
    }

    /// Runs the audit until it is complete or interrupted.
    private func summary(of audit: LogAudit) async throws -> AuditSummary {
        do {
            // Handle signals before the output file is created: an interruption before that must not be lost.
            return try await StopSignals.cancelling {
                var tally = AuditTally()
                let file = try output.map {
                    try OutputFile(
                        $0, as: "file of verdicts", resume ? .readWrite : .writeOnly, resume ? [] : .truncate)
                }
                if resume, let file {
                    // An incomplete line at the end is removed.
                    let verdicts = FileHandle(fileDescriptor: file.descriptor.rawValue)
                    try file.truncate(at: tally.addWholeVerdicts(from: verdicts))
                }
                let inputs = try stream ? [input("-")] : files.map(input)
                let (line, start) = (ProgressLine(), ContinuousClock.now)
                defer { line.clear() }
                return try await audit.run(
                    over: inputs, tally: tally,
                    write: { lines in
                        if let file { try file.write(lines) } else { try StandardOutput.write(lines) }
                    },
                    progress: { if !stream { line.show(progress(records: $0, bytes: $1, since: start)) } })
            }
        } catch let error as AuditError {
            throw error.isAboutFormat ? CommandFailure.usage("\(error)") : CommandFailure.refused("\(error)")
        } catch let error as CocoaError {
            throw CommandFailure.refused("cannot read or write a file: \(error.localizedDescription)")
        }
    }

    /// The speed, and if the sizes of all files are known, the remaining time.
    private func progress(records: Int, bytes: Int, since start: ContinuousClock.Instant) -> String {
        let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
        var text = "\(records) records, \(Int(Double(records) / seconds)) a second"
        let sizes = files.map { path in
            try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        }
        let total = sizes.compactMap(\.self).reduce(0, +)
        if !sizes.contains(nil), total > 0, bytes > 0 {
            let left = seconds * Double(max(0, total - bytes)) / Double(bytes)
            text += ", \(100 * bytes / total) %, \(Int(left.rounded(.up))) s left"
        }
        return text
    }

    private func input(_ path: String) throws -> AuditInput {
        let format = format ?? (path.lowercased().hasSuffix(".har") ? .har : .ndjson)
        return AuditInput(name: path, handle: try InputFile.handle(path, as: "log"), format: format)
    }
}

struct AuditReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Combines the verdicts of one or many audits into one summary.",
        discussion: """
            Reused and shared nonces, replays and unreduced signatures are found across all of the verdicts, as if they \
            came from one log. The exit status is the one that an audit of this log would have.
            """
    )

    @Argument(help: ArgumentHelp("Files of verdicts; - for standard input.", valueName: "verdicts"))
    var files: [String]

    @Option(help: "The profile under which the signatures were judged: relayer or strict.")
    var profile = VerificationProfile.relayer

    @OptionGroup var report: AuditReportOptions

    func run() throws {
        var tally = AuditTally()
        var read: [AuditSummary.File] = []
        for path in files {
            let handle = try InputFile.handle(path, as: "verdicts")
            do {
                read.append(try tally.addVerdicts(from: handle, named: path, isOneOfSeveral: files.count > 1))
            } catch let error as AuditError {
                throw CommandFailure.refused("\(VisibleText.quoted(path)): \(error)")
            }
        }
        let summary = try AuditSummary(of: tally, under: profile, files: read)
        try report.write(summary)
        guard summary.isClean else { throw ExitCode.failure }
    }
}

extension AuditInput.Format: ExpressibleByArgument {}

struct AuditReportOptions: ParsableArguments {
    @OptionGroup var page: PageOptions

    @Flag(help: "Print the summary as one JSON object.")
    var json = false

    func write(_ summary: AuditSummary, toStandardError: Bool = false) throws {
        let terminal = toStandardError ? Terminal(isColored: false) : .standardOutput
        let lines = summary.paragraphs.map { paragraph in
            let text = TextLayout.wrapped(paragraph.text)
            return switch paragraph.kind {
            case .figures: terminal.bold(text)
            case .critical: terminal.bad("critical") + "  " + text
            case .failure: terminal.warning("invalid") + "   " + text
            case .note: terminal.faint("note") + "      " + text
            case .advice: terminal.faint("advice") + "    " + text
            }
        }
        let text = json ? String(decoding: summary.line, as: UTF8.self) : lines.joined(separator: "\n")
        if toStandardError { StandardError.write(text + "\n") } else { try StandardOutput.line(text) }
        try page.write(Page(summary))
    }
}
