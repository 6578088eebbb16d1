// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// A package of its own, because the library is built with the constants of another curve here:
// Tests/Checks/Exhaustive/run does so on a copy, with -D TINY_CURVE on the command line. Nothing in the
// library's manifest can switch that on.

let library = "loopring-signatures"

let package = Package(
    name: "ExhaustiveCheck",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(name: library, path: "../../..", traits: []),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    ],
    targets: [
        .executableTarget(
            name: "ExhaustiveCheck",
            dependencies: ["PrimeField", "BabyJubjub", "EdDSA"].map { .product(name: $0, package: library) }
                + [
                    .product(name: "Crypto", package: "swift-crypto")
                ])
    ]
)
