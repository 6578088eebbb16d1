// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// This is a separate package, because it needs the library with the constants of another curve.
// Tests/Checks/Exhaustive/run builds a copy of the library with -D TINY_CURVE on the command line. The
// library's manifest has no option that sets this flag.

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
