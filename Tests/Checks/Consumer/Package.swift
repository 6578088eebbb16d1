// swift-tools-version: 6.1
import PackageDescription

// Somebody else's package, which takes this one by its path.
let library = "loopring-signatures"

let package = Package(
    name: "Consumer",
    platforms: [.macOS(.v14)],
    dependencies: [.package(name: library, path: "../../..")],
    targets: [
        .executableTarget(
            name: "Consumer",
            dependencies: [
                "EdDSA", "LoopringOrders", "RequestCanonicalization", "RequestSigning", "SignatureDiagnosis",
            ].map { .product(name: $0, package: library) })
    ]
)
