import ArgumentParser
import OrderCancellation

extension Network: ExpressibleByArgument {
    /// `mainnet`, `testnet` or a base URL, which is checked where it is used.
    public init?(argument: String) {
        switch argument {
        case "mainnet": self = .mainnet
        case "testnet": self = .testnet
        case let url where url.contains("://"): self = .custom(baseURL: url)
        default: return nil
        }
    }
}
