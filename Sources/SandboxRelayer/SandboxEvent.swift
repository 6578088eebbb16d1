import ForeignText

/// What a sandbox tells of an answer that it gave. Neither keys nor signatures are in it.
public struct SandboxEvent: Equatable, Sendable, CustomStringConvertible {
    /// The method of the request; "-" where it could not be read.
    public let method: String
    /// The path and query of the request, as they were on the wire, shortened; "-" where they could not be read.
    public let target: String
    /// The HTTP status of the answer.
    public let httpStatus: Int
    /// The error code of the answer; `nil` where the call was accepted.
    public let code: String?

    /// The event in one line, fit for a terminal: clients choose what is in a target.
    public var description: String {
        "\(method) \(VisibleText.visible(target)) → \(httpStatus)" + (code.map { " (\($0))" } ?? "")
    }
}
