import ArgumentParser
import OrderCancellation
import RequestCanonicalization

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
    func apiKey() throws(Failure) -> APIKey {
        let input = SecretInput(
            name: "API key", option: "--api-key-file", environmentVariable: APIKeyOptions.environmentVariable)
        return try input.read(path: apiKeyFile).withTrimmedBytes { bytes throws(Failure) in
            do throws(OrderCancellationError) {
                return try APIKey(PercentEncoding.text(utf8: bytes) ?? "")
            } catch {
                throw Failure(error)
            }
        }
    }
}
