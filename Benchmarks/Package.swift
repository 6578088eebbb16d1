// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let library = "loopring-signatures"
let modules = ["PrimeField", "BabyJubjub", "Poseidon", "EdDSA", "RequestCanonicalization", "RequestSigning"]
    .map {
        Target.Dependency.product(name: $0, package: library)
    }

let package = Package(
    name: "Benchmarks",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: library, path: "..", traits: [])],
    targets: [
        // The unit of time: a multiplication with mpz_mul and mpz_mod.
        .systemLibrary(
            name: "GMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"]), .brew(["gmp"])]),
        .target(name: "TextbookMultiplication", dependencies: ["GMP"]),

        // Inputs that all programs here share.
        .target(name: "Samples", dependencies: modules),

        .executableTarget(name: "VerificationRate", dependencies: modules + ["Samples"]),
        .executableTarget(
            name: "Responsiveness",
            dependencies: modules + ["Samples", .product(name: "SignatureAudit", package: library)]),

        // Counts: run by Scripts/costs.
        .target(name: "RepeatableRandom"),
        .executableTarget(name: "Costs", dependencies: modules + ["Samples", "RepeatableRandom"]),
    ]
)

// Times: run by Scripts/benchmark, which sets BENCHMARK. The other programs do not need this dependency.
if Context.environment["BENCHMARK"] != nil {
    package.dependencies.append(
        .package(url: "https://github.com/ordo-one/benchmark.git", exact: "1.38.1", traits: []))
    package.targets.append(
        .executableTarget(
            name: "Operations",
            dependencies: modules + [
                "Samples", "TextbookMultiplication", .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Benchmarks/Operations",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ))
}
