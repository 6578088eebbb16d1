// SPDX-License-Identifier: Apache-2.0
import Crypto
import EdDSA
import Foundation
import SignatureDiagnosis
import StrictJSON
import VectorSuite

/// Finds the messages that wrong request signatures verify for. It tries the mistakes of signers that
/// SignatureDiagnosis lists.
///
/// If a client answers with the signature alone, only the signature shows how it canonicalizes. If the client
/// also uses another nonce function, its signature is not even the one that a known bug would give.
struct SignatureExplainer {
    /// The number of thorough searches that may still end without a result. At 0, no further one starts.
    private var searchesLeft = 12
    /// The mistakes that have explained signatures before.
    private var seen: [[String]] = []

    /// Explains the signature of a failed test of `request.sign`. Returns `nil` if no mistake explains it, or
    /// if the signature is valid for the expected message.
    mutating func explanation(of result: TestResult) -> Diagnosis? {
        guard result.op == "request.sign", result.wrongSignature?.kind == .doesNotVerify,
            let signature = result.wrongSignature?.text,
            case .object(let input)? = result.problem?.input
        else { return nil }
        guard let request = try? input.signableRequest(),
            let key = try? PrivateKey(hex: input.text("secretKey"))
        else { return nil }
        var efforts = [SearchEffort(expecting: seen, maximumGuesses: 0)]
        if searchesLeft > 0 { efforts.append(.thorough) }
        for effort in efforts {
            let diagnosis = Diagnosis(
                of: signature, for: request, by: .decoded(key.publicKey), searching: effort)
            guard let diagnosis, !diagnosis.mistakes.isEmpty else { continue }
            if !seen.contains(diagnosis.names) { seen.append(diagnosis.names) }
            return diagnosis
        }
        searchesLeft -= 1
        return nil
    }
}

extension Diagnosis {
    /// The message that was signed; `nil` if the mistake is in the step from the text to the message.
    var signedMessage: Message? {
        guard let signedText, !mistakes.contains(where: { $0.stage == .message }) else { return nil }
        return Message(reducing: SHA256.hash(data: Data(signedText.utf8)))
    }
}

extension Observation {
    /// The observation, with the message that the signature was found to verify for.
    func recovering(_ message: Message) -> Observation {
        var observation = self
        observation.wrong = .values(
            WrongValues(wrong: ["message": WrongValues.digest("message", .text(message.hex))]))
        observation.answered.insert("message")
        observation.isSignatureValid = true
        return observation
    }
}
