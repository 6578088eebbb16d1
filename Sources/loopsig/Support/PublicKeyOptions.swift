import ArgumentParser
import SignatureDiagnosis

/// Whose signature it should be: coordinates, a packed point, or the owner's secret key.
struct PublicKeyOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The x of the public key, 0x and 64 digits.", valueName: "hex"))
    var publicKeyX: String?

    @Option(help: ArgumentHelp("The y of the public key, 0x and 64 digits.", valueName: "hex"))
    var publicKeyY: String?

    @Option(
        help: ArgumentHelp("In place of x and y: the packed public key, 0x and 64 digits.", valueName: "hex"))
    var publicKey: String?

    @OptionGroup(title: "Public key from the secret key")
    var secretKey: SecretKeyOptions

    /// The key as it was given, not yet decoded.
    func source() throws(Failure) -> PublicKeySource {
        switch (publicKeyX, publicKeyY, publicKey, secretKey.secretKeyFile) {
        case (let x?, let y?, nil, nil): return .coordinates(x: x, y: y)
        case (nil, nil, let packed?, nil): return .packed(packed)
        case (nil, nil, nil, _?): return .owned(by: try secretKey.privateKey())
        case (_?, nil, nil, nil), (nil, _?, nil, nil):
            throw .usage("a public key has two coordinates: give --public-key-x and --public-key-y")
        case (nil, nil, nil, nil):
            throw .usage(
                "no public key: give --public-key-x and --public-key-y, or --public-key, or --secret-key-file"
            )
        default: throw .usage("the public key is given more than once")
        }
    }
}
