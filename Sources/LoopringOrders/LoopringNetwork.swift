// SPDX-License-Identifier: Apache-2.0

/// A network of the exchange: the chain on which it settled, and the base URL of its API, which is part of
/// every signed request.
///
/// **The exchange has closed.** According to press reports, Loopring announced the end of its exchange on
/// 2026-06-28, and the relayer went offline (cryptotimes.io, 2026-06-29; blockchainposts.com;
/// blog.thirdweb.com). The announcement itself was not seen. According to Loopring's own notice, the services
/// on Taiko and Base ended by 2025-07-31. The networks are still listed, because signatures that were made
/// for them can be audited. Another relayer may offer the same API: use ``custom(baseURL:)`` for it.
public struct LoopringNetwork: Sendable {
    /// The name on the command line, such as `mainnet`; `custom` for ``custom(baseURL:)``.
    public let name: String
    /// The chain id of the Ethereum chain; `nil` for a custom network.
    public let chainID: Int?
    /// Scheme and host, and a path prefix if there is one. The path of a call is appended to it.
    public let baseURL: String
    /// The date, as YYYY-MM-DD, on which the end of the service was announced or took effect; `nil` for a
    /// custom network.
    public let closedOn: String?

    /// A relayer at another base URL, such as a sandbox on this machine.
    public static func custom(baseURL: String) -> LoopringNetwork {
        LoopringNetwork(name: "custom", chainID: nil, baseURL: baseURL, closedOn: nil)
    }

    /// Every network of the exchange, as Loopring's web application (branch staging, 2025-07-04) and its API
    /// documentation name them.
    public static let all = [
        mainnet,
        network("taiko", 167_000, "https://taiko.loopring.io", "2025-07-31"),
        network("base", 8_453, "https://base.loopring.io", "2025-07-31"),
        testnet,
        network("taiko-testnet", 167_009, "https://taikouat.loopring.io", "2025-07-31"),
        network("base-testnet", 84_532, "https://baseuat.loopring.io", "2025-07-31"),
    ]

    /// Ethereum.
    public static let mainnet = network("mainnet", 1, "https://api3.loopring.io", "2026-06-28")
    /// The test network: Sepolia, and Goerli (chain 5) until 2024-04-18.
    public static let testnet = network("testnet", 11_155_111, "https://uat2.loopring.io", "2026-06-28")

    private static func network(
        _ name: String, _ chainID: Int, _ baseURL: String, _ closedOn: String
    ) -> LoopringNetwork {
        LoopringNetwork(name: name, chainID: chainID, baseURL: baseURL, closedOn: closedOn)
    }

    /// One sentence about the end of this network; `nil` for a custom one.
    public var closingNotice: String? {
        closedOn.map {
            "Loopring's exchange has closed (\(name): \($0)); no relayer is known to answer at \(baseURL)"
        }
    }
}
