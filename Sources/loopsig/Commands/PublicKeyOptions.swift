// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import SignatureDiagnosis

/// A public key: coordinates, or the packed point.
struct PublicPointOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The x of the public key, 0x and 64 digits.", valueName: "hex"))
    var publicKeyX: String?

    @Option(help: ArgumentHelp("The y of the public key, 0x and 64 digits.", valueName: "hex"))
    var publicKeyY: String?

    @Option(
        help: ArgumentHelp("Instead of x and y: the packed public key, 0x and 64 digits.", valueName: "hex"))
    var publicKey: String?

    /// The key as it was given, not yet decoded; `nil` if it was not given.
    func source() throws(CommandFailure) -> PublicKeySource? {
        switch (publicKeyX, publicKeyY, publicKey) {
        case (let x?, let y?, nil): return .coordinates(x: x, y: y)
        case (nil, nil, let packed?): return .packed(packed)
        case (nil, nil, nil): return nil
        case (_?, nil, nil), (nil, _?, nil):
            throw .usage("a public key has two coordinates: give --public-key-x and --public-key-y")
        default:
            throw .usage("the public key is given more than once: give its coordinates or the packed key")
        }
    }
}

/// The key of the expected signer: its public key, or its secret key.
struct PublicKeyOptions: ParsableArguments {
    @OptionGroup(title: "Public key") var point: PublicPointOptions

    @OptionGroup(title: "Public key from the secret key")
    var secretKey: SecretKeyOptions

    /// The key as it was given, not yet decoded.
    func source() throws -> PublicKeySource {
        switch (try point.source(), secretKey.secretKeyFile) {
        case (let source?, nil): return source
        case (nil, _?): return .owned(by: try secretKey.privateKey())
        case (nil, nil):
            throw CommandFailure.usage(
                "no public key: give --public-key-x and --public-key-y, or --public-key, or --secret-key-file"
            )
        case (_?, _?):
            throw CommandFailure.usage(
                "the public key is given more than once: give the public key or --secret-key-file")
        }
    }
}
