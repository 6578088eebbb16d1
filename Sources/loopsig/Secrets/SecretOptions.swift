// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import OrderCancellation
import StrictJSON

/// Where the secret key comes from.
struct SecretKeyOptions: ParsableArguments {
    private static let input = SecretInput(
        name: "secret key", option: "--secret-key-file", environmentVariable: "LOOPRING_EDDSA_KEY")

    @Option(help: input.help)
    var secretKeyFile: String?

    func privateKey() throws -> PrivateKey {
        try SecretKeyOptions.input.read(path: secretKeyFile, ExportedKey.parse)
    }
}

/// Where the API key comes from.
struct APIKeyOptions: ParsableArguments {
    private static let input = SecretInput(
        name: "API key", option: "--api-key-file", environmentVariable: "LOOPRING_API_KEY")

    @Option(help: input.help)
    var apiKeyFile: String?

    func apiKey() throws -> APIKey {
        try APIKeyOptions.input.read(path: apiKeyFile) { try APIKey(String(strictUTF8: $0) ?? "") }
    }
}

extension SecretInput {
    fileprivate var help: ArgumentHelp {
        let otherwise = environmentVariable.map { " Otherwise \($0)." } ?? ""
        return ArgumentHelp(
            "A file with the \(name), mode 0600; - for standard input.\(otherwise)", valueName: "path")
    }
}
