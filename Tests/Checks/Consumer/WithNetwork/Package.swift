// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The package of a user who cancels orders, and tests this code against the sandbox.

let library = "loopring-signatures"

func products(_ names: String...) -> [Target.Dependency] {
    names.map { .product(name: $0, package: library) }
}

let package = Package(
    name: "WithNetwork",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(name: library, path: "../../../.."),
        // The library depends on these packages too.
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.80.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.0.0", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.25.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.6.0"),
    ],
    targets: [
        .executableTarget(
            name: "CancelInTest",
            dependencies: products(
                "EdDSA", "LoopringOrders", "OrderCancellation", "PrimeField", "SandboxRelayer")),
        .executableTarget(
            name: "ServerNames",
            dependencies: products(
                "BabyJubjub", "EdDSA", "LoopringOrders", "OrderCancellation", "Poseidon", "PrimeField",
                "RequestCanonicalization", "RequestSigning", "SandboxRelayer", "SignatureAudit",
                "SignatureDiagnosis") + [
                    .product(name: "AsyncHTTPClient", package: "async-http-client"),
                    .product(name: "Crypto", package: "swift-crypto"),
                    .product(name: "HTTPTypes", package: "swift-http-types"),
                    .product(name: "Hummingbird", package: "hummingbird"),
                    .product(name: "Logging", package: "swift-log"),
                    .product(name: "NIOCore", package: "swift-nio"),
                    .product(name: "NIOHTTP1", package: "swift-nio"),
                    .product(name: "NIOPosix", package: "swift-nio"),
                    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                ]),
    ]
)
