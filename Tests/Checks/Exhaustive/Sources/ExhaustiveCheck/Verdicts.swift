// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import EdDSA
@testable import PrimeField

/// Checks the verdict at half size on every A, R and S. Each pair of A and R has its own message. For four
/// values of S with each pair, also checks the verdicts under both profiles and the findings, by both sides
/// of the equation and in one batch. The four values are an S for which the equation holds, if there is one,
/// and others for which it does not; and both reduced and unreduced ones.
func checkVerdicts(_ group: TinyGroup) -> Int {
    var judged: [(signed: SignedMessage, holds: Bool, findings: [Finding])] = []
    for (a, point) in group.points.enumerated() {
        let key = PublicKey(point)
        for (r, commitment) in group.points.enumerated() {
            let message = Message(FieldElement(UInt64(a * 40 + r)))
            let challenge = key.verify(
                signature(commitment, 0), for: message, profile: .relayer
            ).challenge
            func holds(_ s: Int) -> Bool {
                (r + challenge.integer.moduloForty * a - s * group.base) % 40 == 0
            }
            for s in 0..<40 {
                let isValid = key.isValidSignature(
                    signature(commitment, s), for: message, profile: .relayer)
                require(isValid == holds(s), "a verdict at half size")
            }
            let right = (0..<40).first(where: holds) ?? 0
            for s in [right, right + 5, (right + 1) % 5, (right + 1) % 5 + 35] {
                let signed = SignedMessage(key: key, message: message, signature: signature(commitment, s))
                judged.append((signed, holds(s), findings(a, r, s)))
            }
        }
    }
    for item in judged {
        for profile in VerificationProfile.allCases {
            let (key, message, signature) = (item.signed.key, item.signed.message, item.signed.signature)
            let expected =
                item.holds && (profile == .relayer || item.findings.allSatisfy { $0 == .rSmallOrder })
            let verification = key.verify(signature, for: message, profile: profile)
            require(
                verification.isValid == expected && verification.equationHolds == item.holds,
                "a verdict by the definition")
            require(verification.findings == item.findings, "the findings of a verification")
            require(
                key.isValidSignature(signature, for: message, profile: profile) == expected,
                "a verdict at half size")
        }
    }
    checkBatch(judged)
    return 40 * 40 * 40 + judged.count
}

/// Checks the verdicts of a batch. Points of the subgroup are verified in sums. Because ℓ is only 5, an
/// invalid signature in a sum often passes by chance. All other verdicts must be right.
private func checkBatch(_ judged: [(signed: SignedMessage, holds: Bool, findings: [Finding])]) {
    var generator = SeededGenerator(seed: 192)
    let verdicts = BatchVerification.verdicts(judged.map(\.signed), profile: .relayer, using: &generator)
    for (verdict, item) in zip(verdicts, judged) {
        let isCombined =
            !item.findings.contains(.publicKeyOutsideSubgroup) && !item.findings.contains(.rOutsideSubgroup)
        require(verdict.equationHolds == item.holds || isCombined && !item.holds, "a verdict of a batch")
        require(verdict.findings == item.findings, "the findings of a batch")
    }
}

private func signature(_ r: Point, _ s: Int) -> Signature {
    guard let signature = try? Signature(r: r, s: Integer256(UInt64(s))) else { fatalError("S < 8ℓ") }
    return signature
}

/// The expected findings for A = a·G, R = r·G and S.
private func findings(_ a: Int, _ r: Int, _ s: Int) -> [Finding] {
    let all: [(finding: Finding, isFound: Bool)] = [
        (.unreducedS, s >= 5), (.publicKeyIsIdentity, a == 0), (.publicKeySmallOrder, a != 0 && a % 5 == 0),
        (.publicKeyOutsideSubgroup, a % 8 != 0), (.rSmallOrder, r % 5 == 0), (.rOutsideSubgroup, r % 8 != 0),
    ]
    return all.filter(\.isFound).map(\.finding)
}
