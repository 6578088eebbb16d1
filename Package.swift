// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "loopring-signatures",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "PrimeField", targets: ["PrimeField"]),
        .library(name: "RequestCanonicalization", targets: ["RequestCanonicalization"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox.git", from: "0.27.1"),
    ],
    targets: [
        .systemLibrary(
            name: "CGMP",
            pkgConfig: "gmp",
            providers: [.apt(["libgmp-dev"]), .brew(["gmp"])]
        ),
        .target(name: "PrimeField", dependencies: ["CGMP"]),
        .target(
            name: "RequestCanonicalization",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            exclude: ["README.md"]
        ),
        .testTarget(name: "RequestCanonicalizationTests", dependencies: ["RequestCanonicalization"]),
    ]
)
