// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Vectors/known_answers.json: values that others published, each with its source. The file also has values
/// that the source does not print, in objects `derived`. Here they are members next to the published ones.
package struct KnownAnswers: Decodable {
    package struct Poseidon: Decodable {
        package let t, fullRounds, partialRounds: Int
        package let inputs: [String]
        package let output: String
    }
    package struct PoseidonConstants: Decodable {
        package let values: [String: String]
    }
    package struct Coordinates: Decodable {
        package let x, y: String
    }
    package struct Sign: Decodable {
        package let secretKey, message, nonce, challenge: String
        package let S, signature, reducedS, reducedSignature: String
        package let publicKey, R: Coordinates
    }
    package struct Verify: Decodable {
        package let publicKey, R: Coordinates
        package let message, S: String
        package let valid: Bool
    }
    package struct DocumentedSignature: Decodable {
        package let signature, fact: String
    }
    package struct DocumentedRequest: Decodable {
        package let method, baseURL, path, signature: String
        package let params: [[String]]
        package let publicKey: Coordinates
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
    package let poseidonConstants: PoseidonConstants
    package let eddsaSign: [Sign]
    package let eddsaVerify: [Verify]
    package let documentedSignatures: [DocumentedSignature]
    package let documentedRequests: [DocumentedRequest]
    package let requestSign: [RequestSign]
    package let keyDerivation: [KeyDerivation]
    package let publicKeyPacking: [Packing]

    package static func load() throws -> KnownAnswers {
        try JSONDecoder().decode(KnownAnswers.self, from: data())
    }

    /// The file, with the members of each `derived` moved into the object that contains it.
    package static func data() throws -> Data {
        let file = Repository.root.appending(path: "Vectors/known_answers.json")
        let whole = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        return try JSONSerialization.data(withJSONObject: flat(whole))
    }

    private static func flat(_ value: Any) -> Any {
        if let elements = value as? [Any] { return elements.map(flat) }
        guard var members = value as? [String: Any] else { return value }
        let derived = members.removeValue(forKey: "derived") as? [String: Any] ?? [:]
        return members.mapValues(flat).merging(derived) { published, _ in published }
    }
}

/// The folder of the repository, found from the path of this file.
package enum Repository {
    package static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
