// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Why an audit cannot go on.
public enum AuditError: Error, Equatable, Sendable {
    /// The file cannot be created in the folder for what does not fit in memory.
    case cannotSpill(String)
    /// The log or the verdicts cannot be read any further.
    case cannotRead(String)
    /// The log of this name has another format than NDJSON or HAR.
    case foreignFormat(ForeignFormat, name: String)
    /// The file of this name is not a HAR document.
    case notHAR(String, name: String)
    /// The file of accounts cannot be used.
    case accountsInvalid(String)
    /// The file contains something else than verdicts.
    case notVerdicts(String)
    /// The verdicts to continue are not those of this log.
    case cannotResume(String)
}

extension AuditError: CustomStringConvertible, LocalizedError {
    /// One clause, with what to do about it.
    public var description: String {
        switch self {
        case .cannotSpill(let folder): "cannot create a file in the folder \(folder)"
        case .cannotRead(let reason): "the audit cannot read its input: \(reason)"
        case .foreignFormat(let format, let name):
            "\(name) is \(format.title), not NDJSON; convert it first: \(format.command) | loopsig audit -"
        case .notHAR(let reason, let name): "\(name) is not a HAR document: \(reason)"
        case .accountsInvalid(let reason): "the file of accounts cannot be used: \(reason)"
        case .notVerdicts(let reason): "this is not a file of verdicts: \(reason)"
        case .cannotResume(let reason): "the verdicts cannot be continued: \(reason)"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }

    /// Whether the file has another format than the command expects, so that the command line has to be corrected.
    public var isAboutFormat: Bool {
        switch self {
        case .foreignFormat, .notHAR: true
        case .cannotSpill, .cannotRead, .accountsInvalid, .notVerdicts, .cannotResume: false
        }
    }
}
