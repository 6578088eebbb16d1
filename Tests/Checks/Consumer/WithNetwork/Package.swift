// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The package of a user who cancels orders and tests that against the sandbox.

let library = "loopring-signatures"

let package = Package(
    name: "WithNetwork",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: library, path: "../../../..")],
    targets: [
        .executableTarget(
            name: "CancelInTest",
            dependencies: ["EdDSA", "LoopringOrders", "OrderCancellation", "PrimeField", "SandboxRelayer"].map
            {
                .product(name: $0, package: library)
            })
    ]
)
