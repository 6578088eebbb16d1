// swift-tools-version: 6.2
import PackageDescription

// MARK: - Dependencies of targets

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Tools"]))
let mustache = Target.Dependency.product(
    name: "Mustache", package: "swift-mustache", condition: .when(traits: ["Tools"]))
let subprocess = Target.Dependency.product(
    name: "Subprocess", package: "swift-subprocess", condition: .when(traits: ["Tools"]))
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client", condition: .when(traits: ["Client"]))
let hummingbird = Target.Dependency.product(
    name: "Hummingbird", package: "hummingbird", condition: .when(traits: ["Sandbox"]))

/// A product of SwiftNIO, SwiftNIO's TLS or swift-log, which the client already has beneath async-http-client.
func nio(_ name: String, _ package: String = "swift-nio") -> Target.Dependency {
    .product(name: name, package: package, condition: .when(traits: ["Client"]))
}

/// A library target whose folder has a README.md, which is not part of what is built.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, exclude: ["README.md"])
}

/// The tests of the target `name`, and what else they import.
func tests(_ name: String, _ dependencies: Target.Dependency..., exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: exclude)
}

// MARK: - Package

let package = Package(
    name: "loopring-signatures",
    platforms: [.macOS(.v14)],
    products: [
        "PrimeField", "BabyJubjub", "Poseidon", "EdDSA", "RequestCanonicalization", "RequestSigning",
        "SignatureDiagnosis", "LoopringOrders", "SignatureAudit", "OrderCancellation", "SandboxRelayer", "VectorSuite",
    ].map { .library(name: $0, targets: [$0]) } + [.executable(name: "loopsig", targets: ["loopsig"])],
    traits: [
        .trait(
            name: "Client",
            description: "Fetches async-http-client and SwiftNIO for OrderCancellation, the client that cancels orders."),
        .trait(
            name: "Sandbox",
            description: "Fetches Hummingbird for SandboxRelayer, the local exchange that tests run against.",
            enabledTraits: ["Client"]),
        .trait(
            name: "Tools",
            description: "Fetches what the program loopsig needs in addition: its arguments, pages and child processes.",
            enabledTraits: ["Client", "Sandbox"]),
        .default(enabledTraits: ["Tools"]),
    ],
    // All of these are at 1.0 or later, and bounded by their next major version. One before 1.0 would be bounded by its
    // next minor version.
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        // Its traits are for configuration files and for what needs the whole of Foundation.
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
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
        library("EdDSA", ["BabyJubjub", "Poseidon", "Secrecy", crypto]),
        library("RequestCanonicalization", ["StrictJSON", crypto]),
        library("RequestSigning", ["BabyJubjub", "EdDSA", "RequestCanonicalization"]),

        // The exchange.
        library("LoopringOrders", ["Poseidon", "PrimeField", "StrictJSON"]),
        library(
            "OrderCancellation",
            [
                "EdDSA", "LoopringOrders", "RequestCanonicalization", "RequestSigning", "StrictJSON", asyncHTTPClient,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOTLS"), nio("NIOSSL", "swift-nio-ssl"),
            ]),
        library(
            "SandboxRelayer",
            [
                "EdDSA", "LoopringOrders", "OrderCancellation", "PrimeField", "RequestCanonicalization",
                "RequestSigning", "StrictJSON", hummingbird,
                .product(
                    name: "HummingbirdCore", package: "hummingbird", condition: .when(traits: ["Sandbox"])),
                .product(
                    name: "ServiceLifecycle", package: "swift-service-lifecycle",
                    condition: .when(traits: ["Sandbox"])),
                nio("Logging", "swift-log"), nio("NIOCore"), nio("NIOHTTP1"), nio("NIOPosix"),
            ]),

        // The tools.
        .target(name: "StrictJSON"),
        library(
            "SignatureDiagnosis",
            [
                "BabyJubjub", "EdDSA", "Poseidon", "PrimeField", "RequestCanonicalization", "RequestSigning",
                "StrictJSON", crypto,
            ]),
        library(
            "SignatureAudit",
            [
                "BabyJubjub", "EdDSA", "Poseidon", "PrimeField", "RequestCanonicalization", "RequestSigning",
                "SignatureDiagnosis", "StrictJSON", crypto,
            ]),
        library(
            "VectorSuite",
            [
                "BabyJubjub", "EdDSA", "LoopringOrders", "OrderCancellation", "Poseidon", "PrimeField",
                "RequestCanonicalization", "RequestSigning", "StrictJSON", crypto,
            ]),
        .target(name: "Conformance", dependencies: ["VectorSuite", "SignatureDiagnosis", subprocess]),
        .target(name: "Reports", dependencies: ["Conformance", "SignatureAudit", "SignatureDiagnosis", mustache]),
        .executableTarget(
            name: "loopsig",
            dependencies: [
                "BabyJubjub", "Conformance", "EdDSA", "LoopringOrders", "OrderCancellation", "Poseidon", "PrimeField",
                "Reports", "RequestCanonicalization", "RequestSigning", "SandboxRelayer", "Secrecy", "SignatureAudit",
                "SignatureDiagnosis", "StrictJSON", "VectorSuite", argumentParser, crypto,
                .product(
                    name: "UnixSignals", package: "swift-service-lifecycle", condition: .when(traits: ["Tools"])),
            ]),

        // Tests and checks.
        .executableTarget(
            name: "ConstantTimeCheck", dependencies: ["CValgrind", "EdDSA"],
            path: "Tests/Checks/ConstantTime", exclude: ["Controls", "run"]),
        .target(name: "TestSupport", dependencies: ["PrimeField"], path: "Tests/TestSupport"),
        tests("StrictJSON"),
        tests("PrimeField"),
        tests("BabyJubjub"),
        tests("Poseidon"),
        tests("EdDSA"),
        .testTarget(name: "MemoryHygieneTests", dependencies: ["EdDSA", "TestSupport", crypto]),
        tests("RequestCanonicalization"),
        tests("RequestSigning"),
        tests("SignatureDiagnosis", crypto),
        tests("SignatureAudit", crypto),
        tests("LoopringOrders", "PrimeField"),
        tests("OrderCancellation", nio("NIOSSL", "swift-nio-ssl")),
        tests("SandboxRelayer"),
        .testTarget(name: "LoopsigTests", dependencies: ["loopsig", "TestSupport", crypto]),
        .testTarget(
            name: "SpecificationTests",
            dependencies: [
                "EdDSA", "Poseidon", "PrimeField", "RequestCanonicalization", "RequestSigning", "SignatureDiagnosis",
                "StrictJSON", "TestSupport", "VectorSuite", crypto,
            ]),
        tests("VectorSuite", "StrictJSON", exclude: ["Testees"]),
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
                "CLibFuzzer", "EdDSA", "StrictJSON", "LoopringOrders", "OrderCancellation", "SandboxRelayer",
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
