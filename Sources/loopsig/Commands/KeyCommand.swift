import ArgumentParser
import EdDSA
import PrimeField
import Secrecy
import SignatureDiagnosis

/// `loopsig key …`
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes keys and shows public keys.",
        subcommands: [KeyGenerateCommand.self, KeyPublicCommand.self, KeyDeriveCommand.self]
    )
}

/// `loopsig key generate`
struct KeyGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes a random secret key and prints its public key."
    )

    @OptionGroup var destination: SecretKeyDestination
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard destination.out != nil || destination.print else {
            throw Failure.usage("say where the secret key goes: --out PATH, or --print to show it")
        }
        try destination.deliver(PrivateKey(), json: output.json)
    }
}

/// `loopsig key public`
struct KeyPublicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "public",
        abstract: "Prints the public key of a secret key."
    )

    @OptionGroup var secretKey: SecretKeyOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let publicKey = PublicKeyOutput(try secretKey.privateKey().publicKey)
        if output.json {
            try StandardOutput.json(["publicKey": publicKey])
        } else {
            try StandardOutput.line(publicKey.text)
        }
    }
}

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

/// A public key as printed: both coordinates, and the packed form.
struct PublicKeyOutput: Encodable {
    let x, y, packed: String

    init(_ key: PublicKey) {
        x = key.point.x.hex
        y = key.point.y.hex
        packed = key.point.packed.hex
    }

    /// Three lines for people.
    var text: String {
        """
        public key x       \(x)
        public key y       \(y)
        public key packed  \(packed)
        """
    }
}
