// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import EdDSA
import PrimeField
import Secrecy
import StrictJSON

struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Makes keys, derives keys, and prints public keys.",
        subcommands: [KeyGenerateCommand.self, KeyPublicCommand.self, KeyDeriveCommand.self]
    )
}

struct KeyGenerateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Makes a random secret key and prints its public key."
    )

    @OptionGroup var destination: SecretKeyDestination
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard destination.out != nil || destination.print else {
            throw CommandFailure.usage(
                "no destination for the secret key: give --out PATH, or --print to print it")
        }
        try destination.deliver(PrivateKey(), output)
    }
}

struct KeyPublicCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "public",
        abstract: "Prints the public key of a secret key."
    )

    @OptionGroup var secretKey: SecretKeyOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let publicKey = try secretKey.privateKey().publicKey
        try output.print(["publicKey": publicKey.output], text: publicKey.text)
    }
}

struct KeyDeriveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "derive",
        abstract: "Derives the key of an account from an Ethereum signature.",
        discussion: """
            k = SHA-256(signature) as a little-endian integer mod ℓ (SPEC.md, section 8). The Ethereum \
            signature is as secret as the key, so it is read from a file and not from the command line. \
            Without --out or --print, only the public key is printed.

            If the account's public key is given, the command compares it with the derived key. If they differ, it \
            tries the other values of the signature's last byte (1b, 1c, 00, 01), because hardware wallets write it \
            differently. Exit status 1: no value of this byte gives the account's key.
            """
    )

    @Option(
        help: ArgumentHelp(
            "A file with the Ethereum signature, 0x and hexadecimal digits, mode 0600; - for standard input.",
            valueName: "path"))
    var ethereumSignature: String

    @OptionGroup(title: "The account's public key, to compare with") var expected: PublicPointOptions
    @OptionGroup var destination: SecretKeyDestination
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard !ethereumSignature.lowercased().hasPrefix("0x") else {
            throw CommandFailure.usage(
                "the Ethereum signature is as secret as the key: put it into a file with mode 0600, or pipe it "
                    + "to --ethereum-signature -")
        }
        let expected = try expected.source()?.decoded()
        let input = SecretInput(
            name: "Ethereum signature", option: "--ethereum-signature", environmentVariable: nil)
        let key = try input.read(path: ethereumSignature) { digits in
            guard digits.count > 2, digits.count.isMultiple(of: 2),
                var bytes = Hexadecimal.decode(digits, byteCount: digits.count / 2 - 1)
            else { throw EdDSAError.ethereumSignatureMalformed }
            defer { bytes.withUnsafeMutableBytes(wipe) }
            // Wallets write the last byte, the recovery identifier, as 1b or 1c; some hardware wallets write
            // it as 00 or 01. The key is a hash of all bytes, so the account has one of four keys.
            let given = bytes.removeLast()
            for last in [given] + (bytes.count == 64 ? [0x1B, 0x1C, 0x00, 0x01] : []) {
                bytes.append(last)
                let key = try PrivateKey(ethereumSignature: bytes)
                if expected == nil || key.publicKey == expected {
                    if last != given {
                        LoopsigCommand.complain(
                            "the account's key belongs to this signature with the last byte "
                                + "\(Hexadecimal.encode([last])) instead of \(Hexadecimal.encode([given]))",
                            as: "note")
                    }
                    return key
                }
                bytes.removeLast()
            }
            throw CommandFailure.refused(
                "this signature, with any last byte, does not give the account's key: check that the signed text "
                    + "has the account's key nonce and exchange address, and that the account's wallet signed it"
            )
        }
        try destination.deliver(key, output)
    }
}

struct SecretKeyDestination: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A new file for the secret key, with mode 0600. An existing file is never overwritten.",
            valueName: "path"))
    var out: String?

    @Flag(help: "Print the secret key on standard output.")
    var print = false

    /// Stores or prints the key as the options say, and prints the public key.
    func deliver(_ key: PrivateKey, _ output: OutputOptions) throws {
        if let out { try OutputFile.create(at: out, holding: key.exportedText) }
        let secretKey = print ? key.exportedText : nil
        try output.print(
            ["publicKey": key.publicKey.output, "secretKey": secretKey, "secretKeyFile": out],
            text: (secretKey.map { "secret key         \($0)\n" } ?? "") + key.publicKey.text)
    }
}

extension PublicKey {
    var output: OutputObject { ["x": point.x.hex, "y": point.y.hex, "packed": point.packed.hex] }

    var text: String {
        """
        public key x       \(point.x.hex)
        public key y       \(point.y.hex)
        public key packed  \(point.packed.hex)
        """
    }
}

extension PrivateKey {
    /// "0x" and 64 digits. **Secret**: use it only if the user has requested the key itself.
    var exportedText: String {
        var bytes = rawRepresentation
        defer { bytes.withUnsafeMutableBytes(wipe) }
        return Hexadecimal.encode(bytes)
    }
}
