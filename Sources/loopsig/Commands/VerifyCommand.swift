// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import Reports
import SignatureDiagnosis

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judges a signature of a request: the verdict, the findings, and the step that fails.",
        discussion: """
            The relayer profile accepts the signatures of every genuine signer. The strict profile also requires \
            S < ℓ and points of the prime-order subgroup. The findings are the same under both. If the signature is \
            not valid, the command tries the known mistakes of signers (SPEC.md, appendix B) and names those that \
            explain it.

            Exit status 0: valid. 1: not valid, or a signature of another scheme.
            """
    )

    @OptionGroup(title: "Request") var request: RequestOptions

    @Option(help: ArgumentHelp("The value of X-API-SIG, 0x and 192 digits.", valueName: "hex"))
    var signature: String

    @OptionGroup var publicKey: PublicKeyOptions

    @Option(help: "The verification profile: relayer or strict.")
    var profile = VerificationProfile.relayer

    @Flag(help: "Print every stage from the request to both sides of the equation.")
    var trace = false

    @Flag(inversion: .prefixedNo, help: "Search for the mistake that explains an invalid signature.")
    var diagnosis = true

    @OptionGroup var page: PageOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let request = try self.request.request()
        let verdict = SignatureVerdict(
            on: signature, of: request, by: try publicKey.source(), profile: profile,
            searching: diagnosis ? .thorough : nil)
        try output.print(
            verdict.output(trace: trace ? verdict.trace : nil),
            text: verdict.text(on: .standardOutput, showingTrace: trace))
        try page.write(Page(of: verdict, on: signature))
        guard verdict.isValid else { throw ExitCode.failure }
    }
}

extension VerificationProfile: ExpressibleByArgument {}
