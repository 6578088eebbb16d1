import ArgumentParser
import EdDSA

/// Where the secret key comes from.
struct SecretKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the secret key, mode 0600; - for standard input. Otherwise \(environmentVariable).",
            valueName: "path"))
    var secretKeyFile: String?

    /// The environment variable that may hold the key.
    static let environmentVariable = "LOOPRING_EDDSA_KEY"

    /// The key.
    func privateKey() throws(Failure) -> PrivateKey {
        let input = SecretInput(
            name: "secret key", option: "--secret-key-file",
            environmentVariable: SecretKeyOptions.environmentVariable)
        return try ExportedKey.parse(input.read(path: secretKeyFile))
    }
}
