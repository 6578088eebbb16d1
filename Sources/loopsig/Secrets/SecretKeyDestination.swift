// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA

/// Where a new secret key goes.
struct SecretKeyDestination: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A new file for the secret key, with mode 0600. An existing file is never overwritten.",
            valueName: "path"))
    var out: String?

    @Flag(help: "Print the secret key on standard output.")
    var print = false

    /// Stores or prints the key as the options say, and prints the public key.
    func deliver(_ key: PrivateKey, _ output: OutputOptions) throws {
        if let out { try SecretFile.create(at: out, holding: key.exportedText) }
        let secretKey = print ? key.exportedText : nil
        try output.print(
            ["publicKey": key.publicKey.output, "secretKey": secretKey, "secretKeyFile": out],
            text: (secretKey.map { "secret key         \($0)\n" } ?? "") + key.publicKey.text)
    }
}
