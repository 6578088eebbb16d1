// SPDX-License-Identifier: Apache-2.0
import PrimeField

/// Why an audit cannot continue.
public enum AuditError: Error, Equatable, Sendable {
    /// The file for evidence that does not fit in memory cannot be created in this folder.
    case cannotSpill(String)
    /// The rest of the log or of the verdicts cannot be read.
    case cannotRead(String)
    /// The log with this name is neither NDJSON nor HAR. The title ends the sentence "The log is …", and the
    /// command converts the log to NDJSON.
    case foreignFormat(title: String, command: String, name: String)
    /// The file with this name is not a HAR document.
    case notHAR(String, name: String)
    /// The file of accounts cannot be used.
    case accountsInvalid(String)
    /// The file contains a line that is not a verdict.
    case notVerdicts(String)
    /// The verdicts to continue do not belong to this log.
    case cannotResume(String)
}

extension AuditError: DescribedError {
    /// One clause: what is wrong, and what to do about it.
    public var description: String {
        switch self {
        case .cannotSpill(let folder):
            "cannot create a temporary file in the folder \(folder); choose a writable folder, for example with TMPDIR"
        case .cannotRead(let reason): "the audit cannot read its input: \(reason)"
        case .foreignFormat(let title, let command, let name):
            "\(name) is \(title), not NDJSON; convert it first: \(command) | loopsig audit -"
        case .notHAR(let reason, let name): "\(name) is not a HAR document: \(reason)"
        case .accountsInvalid(let reason): "the file of accounts cannot be used: \(reason)"
        case .notVerdicts(let reason): "this is not a file of verdicts: \(reason)"
        case .cannotResume(let reason): "the verdicts cannot be continued: \(reason)"
        }
    }

    /// Whether the file has another format than the command expects. This is a usage error.
    public var isAboutFormat: Bool {
        switch self {
        case .foreignFormat, .notHAR: true
        case .cannotSpill, .cannotRead, .accountsInvalid, .notVerdicts, .cannotResume: false
        }
    }
}
