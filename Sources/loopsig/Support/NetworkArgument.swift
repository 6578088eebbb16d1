import ArgumentParser
import OrderCancellation

extension Network {
    /// `mainnet`, `testnet` or a base URL, which is checked where it is used.
    static func argument(_ text: String) throws -> Network {
        switch text {
        case "mainnet": .mainnet
        case "testnet": .testnet
        case let url where url.contains("://"): .custom(baseURL: url)
        default: throw ValidationError("give mainnet, testnet or a base URL such as https://api3.loopring.io")
        }
    }
}
