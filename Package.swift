// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "loopring-signatures",
    platforms: [.macOS(.v14)],
    products: [
        .library(name: "PrimeField", targets: ["PrimeField"]),
        .library(name: "BabyJubjub", targets: ["BabyJubjub"]),
        .library(name: "Poseidon", targets: ["Poseidon"]),
        .library(name: "EdDSA", targets: ["EdDSA"]),
        .library(name: "RequestCanonicalization", targets: ["RequestCanonicalization"]),
        .library(name: "RequestSigning", targets: ["RequestSigning"]),
        .library(name: "SignatureDiagnosis", targets: ["SignatureDiagnosis"]),
        .library(name: "LoopringOrders", targets: ["LoopringOrders"]),
        .library(name: "SignatureAudit", targets: ["SignatureAudit"]),
        .library(name: "OrderCancellation", targets: ["OrderCancellation"]),
        .library(name: "SandboxRelayer", targets: ["SandboxRelayer"]),
        .executable(name: "loopsig", targets: ["loopsig"]),
        .library(name: "VectorSuite", targets: ["VectorSuite"]),
    ],
    // All of these are at 1.0 or later, and bounded by their next major version. One before 1.0 would be bounded by its
    // next minor version.
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        // Its traits are for configuration files and for what needs the whole of Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CGMP",
            pkgConfig: "gmp",
            providers: [.apt(["libgmp-dev"]), .brew(["gmp"])]
        ),
        .systemLibrary(name: "CValgrind"),
        .target(name: "Secrecy", dependencies: ["CValgrind"]),
        .target(name: "ForeignText"),
        .target(name: "PrimeField", dependencies: ["CGMP", "Secrecy"], exclude: ["README.md"]),
        .target(name: "BabyJubjub", dependencies: ["PrimeField", "Secrecy"], exclude: ["README.md"]),
        .target(name: "Poseidon", dependencies: ["PrimeField"], exclude: ["README.md"]),
        .target(
            name: "EdDSA",
            dependencies: [
                "BabyJubjub", "Poseidon", "Secrecy", .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["README.md"]
        ),
        .target(
            name: "RequestCanonicalization",
            dependencies: ["ForeignText", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["README.md"]
        ),
        .target(
            name: "RequestSigning", dependencies: ["BabyJubjub", "EdDSA", "RequestCanonicalization"],
            exclude: ["README.md"]),
        .target(
            name: "SignatureDiagnosis",
            dependencies: [
                "BabyJubjub", "EdDSA", "ForeignText", "Poseidon", "PrimeField", "RequestCanonicalization",
                "RequestSigning", .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["README.md"]
        ),
        .target(
            name: "LoopringOrders", dependencies: ["ForeignText", "Poseidon", "PrimeField"],
            exclude: ["README.md"]),
        .target(
            name: "SignatureAudit",
            dependencies: [
                "BabyJubjub", "EdDSA", "ForeignText", "Poseidon", "PrimeField", "RequestCanonicalization",
                "RequestSigning", "SignatureDiagnosis", .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["README.md"]
        ),
        .target(
            name: "OrderCancellation",
            dependencies: [
                "EdDSA", "ForeignText", "LoopringOrders", "RequestCanonicalization", "RequestSigning",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["README.md"]
        ),
        .target(
            name: "SandboxRelayer",
            dependencies: [
                "EdDSA", "ForeignText", "LoopringOrders", "OrderCancellation", "PrimeField",
                "RequestCanonicalization", "RequestSigning",
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["README.md"]
        ),
        .target(
            name: "VectorSuite",
            dependencies: [
                "ForeignText", "PrimeField", "BabyJubjub", "Poseidon", "EdDSA", "RequestCanonicalization",
                "RequestSigning", "LoopringOrders", "OrderCancellation", .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["README.md"]
        ),
        .executableTarget(
            name: "loopsig",
            dependencies: [
                "ForeignText", "PrimeField", "BabyJubjub", "Poseidon", "EdDSA", "RequestCanonicalization",
                "RequestSigning", "SignatureDiagnosis", "SignatureAudit", "LoopringOrders", "OrderCancellation", "SandboxRelayer",
                "Secrecy", "VectorSuite", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .executableTarget(
            name: "ConstantTimeCheck", dependencies: ["CValgrind", "EdDSA"],
            path: "Tests/Checks/ConstantTime",
            exclude: ["Controls", "run"]
        ),
        .target(name: "TestSupport", dependencies: ["PrimeField"], path: "Tests/TestSupport"),
        .testTarget(name: "ForeignTextTests", dependencies: ["ForeignText", "TestSupport"]),
        .testTarget(name: "PrimeFieldTests", dependencies: ["PrimeField", "TestSupport"]),
        .testTarget(name: "BabyJubjubTests", dependencies: ["BabyJubjub", "TestSupport"]),
        .testTarget(name: "PoseidonTests", dependencies: ["Poseidon", "TestSupport"]),
        .testTarget(name: "EdDSATests", dependencies: ["EdDSA", "TestSupport"]),
        .testTarget(
            name: "MemoryHygieneTests",
            dependencies: ["EdDSA", "TestSupport", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .testTarget(
            name: "RequestCanonicalizationTests", dependencies: ["RequestCanonicalization", "TestSupport"]),
        .testTarget(name: "RequestSigningTests", dependencies: ["RequestSigning", "TestSupport"]),
        .testTarget(
            name: "SignatureDiagnosisTests",
            dependencies: [
                "SignatureDiagnosis", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "SignatureAuditTests",
            dependencies: [
                "SignatureAudit", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "LoopringOrdersTests", dependencies: ["LoopringOrders", "PrimeField", "TestSupport"]),
        .testTarget(
            name: "OrderCancellationTests",
            dependencies: [
                "OrderCancellation", "TestSupport", .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]
        ),
        .testTarget(name: "SandboxRelayerTests", dependencies: ["SandboxRelayer", "TestSupport"]),
        .testTarget(
            name: "LoopsigTests",
            dependencies: ["loopsig", "TestSupport", .product(name: "Crypto", package: "swift-crypto")]
        ),
        .testTarget(
            name: "SpecificationTests",
            dependencies: [
                "EdDSA", "ForeignText", "Poseidon", "PrimeField", "RequestCanonicalization", "RequestSigning",
                "SignatureDiagnosis", "TestSupport", "VectorSuite",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "VectorSuiteTests", dependencies: ["ForeignText", "VectorSuite", "TestSupport"],
            exclude: ["Testees"]),
    ]
)

// Checks that build the library differently exist only where they are asked for; Tests/Checks/README.md has them all.
// Only this package's own targets are built differently, so that a build folder that has the others has them still.

// Tests/Checks/ConstantTime/run: secrets are marked for valgrind.
if Context.environment["CONSTANT_TIME_CHECK"] != nil {
    for target in package.targets where ["Secrecy", "ConstantTimeCheck"].contains(target.name) {
        target.swiftSettings = [.define("CONSTANT_TIME_CHECK")]
    }
}

// Tests/Checks/Fuzz/run: with libFuzzer's driver and the address sanitizer. Optimised, so that more is executed in a
// second; with assertions, so that the bounds of the lazy reduction are checked.
if Context.environment["FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/Checks/CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "CLibFuzzer", "EdDSA", "ForeignText", "LoopringOrders", "OrderCancellation", "SandboxRelayer",
                "VectorSuite",
            ],
            path: "Tests/Checks/Fuzz",
            exclude: ["run"],
            // ld.gold fails on these objects; lld is in the toolchain.
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]
        ),
    ]
    for target in package.targets where target.type != .system {
        target.swiftSettings = [
            .unsafeFlags(["-sanitize=fuzzer,address", "-O", "-assert-config", "Debug"])
        ]
    }
}

// Scripts/prove: the tables that the compiled code makes, to be compared with their definitions.
if Context.environment["PROOFS"] != nil {
    package.targets += [
        .executableTarget(
            name: "ProofTables", dependencies: ["BabyJubjub", "Poseidon", "PrimeField"],
            path: "Tests/Checks/Proofs/Tables")
    ]
}

// Tests/Checks/Exhaustive/run: the constants of a group of 40 points, and every input of it. With assertions, so that the
// bounds of the lazy reduction are checked.
if Context.environment["TINY_CURVE"] != nil {
    package.targets += [
        .executableTarget(
            name: "ExhaustiveCheck",
            dependencies: ["EdDSA", "TestSupport", .product(name: "Crypto", package: "swift-crypto")],
            path: "Tests/Checks/Exhaustive", exclude: ["Controls", "run"])
    ]
    for target in package.targets where ["PrimeField", "BabyJubjub", "EdDSA"].contains(target.name) {
        target.swiftSettings = [
            .define("TINY_CURVE"), .unsafeFlags(["-enable-testing", "-assert-config", "Debug"]),
        ]
    }
}

// Tests/Checks/Audit/run: an audit beside verification in bulk and beside one record after the other.
if Context.environment["AUDIT_CHECK"] != nil {
    package.targets += [
        .executableTarget(
            name: "AuditCheck",
            dependencies: [
                "EdDSA", "RequestCanonicalization", "RequestSigning", "SignatureAudit", "SignatureDiagnosis",
            ],
            path: "Tests/Checks/Audit",
            exclude: ["run"])
    ]
}

// The documentation's plugin is resolved only where Scripts/docs asks for it.
if Context.environment["DOCS"] != nil {
    package.dependencies += [
        .package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0")
    ]
}
