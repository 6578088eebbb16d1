import CLibFuzzer
import Foundation

/// libFuzzer over everything that reads what others wrote, and over every optimised path beside the plain
/// one. `Tests/Checks/Fuzz/run` builds and runs it.
///
///     Fuzz TARGET [libFuzzer's options and corpora]
///     Fuzz TARGET FILE                                runs one input, such as a crash, once
///     Fuzz --list                                     the names of the targets
@main
struct Fuzz {
    /// A function that is given arbitrary bytes and must neither crash nor break a law; ``require(_:_:)``
    /// says which law.
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
        "sandbox-request": fuzzSandboxRequest,
        "testee-line": fuzzTesteeLine,
        "vector-file": fuzzVectorFile,
        "limbs-against-plain": fuzzLimbsAgainstPlain,
        "field-against-plain": fuzzFieldAgainstPlain,
        "curve-against-plain": fuzzCurveAgainstPlain,
        "poseidon-against-plain": fuzzPoseidonAgainstPlain,
        "verification-against-plain": fuzzVerificationAgainstPlain,
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
        // libFuzzer sees the command line without the name of the target.
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

/// What libFuzzer calls with each input. An input that the library refuses with an error is a good input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    try? Fuzz.target(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

/// Ends the program, which libFuzzer reports as a crash with its input, where a law does not hold.
func require(_ law: @autoclosure () -> Bool, _ name: String) {
    guard law() else { fatalError("does not hold: \(name)") }
}

/// The value of an expression, or nil where it throws.
func optional<Value>(_ body: () throws -> Value) -> Value? {
    try? body()
}
