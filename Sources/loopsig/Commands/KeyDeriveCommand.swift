import ArgumentParser
import EdDSA
import PrimeField
import Secrecy
import SignatureDiagnosis

/// `loopsig key derive`
struct KeyDeriveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "derive",
        abstract: "Derives the key that belongs to an Ethereum signature.",
        discussion: """
            k = SHA-256(signature) as a little-endian integer mod ℓ (SPEC.md, section 8). The Ethereum \
            signature is as secret as the key, so it is read from a file and not from the command line. \
            Without --out or --print, only the public key is shown.
            """
    )

    @Option(
        help: ArgumentHelp(
            "A file with the Ethereum signature, 0x and hexadecimal digits, mode 0600; - for standard input.",
            valueName: "path"))
    var ethereumSignature: String

    @OptionGroup var destination: SecretKeyDestination
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard !ethereumSignature.lowercased().hasPrefix("0x") else {
            throw Failure.usage(
                "the Ethereum signature is as secret as the key: put it into a file with mode 0600, or pipe it "
                    + "to --ethereum-signature -")
        }
        let input = SecretInput(
            name: "Ethereum signature", option: "--ethereum-signature", environmentVariable: nil)
        let key = try input.read(path: ethereumSignature).withTrimmedBytes { digits throws(Failure) in
            guard digits.count > 2, digits.count.isMultiple(of: 2),
                var bytes = Hexadecimal.decode(digits, byteCount: digits.count / 2 - 1)
            else { throw .refused(Rejection(.ethereumSignatureMalformed).reason) }
            defer { bytes.withUnsafeMutableBytes(wipe) }
            do throws(EdDSAError) { return try PrivateKey(ethereumSignature: bytes) } catch {
                throw .refused(Rejection(error).reason)
            }
        }
        try destination.deliver(key, json: output.json)
    }
}
