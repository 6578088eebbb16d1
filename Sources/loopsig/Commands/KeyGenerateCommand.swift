import ArgumentParser
import EdDSA

/// `loopsig key generate`
struct KeyGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes a random secret key and prints its public key."
    )

    @OptionGroup var destination: SecretKeyDestination
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard destination.out != nil || destination.print else {
            throw Failure.usage("say where the secret key goes: --out PATH, or --print to show it")
        }
        try destination.deliver(PrivateKey(), json: output.json)
    }
}
