@testable import BabyJubjub
@testable import EdDSA
import PrimeField

/// Whether S·B = R + h·A, for points of any order: the definition, with the last addition by BigInt. The multiples are those that
/// fuzzCurve checks.
private func equationHolds(_ signed: SignedMessage) -> Bool {
    let (a, r) = (signed.key.point, signed.signature.r)
    let h = signed.key.challenge(of: r, signed.message)
    return Oracle.isSum(
        Point.base.multipliedVariableTime(by: signed.signature.s), of: r,
        and: a.multipliedVariableTime(by: h.integer))
}

/// A signature by one of some keys, altered so that each kind of mistake occurs alone and together with others: A and R moved by
/// a point of low order, S replaced.
private func signed(_ input: inout Input) throws -> (signed: SignedMessage, isGenuine: Bool) {
    let selector = input.byte()
    let message = Message(input.fieldElement())
    let key = keys[Int(input.byte()) % keys.count]
    let signature =
        try selector & 1 == 0
        ? key.signature(for: message) : key.unreducedSignatureLeakingKey(for: message)
    let a =
        key.publicKey.point + (selector & 2 == 0 ? .identity : Point.lowOrderPoints[Int(input.byte() & 7)])
    let r = signature.r + (selector & 4 == 0 ? .identity : Point.lowOrderPoints[Int(input.byte() & 7)])
    let s = selector & 8 == 0 ? signature.s : input.integer()
    let altered = SignedMessage(key: PublicKey(a), message: message, signature: try Signature(r: r, s: s))
    return (altered, a == key.publicKey.point && altered.signature == signature)
}

private let keys: [PrivateKey] = (1...16).compactMap { i in
    optional { try PrivateKey(ethereumSignature: [UInt8](repeating: UInt8(i), count: 65)) }
}

/// Each way to a verdict against the equation as it is written, and the profiles against their conditions.
@Sendable func fuzzVerification(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let path = input.byte()
    let (signed, isGenuine) = try signed(&input)
    let (key, signature, message) = (signed.key, signed.signature, signed.message)
    let holds = equationHolds(signed)
    require(holds || !isGenuine, "a genuine signature is valid")
    switch path % 4 {
    case 0:
        let verdict = key.verify(signature, for: message, profile: .relayer)
        require(verdict.isValid == holds, "verify")
    case 1:
        require(key.isValidSignature(signature, for: message, profile: .relayer) == holds, "isValidSignature")
    case 2:
        let isStrict =
            holds && signature.isReduced && key.point != .identity && key.point.isInSubgroup
            && signature.r.isInSubgroup
        require(key.isValidSignature(signature, for: message, profile: .strict) == isStrict, "strict")
    default:
        // One of many: a table for each key would take longer than the rest of the execution.
        guard key.point == preparedKey.key.point else { return }
        require(
            preparedKey.isValidSignature(signature, for: message, profile: .relayer) == holds,
            "a prepared key")
    }
}

private let preparedKey = PreparedPublicKey(keys[0].publicKey)

/// Batches of up to four signatures, right and wrong ones under several keys, of which the verdicts are known.
@Sendable func fuzzBatches(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let profile: VerificationProfile = input.byte() & 1 == 0 ? .relayer : .strict
    let count = Int(input.byte() & 3) + 1
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

/// Signatures of every kind that `signed` makes, and whether their equations hold.
private let judged: [(signed: SignedMessage, holds: Bool)] = (0..<64).compactMap { i in
    var input = Input(
        [UInt8(i & 15), 0, UInt8(i)] + [UInt8](repeating: UInt8(i), count: 31) + [UInt8(i >> 4), UInt8(i)])
    return optional { try signed(&input).signed }.map { ($0, equationHolds($0)) }
}
