import Foundation

/// Vectors/known_answers.json: answers published by other implementations, each with its source.
package struct KnownAnswers: Decodable {
    package struct Poseidon: Decodable {
        package let t, fullRounds, partialRounds: Int
        package let inputs: [String]
        package let output, source: String
    }
    package struct Coordinates: Decodable {
        package let x, y: String
    }
    package struct Sign: Decodable {
        package let secretKey, message, nonce, challenge: String
        package let S, signature, reducedS, reducedSignature, source: String
        package let publicKey, R: Coordinates
    }
    package struct Verify: Decodable {
        package let publicKey, R: Coordinates
        package let message, S: String
        package let valid: Bool
    }
    package struct DocumentedSignature: Decodable {
        package let signature, source, fact: String
    }
    package struct RequestSign: Decodable {
        package let method, baseURL, path, secretKey, signatureBase, sha256, message: String
        package let signature, reducedSignature: String
        package let params: [[String]]
    }
    package struct KeyDerivation: Decodable {
        package let ethereumSignature, secretKey: String
        package let publicKey: Coordinates
    }
    package struct Packing: Decodable {
        package let publicKey: Coordinates
        package let packed: String
    }

    package let poseidon: [Poseidon]
    package let poseidonConstants: [String: String]
    package let eddsaSign: [Sign]
    package let eddsaVerify: [Verify]
    package let documentedSignatures: [DocumentedSignature]
    package let requestSign: [RequestSign]
    package let keyDerivation: [KeyDerivation]
    package let publicKeyPacking: [Packing]

    package static func load() throws -> KnownAnswers {
        let file = Repository.root.appending(path: "Vectors/known_answers.json")
        return try JSONDecoder().decode(KnownAnswers.self, from: Data(contentsOf: file))
    }
}

/// Where the files of the repository are, seen from its tests.
package enum Repository {
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
