// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import OrderCancellation
import StrictJSON

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
    func privateKey() throws(CommandFailure) -> PrivateKey {
        let input = SecretInput(
            name: "secret key", option: "--secret-key-file",
            environmentVariable: SecretKeyOptions.environmentVariable)
        return try ExportedKey.parse(input.read(path: secretKeyFile))
    }
}

/// Where the API key comes from.
struct APIKeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the API key, mode 0600; - for standard input. Otherwise \(environmentVariable).",
            valueName: "path"))
    var apiKeyFile: String?

    /// The environment variable that may hold the key.
    static let environmentVariable = "LOOPRING_API_KEY"

    /// The key.
    func apiKey() throws(CommandFailure) -> APIKey {
        let input = SecretInput(
            name: "API key", option: "--api-key-file", environmentVariable: APIKeyOptions.environmentVariable)
        return try input.read(path: apiKeyFile).withTrimmedBytes { bytes throws(CommandFailure) in
            do throws(CallError) {
                return try APIKey(String(strictUTF8: bytes) ?? "")
            } catch {
                throw CommandFailure(error)
            }
        }
    }
}
