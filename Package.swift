// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// MARK: - Dependencies of targets

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"]))
let mustache = Target.Dependency.product(
    name: "Mustache", package: "swift-mustache", condition: .when(traits: ["Tools"]))
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["Client"]))
let hummingbird = Target.Dependency.product(
    name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Sandbox"]))

/// A product of SwiftNIO, swift-nio-ssl or swift-log. These packages are dependencies of async-http-client,
/// so that the client fetches them in any case.
func nio(_ name: String, _ package: String = "swift-nio") -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["Client"]))
}

/// A library target. The README.md in its folder is not built.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"])
}

/// The tests of the target `name`, with further dependencies.
func tests(_ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        exclude: exclude)
}

// MARK: - Package

let package = Package(
    name: "loopring-signatures",
    platforms: [.macOS(.v14)],
    products: [
        "PrimeField", "BabyJubjub", "Poseidon", "EdDSA", "RequestCanonicalization", "RequestSigning",
        "SignatureDiagnosis", "LoopringOrders", "SignatureAudit", "OrderCancellation", "SandboxRelayer",
        "VectorSuite",
    ].map { .library(name: $0, targets: [$0]) } + [.executable(name: "loopsig", targets: ["loopsig"])],
    traits: [
        .trait(
            name: "Client",
            description:
                "Fetches async-http-client and SwiftNIO for OrderCancellation, the client that cancels orders."
        ),
        .trait(
            name: "Sandbox",
            description: "Fetches Hummingbird for SandboxRelayer, the local exchange that tests run against.",
            enabledTraits: ["Client"]),
        .trait(
            name: "Tools",
            description:
                "Fetches the further dependencies of the program loopsig: for arguments, HTML pages and signals.",
            enabledTraits: ["Client", "Sandbox"]),
        .default(enabledTraits: ["Tools"]),
    ],
    // Lower bounds are the lowest versions that this package has been built with, and upper bounds the next
    // major versions. swift-crypto 3 does not work: its digests are not Sendable.
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        // Without traits: they add configuration files, and code that needs the whole of Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    ],
    targets: [
        // The scheme.
        .systemLibrary(
            name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"]), .brew(["gmp"])]),
        .systemLibrary(name: "CValgrind"),
        .target(name: "Secrecy", dependencies: ["CValgrind"]),
        library("PrimeField", ["CGMP", "Secrecy"]),
        library("BabyJubjub", ["PrimeField", "Secrecy"]),
        library("Poseidon", ["PrimeField"]),
        library("EdDSA", ["BabyJubjub", "Poseidon", "PrimeField", "Secrecy", crypto]),
        library("RequestCanonicalization", ["PrimeField", "StrictJSON", crypto]),
        library(
            "RequestSigning",
            ["BabyJubjub", "EdDSA", "PrimeField", "RequestCanonicalization", "StrictJSON"]),

        // The exchange.
        library("LoopringOrders", ["Poseidon", "PrimeField", "StrictJSON"]),
        library(
            "OrderCancellation",
            [
                "EdDSA", "LoopringOrders", "PrimeField", "RequestCanonicalization", "RequestSigning",
                "StrictJSON",
                asyncHTTPClient, nio("NIOConcurrencyHelpers"), nio("NIOCore"), nio("NIOPosix"),
                nio("NIOHTTP1"),
                nio("NIOSSL", "swift-nio-ssl"),
            ]),
        library(
            "SandboxRelayer",
            [
                "EdDSA", "LoopringOrders", "OrderCancellation", "RequestCanonicalization", "RequestSigning",
                "StrictJSON", hummingbird,
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle",
                    condition: .when(traits: ["Sandbox"])),
                nio("Logging", "swift-log"), nio("NIOCore"), nio("NIOPosix"),
            ]),

        // The tools.
        .target(name: "StrictJSON"),
        library(
            "SignatureDiagnosis",
            [
                "BabyJubjub", "EdDSA", "LoopringOrders", "Poseidon", "PrimeField", "RequestCanonicalization",
                "RequestSigning", "StrictJSON", crypto,
            ]),
        library(
            "SignatureAudit",
            [
                "BabyJubjub", "EdDSA", "LoopringOrders", "PrimeField", "RequestCanonicalization",
                "RequestSigning",
                "SignatureDiagnosis", "StrictJSON", crypto,
            ]),
        library(
            "VectorSuite",
            [
                "BabyJubjub", "EdDSA", "LoopringOrders", "Poseidon", "PrimeField", "RequestCanonicalization",
                "RequestSigning", "StrictJSON", crypto,
            ]),
        library(
            "Conformance",
            ["EdDSA", "PrimeField", "SignatureDiagnosis", "StrictJSON", "VectorSuite", crypto]),
        .target(
            name: "Reports",
            dependencies: [
                "BabyJubjub", "Conformance", "EdDSA", "LoopringOrders", "PrimeField", "RequestSigning",
                "SignatureAudit", "SignatureDiagnosis", "StrictJSON", "VectorSuite", mustache,
            ],
            resources: [.embedInCode("Templates")]),
        .executableTarget(
            name: "loopsig",
            dependencies: [
                "BabyJubjub", "Conformance", "EdDSA", "LoopringOrders", "OrderCancellation", "Poseidon",
                "PrimeField",
                "Reports", "RequestCanonicalization", "RequestSigning", "SandboxRelayer", "Secrecy",
                "SignatureAudit",
                "SignatureDiagnosis", "StrictJSON", "VectorSuite", argumentParser, crypto,
                .product(name: "SystemPackage", package: "swift-system", condition: .when(traits: ["Tools"])),
                .product(
                    name: "UnixSignals", package: "swift-service-lifecycle",
                    condition: .when(traits: ["Tools"])),
            ]),

        // Checks. A check that needs further libraries, or another build of this one, is a separate package
        // in Tests/Checks (Fuzz, Exhaustive, Consumer). Its flags are on the command line.
        .target(
            name: "AuditSample",
            dependencies: [
                "BabyJubjub", "EdDSA", "Poseidon", "PrimeField", "RequestCanonicalization", "RequestSigning",
                "StrictJSON", crypto,
            ],
            path: "Tests/Checks/Audit/Sample"),
        .executableTarget(
            name: "AuditCheck",
            dependencies: [
                "AuditSample", "EdDSA", "RequestCanonicalization", "RequestSigning", "SignatureAudit",
                "SignatureDiagnosis",
            ],
            path: "Tests/Checks/Audit", exclude: ["Sample", "run"]),
        .executableTarget(
            name: "ConstantTimeCheck", dependencies: ["CValgrind", "EdDSA"],
            path: "Tests/Checks/ConstantTime", exclude: ["Controls", "run"]),
        .executableTarget(
            name: "ProofTables", dependencies: ["BabyJubjub", "Poseidon", "PrimeField"],
            path: "Tests/Checks/Proofs/Tables"),

        // Tests.
        .target(name: "TestSupport", dependencies: ["PrimeField"], path: "Tests/TestSupport"),
        tests("StrictJSON"),
        tests("PrimeField"),
        tests("BabyJubjub"),
        tests("Poseidon"),
        tests("EdDSA"),
        .testTarget(name: "MemoryHygieneTests", dependencies: ["EdDSA", "TestSupport", crypto]),
        tests("RequestCanonicalization"),
        tests("RequestSigning", hummingbird),
        tests("SignatureDiagnosis", "LoopringOrders", crypto),
        tests("SignatureAudit", "AuditSample", "LoopringOrders", crypto),
        tests("LoopringOrders", "PrimeField"),
        tests("OrderCancellation", nio("NIOSSL", "swift-nio-ssl")),
        tests("SandboxRelayer"),
        tests("Reports", "AuditSample", crypto, mustache),
        .testTarget(
            name: "LoopsigTests",
            dependencies: ["loopsig", "AuditSample", "OrderCancellation", "TestSupport", crypto]),
        .testTarget(
            name: "SpecificationTests",
            dependencies: [
                "EdDSA", "Poseidon", "PrimeField", "RequestCanonicalization", "RequestSigning",
                "SignatureDiagnosis",
                "StrictJSON", "TestSupport", "VectorSuite", crypto,
            ]),
        .testTarget(
            name: "InterfaceTests",
            dependencies: [
                "EdDSA", "LoopringOrders", "OrderCancellation", "PrimeField", "RequestSigning",
                "SandboxRelayer",
                "SignatureAudit", "SignatureDiagnosis", "TestSupport", "VectorSuite",
            ]),
        .target(
            name: "VectorTestSupport", dependencies: ["StrictJSON", "TestSupport", "VectorSuite"],
            path: "Tests/VectorTestSupport"),
        tests("VectorSuite", "StrictJSON", "VectorTestSupport"),
        tests("Conformance", "EdDSA", "StrictJSON", "VectorSuite", "VectorTestSupport"),
    ]
)

// The documentation's plugin is resolved only if Scripts/docs runs.
if Context.environment["DOCS"] != nil {
    package.dependencies += [
        .package(url: "https://github.com/swiftlang/swift-docc-plugin.git", from: "1.5.0")
    ]
}
