// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
import Crypto
@testable import EdDSA
@testable import PrimeField

/// Signs with every key, until every pair of a nonce and a challenge has occurred. R and S must be as
/// defined, in the reduced and in the unreduced form. Each way to verify must give the right verdict for
/// every S.
func checkSigning(_ group: TinyGroup) -> Int {
    var cases = 0
    var signed: [SignedMessage] = []
    for k in 1..<5 {
        let bytes = [UInt8](repeating: 0, count: 31) + [UInt8(k)]
        guard let key = try? PrivateKey(rawRepresentation: bytes) else { fatalError("k is below ℓ") }
        require(key.publicKey.point == group[k * group.base], "A = k·B")
        // Whether a pair has occurred: one element for each of the 4 nonces and 40 challenges.
        var isMet = [Bool](repeating: false, count: 4 * 40)
        var m: UInt64 = 0
        while isMet.contains(false) {
            m += 1
            let message = Message(FieldElement(m))
            let r = nonce(k, m)
            guard let signature = try? key.signature(for: message),
                let unreduced = try? key.unreducedSignatureLeakingKey(for: message)
            else {
                require(r == 0, "only a nonce of zero is refused")
                continue
            }
            let verification = key.publicKey.verify(signature, for: message, profile: .relayer)
            let h = verification.challenge.integer.moduloForty
            require(r != 0 && signature.r == group[r * group.base], "R = r·B")
            require(signature.s == Integer256(UInt64((r + k * h) % 5)), "S = r + k·h mod ℓ")
            require(unreduced.r == signature.r, "the R of the unreduced form")
            require(unreduced.s == Integer256(UInt64((r + k * h) % 40)), "S = r + k·h mod 8ℓ")
            require(verification.isValid, "a signature is valid")
            cases += 1
            guard !isMet[(r - 1) * 40 + h] else { continue }
            isMet[(r - 1) * 40 + h] = true
            checkEveryS(key.publicKey, message, signature)
            signed.append(SignedMessage(key: key.publicKey, message: message, signature: signature))
        }
    }
    // A sum of equations that hold is O, whatever the multipliers are. In this small group, a sum with a
    // wrong equation may also be O by chance, so only valid signatures are in this batch.
    require(BatchVerification.verdicts(signed, profile: .strict).allSatisfy(\.isValid), "a valid batch")
    for bad in PrivateKey.outsideZeroAndOrder {
        require((try? PrivateKey(rawRepresentation: bad)) == nil, "a key of 0, or of ℓ or more, is refused")
    }
    return cases
}

/// Replaces S of the signature with every S, and checks the verdicts.
private func checkEveryS(_ key: PublicKey, _ message: Message, _ signature: Signature) {
    let right = signature.s.moduloForty
    for s in 0..<40 {
        guard let other = try? Signature(r: signature.r, s: Integer256(UInt64(s))) else {
            fatalError("S < 8ℓ")
        }
        for (profile, expected) in [(VerificationProfile.relayer, s % 5 == right), (.strict, s == right)] {
            require(
                key.isValidSignature(other, for: message, profile: profile) == expected,
                "a verdict at half size")
            let verification = key.verify(other, for: message, profile: profile)
            require(verification.isValid == expected, "a verdict by the definition")
            require(verification.findings == (s < 5 ? [] : [.unreducedS]), "the findings of a verification")
        }
    }
}

/// SHA-512(LE32(k) ‖ LE32(m)) modulo 5. Because 256 ≡ 1, it is the sum of the bytes modulo 5.
private func nonce(_ k: Int, _ m: UInt64) -> Int {
    let le32 = { (n: UInt64) in (0..<32).map { $0 < 8 ? UInt8(truncatingIfNeeded: n >> (8 * $0)) : 0 } }
    return SHA512.hash(data: le32(UInt64(k)) + le32(m)).reduce(0) { $0 + Int($1) } % 5
}

extension PrivateKey {
    /// Big-endian integers that are not valid keys: 0, the integers from 5 to 255, and 2²⁴⁸.
    fileprivate static var outsideZeroAndOrder: [[UInt8]] {
        ([0] + Array(5...255)).map { [UInt8](repeating: 0, count: 31) + [$0] }
            + [[1] + [UInt8](repeating: 0, count: 31)]
    }
}
