// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Reports
import RequestCanonicalization
import SignatureDiagnosis
import StrictJSON

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

    func request() throws(CommandFailure) -> SignableRequest {
        let parameters = try self.parameters.map { text throws(CommandFailure) in
            // The key is everything before the first "=".
            guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) else {
                throw .usage("the parameter \(VisibleText.quoted(text)) has no =; write --param key=value")
            }
            return Parameter(String(text[..<equals]), String(text.utf8[equals...].dropFirst()) ?? "")
        }
        let body = try bodyFile.map { path throws(CommandFailure) in
            guard let text = String(strictUTF8: try InputFile.read(path, as: "body")) else {
                throw .refused("the body in --body-file is not UTF-8, so it cannot be signed")
            }
            return text
        }
        do {
            return try SignableRequest(method: method, baseURL: url, parameters: parameters, body: body)
        } catch {
            throw .usage("\(error)")
        }
    }
}

/// Whether data is printed as text or as JSON.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON object.")
    var json = false

    /// Prints the object for programs, or its text for people.
    func print(_ object: OutputObject, text: @autoclosure () -> String) throws {
        guard json else { return try StandardOutput.line(text()) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try StandardOutput.line(String(decoding: encoder.encode(object), as: UTF8.self))
    }
}

struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Also write a self-contained HTML report.", valueName: "file.html"))
    var report: String?

    func validate() throws {
        guard let report else { return }
        guard ["html", "htm"].contains(fileExtension(of: report)) else {
            throw ValidationError("--report writes HTML: the name of its file must end in .html")
        }
    }

    /// Writes the page if --report is given. Call this last, so that the answer is printed even if the page
    /// cannot be written.
    func write(_ page: @autoclosure () throws -> Page) throws {
        guard let report else { return }
        try OutputFile.write(page().html(version: LoopsigCommand.version).utf8, to: report, as: "report")
    }
}

func fileExtension(of path: String) -> String { URL(filePath: path).pathExtension.lowercased() }

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
    func source() throws(CommandFailure) -> PublicKeySource? {
        switch (publicKeyX, publicKeyY, publicKey) {
        case (let x?, let y?, nil): return .coordinates(x: x, y: y)
        case (nil, nil, let packed?): return .packed(packed)
        case (nil, nil, nil): return nil
        case (_?, nil, nil), (nil, _?, nil):
            throw .usage("a public key has two coordinates: give --public-key-x and --public-key-y")
        default:
            throw .usage("the public key is given more than once: give its coordinates or the packed key")
        }
    }
}

/// The key of the expected signer: its public key, or its secret key.
struct PublicKeyOptions: ParsableArguments {
    @OptionGroup(title: "Public key") var point: PublicPointOptions

    @OptionGroup(title: "Public key from the secret key")
    var secretKey: SecretKeyOptions

    /// The key as it was given, not yet decoded.
    func source() throws -> PublicKeySource {
        switch (try point.source(), secretKey.secretKeyFile) {
        case (let source?, nil): return source
        case (nil, _?): return .owned(by: try secretKey.privateKey())
        case (nil, nil):
            throw CommandFailure.usage(
                "no public key: give --public-key-x and --public-key-y, or --public-key, or --secret-key-file"
            )
        case (_?, _?):
            throw CommandFailure.usage(
                "the public key is given more than once: give the public key or --secret-key-file")
        }
    }
}
