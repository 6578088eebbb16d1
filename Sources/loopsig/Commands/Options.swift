import ArgumentParser
import StrictJSON
import Foundation
import OrderCancellation
import Reports
import RequestCanonicalization
import SignatureDiagnosis

/// The request to sign or to verify.
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
    func request() throws(Failure) -> SignableRequest {
        let parameters = try self.parameters.map { text throws(Failure) in try RequestOptions.parameter(text)
        }
        let body: String? = if let bodyFile { try RequestOptions.body(at: bodyFile) } else { nil }
        do {
            return try SignableRequest(method: method, url: url, parameters: parameters, body: body)
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
        guard let text = String(strictUTF8: try InputFile.read(path, as: "body")) else {
            throw .refused("the body is not UTF-8")
        }
        return text
    }
}

/// A public key: coordinates, or the packed point.
struct PublicPointOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The x of the public key, 0x and 64 digits.", valueName: "hex"))
    var publicKeyX: String?

    @Option(help: ArgumentHelp("The y of the public key, 0x and 64 digits.", valueName: "hex"))
    var publicKeyY: String?

    @Option(
        help: ArgumentHelp("Instead of x and y: the packed public key, 0x and 64 digits.", valueName: "hex"))
    var publicKey: String?

    /// The key as it was given, not yet decoded; `nil` if it was not given.
    func source() throws(Failure) -> PublicKeySource? {
        switch (publicKeyX, publicKeyY, publicKey) {
        case (let x?, let y?, nil): return .coordinates(x: x, y: y)
        case (nil, nil, let packed?): return .packed(packed)
        case (nil, nil, nil): return nil
        case (_?, nil, nil), (nil, _?, nil):
            throw .usage("a public key has two coordinates: give --public-key-x and --public-key-y")
        default: throw .usage("the public key is given more than once")
        }
    }
}

/// The key that a signature should be by: a public key, or the owner's secret key.
struct PublicKeyOptions: ParsableArguments {
    @OptionGroup(title: "Public key") var point: PublicPointOptions

    @OptionGroup(title: "Public key from the secret key")
    var secretKey: SecretKeyOptions

    /// The key as it was given, not yet decoded.
    func source() throws(Failure) -> PublicKeySource {
        switch (try point.source(), secretKey.secretKeyFile) {
        case (let source?, nil): return source
        case (nil, _?): return .owned(by: try secretKey.privateKey())
        case (nil, nil):
            throw .usage(
                "no public key: give --public-key-x and --public-key-y, or --public-key, or --secret-key-file"
            )
        case (_?, _?): throw .usage("the public key is given more than once")
        }
    }
}

/// Whether data is printed as text or as JSON.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false
}

/// Where a report goes.
struct PageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Also write a self-contained HTML report.",
            valueName: "file.html"))
    var report: String?

    func validate() throws {
        guard let report else { return }
        guard ["html", "htm"].contains(URL(filePath: report).pathExtension.lowercased()) else {
            throw ValidationError("--report writes HTML: the name of its file must end in .html")
        }
    }

    /// Writes the page if one is asked for. Call this last: what was printed must not depend on whether it can be written.
    func write(_ page: @autoclosure () throws -> some Page) throws {
        guard let report else { return }
        try OutputFile.write(page().html(version: LoopsigCommand.version).utf8, to: report, as: "report")
    }
}

/// A public input in a file, or on standard input if the path is "-".
enum InputFile {
    /// More than any input has, and little enough for memory.
    private static let maximumBytes = 1 << 24

    /// The contents. Errors call the file by `name`.
    static func read(_ path: String, as name: String) throws(Failure) -> Data {
        var contents = Data()
        do {
            let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SystemError(code: errno) }
            defer { if path != "-" { close(descriptor) } }
            var chunk: [UInt8]
            repeat {
                chunk = try Descriptor.read(descriptor, upTo: 1 << 16)
                contents += chunk
            } while !chunk.isEmpty && contents.count <= maximumBytes
        } catch {
            let place = path == "-" ? "standard input" : VisibleText.quoted(path)
            throw .refused("cannot read the \(name) from \(place): \(error)")
        }
        guard contents.count <= maximumBytes else {
            throw .refused("the \(name) is longer than \(maximumBytes) bytes")
        }
        return contents
    }
}
