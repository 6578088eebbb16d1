// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import BabyJubjub
import EdDSA
import Reports
import RequestSigning
import VectorSuite

struct SignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Signs a request and prints the value of X-API-SIG."
    )

    @OptionGroup(title: "Request") var request: RequestOptions
    @OptionGroup(title: "Secret key") var secretKey: SecretKeyOptions

    @Option(
        help: """
            The form of S: reduced or unreduced. Loopring's SDKs emit the unreduced form. Each signature of this \
            form leaks three bits of the key. Use it only to compare with an SDK, with keys that protect nothing.
            """)
    var form = SigningForm.reduced

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
        let stages = trace.map { TraceView($0).text(on: .standardOutput) + "\n\n" } ?? ""
        try output.print(
            [
                "signature": signature.hex, "form": form.rawValue, "message": message.hex, "trace": trace,
                "publicKey": ["x": key.publicKey.point.x.hex, "y": key.publicKey.point.y.hex],
            ],
            text: stages + signature.hex)
        try page.write(Page(signed: fullTrace, signature, isUnreduced: form == .unreduced))
    }
}
