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
    func deliver(_ key: PrivateKey, json: Bool) throws {
        if let out { try SecretFile.create(at: out, holding: key.exportedText) }
        let publicKey = PublicKeyOutput(key.publicKey)
        if json {
            let secret = print ? key.exportedText : nil
            try StandardOutput.json(NewKeyOutput(publicKey: publicKey, secretKey: secret, secretKeyFile: out))
        } else {
            if print { try StandardOutput.line("secret key         \(key.exportedText)") }
            try StandardOutput.line(publicKey.text)
        }
    }
}

/// The JSON of a new key.
private struct NewKeyOutput: Encodable {
    let publicKey: PublicKeyOutput
    /// Only if `--print` is given.
    let secretKey: String?
    let secretKeyFile: String?
}
