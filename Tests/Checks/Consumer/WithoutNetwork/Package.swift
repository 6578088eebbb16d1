// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The package of a user who signs and verifies. It fetches no network code.

let library = "loopring-signatures"

func program(_ name: String, _ products: String..., more: [Target.Dependency] = []) -> Target {
    .executableTarget(name: name, dependencies: products.map { .product(name: $0, package: library) } + more)
}

let package = Package(
    name: "WithoutNetwork",
    platforms: [.macOS(.v14)],
    dependencies: [
        .package(name: library, path: "../../../..", traits: []),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    ],
    targets: [
        program(
            "SignRequests", "RequestSigning",
            more: [.product(name: "HTTPTypes", package: "swift-http-types")]),
        program("VerifyInServer", "RequestSigning"),
        program("KeysInStorage", "EdDSA"),
        program("RunVectors", "VectorSuite"),
        program("DiagnoseSignature", "EdDSA", "RequestCanonicalization", "SignatureDiagnosis"),
        program("AuditInProcess", "RequestSigning", "SignatureAudit"),
        program("HashOrders", "EdDSA", "LoopringOrders", "PrimeField"),
        program("MerklePaths", "Poseidon", "PrimeField"),
    ]
)
