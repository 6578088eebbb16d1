import ArgumentParser
import EdDSA

/// `loopsig key public`
struct KeyPublicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "public",
        abstract: "Prints the public key of a secret key."
    )

    @OptionGroup var secretKey: SecretKeyOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let publicKey = PublicKeyOutput(try secretKey.privateKey().publicKey)
        if output.json {
            try StandardOutput.json(["publicKey": publicKey])
        } else {
            try StandardOutput.line(publicKey.text)
        }
    }
}
