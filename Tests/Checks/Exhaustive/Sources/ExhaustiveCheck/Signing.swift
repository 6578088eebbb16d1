// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
import Crypto
@testable import EdDSA
@testable import PrimeField

/// Signatures under every key, of messages until every nonce has met every challenge: R and S are as defined, in the reduced
/// and in the unreduced form, and each way to a verdict gives the right one for every S.
func checkSigning(_ group: TinyGroup) -> Int {
    var cases = 0
    var signed: [SignedMessage] = []
    for k in 1..<5 {
        let bytes = [UInt8](repeating: 0, count: 31) + [UInt8(k)]
        guard let key = try? PrivateKey(rawRepresentation: bytes) else { fatalError("k is below ℓ") }
        require(key.publicKey.point == group[k * group.base], "A = k·B")
        // Of the four nonces and 40 challenges.
        var isMet = [Bool](repeating: false, count: 4 * 40)
        var m: UInt64 = 0
        while isMet.contains(false) {
            m += 1
            let message = Message(FieldElement(m))
            let r = nonce(k, m)
            guard let signature = try? key.signature(for: message),
                let unreduced = try? key.unreducedSignatureLeakingKey(for: message)
            else {
                require(r == 0, "a nonce that is not zero is refused")
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
    // A sum of right equations is O whatever the multipliers are. That a sum with a wrong one is not, is a matter of
    // chance in a group as small as this.
    require(BatchVerification.verdicts(signed, profile: .strict).allSatisfy(\.isValid), "a valid batch")
    for bad in PrivateKey.outsideZeroAndOrder {
        require((try? PrivateKey(rawRepresentation: bad)) == nil, "a key that is 0, or ℓ or more")
    }
    return cases
}

/// Every S in the place of the signature's.
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
            require(verification.isValid == expected, "a verdict as it is defined")
            require(verification.findings == (s < 5 ? [] : [.unreducedS]), "what is found")
        }
    }
}

/// SHA-512(LE32(k) ‖ LE32(m)) modulo 5: the sum of the bytes, since 256 ≡ 1.
private func nonce(_ k: Int, _ m: UInt64) -> Int {
    let le32 = { (n: UInt64) in (0..<32).map { $0 < 8 ? UInt8(truncatingIfNeeded: n >> (8 * $0)) : 0 } }
    return SHA512.hash(data: le32(UInt64(k)) + le32(m)).reduce(0) { $0 + Int($1) } % 5
}

extension PrivateKey {
    /// Big-endian integers that are no key: 0, 5, …, 255, and 2²⁴⁸.
    fileprivate static var outsideZeroAndOrder: [[UInt8]] {
        ([0] + Array(5...255)).map { [UInt8](repeating: 0, count: 31) + [$0] }
            + [[1] + [UInt8](repeating: 0, count: 31)]
    }
}
