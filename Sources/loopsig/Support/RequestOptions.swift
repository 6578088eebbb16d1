import ArgumentParser
import ForeignText
import RequestCanonicalization

/// The request to sign or to judge.
struct RequestOptions: ParsableArguments {
    @Option(help: "GET, POST, PUT or DELETE.")
    var method: String

    @Option(help: "The whole URL without its query, such as https://api3.loopring.io/api/v3/order.")
    var url: String

    @Option(
        name: .customLong("param"), parsing: .upToNextOption,
        help: ArgumentHelp(
            "A query parameter of GET or DELETE, not encoded; repeat it for more. The order does not matter.",
            valueName: "key=value"))
    var parameters: [String] = []

    @Option(
        help: ArgumentHelp(
            "A file with the body of POST or PUT, byte for byte as sent; - for standard input.",
            valueName: "path"))
    var bodyFile: String?

    /// The request, checked.
    func request() throws(Failure) -> Request {
        let parameters = try self.parameters.map { text throws(Failure) in try RequestOptions.parameter(text)
        }
        let body: String? = if let bodyFile { try RequestOptions.body(at: bodyFile) } else { nil }
        do {
            return try Request(method: method, url: url, parameters: parameters, body: body)
        } catch {
            throw .usage("\(error)")
        }
    }

    /// The key is everything before the first "=".
    private static func parameter(_ text: String) throws(Failure) -> Parameter {
        let bytes = text.utf8
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            throw .usage("the parameter \(VisibleText.quoted(text)) has no =; write --param key=value")
        }
        return Parameter(String(text[..<equals]), String(text[bytes.index(after: equals)...]))
    }

    private static func body(at path: String) throws(Failure) -> String {
        guard let text = PercentEncoding.text(utf8: try InputFile.read(path, as: "body")) else {
            throw .refused("the body is not UTF-8")
        }
        return text
    }
}
