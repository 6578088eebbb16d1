// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import EdDSA
import PrimeField

/// Whether S·B = R + h·A, for points of any order, by the definition. The multiples are those that fuzzCurve
/// checks; BigInt computes the addition.
private func equationHolds(_ signed: SignedMessage) -> Bool {
    let (a, r) = (signed.key.point, signed.signature.r)
    let h = signed.key.challenge(of: r, signed.message)
    return Oracle.isSum(
        Point.base.multipliedVariableTime(by: signed.signature.s), of: r,
        and: a.multipliedVariableTime(by: h.integer))
}

/// A genuine signature with up to four changes, each alone or together with others: a point of low order is
/// added to A or to R, and S or the message is replaced.
private func signed(_ input: inout Input) throws -> (signed: SignedMessage, isGenuine: Bool) {
    let selector = input.byte()
    let genuine = genuineSignatures[Int(input.byte()) % genuineSignatures.count]
    var (a, r, s, message) = (genuine.key.point, genuine.signature.r, genuine.signature.s, genuine.message)
    if selector & 1 != 0 { a = a + Point.lowOrderPoints[Int(input.byte() & 7)] }
    if selector & 2 != 0 { r = r + Point.lowOrderPoints[Int(input.byte() & 7)] }
    if selector & 4 != 0 { s = input.integer() }
    if selector & 8 != 0 { message = Message(input.fieldElement()) }
    let altered = SignedMessage(key: PublicKey(a), message: message, signature: try Signature(r: r, s: s))
    let isGenuine =
        a == genuine.key.point && altered.signature == genuine.signature
        && message.value == genuine.message.value
    return (altered, isGenuine)
}

/// Signatures of both forms under several keys. They are made once, because signing takes longer than the
/// rest of an execution.
private let genuineSignatures: [SignedMessage] = (1...64).compactMap { i in
    optional {
        let key = try PrivateKey(ethereumSignature: [UInt8](repeating: UInt8(i % 5), count: 65))
        let message = Message(FieldElement(UInt64(i)))
        let signature =
            try i.isMultiple(of: 2)
            ? key.signature(for: message) : key.unreducedSignatureLeakingKey(for: message)
        return SignedMessage(key: key.publicKey, message: message, signature: signature)
    }
}

/// Compares each way to verify with the equation of the definition, and the profiles with their conditions.
@Sendable func fuzzVerification(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let path = input.byte()
    let (signed, isGenuine) = try signed(&input)
    let (key, signature, message) = (signed.key, signed.signature, signed.message)
    let holds = isGenuine || equationHolds(signed)
    // `verify` computes both sides of the equation, so it is the slowest way and gets the fewest inputs.
    switch path % 8 {
    case 0:
        let verdict = key.verify(signature, for: message, profile: .relayer)
        require(verdict.isValid == holds, "verify")
    case 1...3:
        require(key.isValidSignature(signature, for: message, profile: .relayer) == holds, "isValidSignature")
    case 4, 5:
        let isStrict =
            holds && signature.isReduced && key.point != .identity && key.point.isInSubgroup
            && signature.r.isInSubgroup
        require(key.isValidSignature(signature, for: message, profile: .strict) == isStrict, "strict")
    default:
        // Only one key is prepared. A table for each key would take longer than the rest of the execution.
        guard key.point == preparedKey.key.point else { return }
        require(
            preparedKey.isValidSignature(signature, for: message, profile: .relayer) == holds,
            "a prepared key")
    }
}

private let preparedKey = PreparedPublicKey(genuineSignatures[0].key)

/// Verifies batches of up to three signatures with known verdicts: valid and invalid ones under several keys.
@Sendable func fuzzBatches(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let profile: VerificationProfile = input.byte() & 1 == 0 ? .relayer : .strict
    let count = Int(input.byte()) % 3 + 1
    let chosen = (0..<count).map { _ in judged[Int(input.byte()) % judged.count] }
    let verdicts = BatchVerification.verdicts(chosen.map(\.signed), profile: profile)
    require(verdicts.count == count, "a verdict for each signature")
    for (verdict, (signed, holds)) in zip(verdicts, chosen) {
        let isStrict =
            holds && signed.signature.isReduced && signed.key.point.isInSubgroup
            && signed.key.point != .identity
            && signed.signature.r.isInSubgroup
        require(verdict.equationHolds == holds, "the equation in a batch")
        require(verdict.isValid == (profile == .relayer ? holds : isStrict), "the verdict in a batch")
    }
}

/// Signatures with every combination of changes that `signed` makes, and whether their equations hold.
private let judged: [(signed: SignedMessage, holds: Bool)] = (0..<128).compactMap { i in
    var input = Input(
        [UInt8(i & 15), UInt8(i), UInt8(i >> 4), UInt8(i >> 4)] + [UInt8](repeating: UInt8(i), count: 66))
    return optional { try signed(&input).signed }.map { ($0, equationHolds($0)) }
}
