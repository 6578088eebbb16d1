// SPDX-License-Identifier: Apache-2.0
import CLibFuzzer
import Foundation

/// Fuzzes all code that reads text from outside, and compares every optimized path with its definition.
/// `Tests/Checks/Fuzz/run` builds and runs it.
///
///     Fuzz TARGET [libFuzzer's options and corpora]   fuzz the target
///     Fuzz TARGET FILE                                run one input once, for example one that crashed
///     Fuzz --list                                     print the names of the targets
@main
struct Fuzz {
    /// A function of arbitrary bytes. It must not crash, and every law that it checks with ``require(_:_:)``
    /// must hold.
    typealias Target = @Sendable ([UInt8]) throws -> Void

    static let targets: [String: Target] = [
        "integers": fuzzIntegers,
        "hexadecimal": fuzzHexadecimal,
        "signature-text": fuzzSignatureText,
        "packed-points": fuzzPackedPoints,
        "percent-encoding": fuzzPercentEncoding,
        "request": fuzzRequest,
        "relayer-answer": fuzzRelayerAnswer,
        "submitted-order": fuzzSubmittedOrder,
        "request-target": fuzzRequestTarget,
        "testee-line": fuzzTesteeLine,
        "vector-file": fuzzVectorFile,
        "limbs": fuzzLimbs,
        "field": fuzzField,
        "scalars": fuzzScalars,
        "curve": fuzzCurve,
        "poseidon": fuzzPoseidon,
        "verification": fuzzVerification,
        "batches": fuzzBatches,
    ]

    nonisolated(unsafe) static var target: Target = { _ in }

    static func main() {
        guard let name = CommandLine.arguments.dropFirst().first else { usage() }
        if name == "--list" {
            print(targets.keys.sorted().joined(separator: "\n"))
            return
        }
        guard let target = targets[name] else { usage() }
        Fuzz.target = target
        // Remove the name of the target from the command line before libFuzzer reads it.
        var arguments = CommandLine.arguments
        arguments.remove(at: 1)
        var argc = CInt(arguments.count)
        let copies: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var argv: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = .allocate(capacity: copies.count)
        argv?.initialize(from: copies, count: copies.count)
        exit(LLVMFuzzerRunDriver(&argc, &argv, testOneInput))
    }

    private static func usage() -> Never {
        print(
            "usage: Fuzz TARGET [libFuzzer's options]; targets:", targets.keys.sorted().joined(separator: " ")
        )
        exit(64)
    }
}

/// libFuzzer calls this function with each input. The library may refuse the input with a typed error.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    try? Fuzz.target(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}
