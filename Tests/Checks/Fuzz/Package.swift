// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// This is a separate package, so that users of the library do not fetch BigInt. The flags of libFuzzer and of
// the address sanitizer are on the command line of Tests/Checks/Fuzz/run.

let library = "loopring-signatures"

let package = Package(
    name: "Fuzz",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(name: library, path: "../../..", traits: []),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/attaswift/BigInt.git", from: "6.0.1"),
    ],
    targets: [
        .systemLibrary(name: "CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CLibFuzzer",
                .product(name: "BigInt", package: "BigInt"),
                .product(name: "Crypto", package: "swift-crypto"),
            ]
                + [
                    "BabyJubjub", "EdDSA", "LoopringOrders", "OrderCancellation", "Poseidon", "PrimeField",
                    "RequestCanonicalization", "VectorSuite",
                ].map { .product(name: $0, package: library) }),
    ]
)
