// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BabyJubjub
import EdDSA
import Reports
import RequestCanonicalization
import RequestSigning

/// `loopsig sign`
struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs a request and prints the value of X-API-SIG."
    )

    /// The two forms of S.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case reduced, unreduced
    }

    @OptionGroup(title: "Request") var request: RequestOptions
    @OptionGroup(title: "Secret key") var secretKey: SecretKeyOptions

    @Option(
        help: """
            The form of S: reduced or unreduced. Loopring's SDKs emit the unreduced form. Each signature of this \
            form leaks three bits of the key. Use it only to compare with an SDK, with keys that protect nothing.
            """)
    var form = Form.reduced

    @Flag(help: "Print every stage from the request to the signature.")
    var trace = false

    @OptionGroup var page: PageOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let canonical = try request.request().canonical
        let key = try secretKey.privateKey()
        let message = Message(canonical)
        let signature: Signature
        switch form {
        case .reduced:
            signature = try key.signature(for: message)
        case .unreduced:
            LoopsigCommand.complain(
                "the unreduced form leaks three bits of the secret key with every signature; about 85 signatures "
                    + "determine the key. Every verifier that accepts this form accepts the reduced form, too.",
                as: "warning")
            signature = try key.unreducedSignatureLeakingKey(for: message)
        }
        let fullTrace = Trace(canonical, publicKey: key.publicKey, signature: signature)
        let trace = self.trace ? fullTrace : nil
        let stages = trace.map { $0.text(on: .standardOutput) + "\n\n" } ?? ""
        try output.print(
            SignatureOutput(
                signature: signature.hex, form: form.rawValue, message: message.hex,
                publicKey: PointOutput(key.publicKey.point), trace: trace),
            text: stages + signature.hex)
        try page.write(SignaturePage(signed: fullTrace, signature, isUnreduced: form == .unreduced))
    }

    private struct SignatureOutput: Encodable {
        let signature, form, message: String
        let publicKey: PointOutput
        let trace: Trace?
    }

    private struct PointOutput: Encodable {
        let x, y: String

        init(_ point: Point) {
            x = point.x.hex
            y = point.y.hex
        }
    }
}
