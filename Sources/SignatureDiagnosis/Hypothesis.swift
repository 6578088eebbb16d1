// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Poseidon
import PrimeField
import RequestCanonicalization

/// A guess at what the signer computed: a signature, a key, a message, and the equation that they should
/// satisfy.
struct Guess: Hashable {
    var r: Point
    var s: Integer256
    var publicKey: Point
    var message: Message
    var challenge = ChallengeRule.specified
    var equation = EquationRule.exact

    /// The challenge h, computed as the guess assumes.
    var h: Integer256 { challenge.challenge(r, publicKey, message) }

    /// Whether the guess's equation holds with this `h`, which is the guess's ``h``.
    func holds(_ h: Integer256, verifyingWith keys: PreparedKeys) -> Bool {
        // The fast path requires S < 8ℓ and h < p. Nearly all guesses take it.
        if let signature = try? Signature(r: r, s: s), let h = try? FieldElement(h) {
            func prepared() -> EquationOfSignature? {
                keys.equation(of: signature, under: PublicKey(publicKey))
            }
            switch equation {
            case .exact:
                return prepared()?.holds(h)
                    ?? Point.satisfiesVerificationEquation(s: s, r: r, h: h, a: publicKey)
            case .cofactored: if let holds = prepared()?.holdsWithCofactor(h) { return holds }
            case .sNegated, .otherBasePoint: break
            }
        }
        let left = equation.base.multipliedVariableTime(by: s)
        let right = r + publicKey.multipliedVariableTime(by: h)
        return switch equation {
        case .exact, .otherBasePoint: left == right
        case .sNegated: -left == right
        case .cofactored: (left - right).hasLowOrder
        }
    }

    /// The equation that holds if the guess is right, with the guess's ``h``; `nil` if the guess assumes
    /// another base point than B.
    func signingEquation(_ h: Integer256) -> SigningEquation? {
        let key = PublicKey(publicKey)
        switch equation {
        case .exact: return SigningEquation(key: key, r: r, s: s, challenge: h)
        case .sNegated:
            // −S·B = (ℓ − S mod ℓ)·B
            return SigningEquation(key: key, r: r, s: s.negatedModL, challenge: h)
        case .cofactored:
            // S·B and R + h·A differ by a low-order point. Take S·B − h·A in place of R. If A is in the
            // subgroup, this is R without its low-order component, and it has the same nonce. B has order ℓ,
            // so S can be reduced mod ℓ.
            let nonce = Point.baseMultiplied(by: s.scalar) - publicKey.multipliedVariableTime(by: h)
            return SigningEquation(key: key, r: nonce, s: s, challenge: h)
        case .otherBasePoint: return nil
        }
    }
}

/// A guess, and how it deviates from SPEC.md.
struct Hypothesis {
    /// The guess. If ``rule`` is not `nil`, ``completed(for:)`` sets its message, because that costs a hash.
    var guess: Guess
    var mistakes: [Mistake]
    /// How the signer made the message; `nil` if as specified, or if the signer signed another text.
    var rule: SigningRule?

    /// This hypothesis with one more mistake.
    func with(_ mistake: SigningMistake) -> Hypothesis {
        var other = self
        mistake.change(&other)
        other.mistakes.append(mistake.mistake)
        return other
    }

    /// This hypothesis with the message that its rule makes of the request.
    func completed(for request: SignableRequest) -> Hypothesis {
        guard let rule else { return self }
        var other = self
        other.guess.message = rule.message(of: request)
        return other
    }
}

enum ChallengeRule {
    case specified
    case publicKeyFirst
    case messageFirst
    case ethsnarksDefault
    case oneMorePartialRound
    case reducedModuloSubgroupOrder
    case littleEndian

    func challenge(_ r: Point, _ a: Point, _ m: Message) -> Integer256 {
        let specified = [r.x, r.y, a.x, a.y, m.value]
        return switch self {
        case .specified: hash(specified)
        case .publicKeyFirst: hash([a.x, a.y, r.x, r.y, m.value])
        case .messageFirst: hash([m.value, r.x, r.y, a.x, a.y])
        case .ethsnarksDefault: hash(specified, fullRounds: 8, partialRounds: 57)
        case .oneMorePartialRound: hash(specified, partialRounds: 53)
        case .reducedModuloSubgroupOrder: hash(specified).reducedModL
        case .littleEndian: hash(specified).byteReversed
        }
    }

    private func hash(_ inputs: [FieldElement], fullRounds: Int = 6, partialRounds: Int = 52) -> Integer256 {
        // Cannot fail: five inputs fit t = 6, and all these instances are defined.
        let parameters = try! PoseidonParameters(
            width: 6, fullRounds: fullRounds, partialRounds: partialRounds)
        let instance = parameters == .challenge ? PoseidonHash.challenge : PoseidonHash(parameters)
        return try! instance.hash(inputs).integer
    }
}

/// The equation that the signer satisfies.
enum EquationRule {
    /// S·B = R + h·A.
    case exact
    /// −S·B = R + h·A.
    case sNegated
    /// 8·S·B = 8·R + 8·h·A.
    case cofactored
    /// The base point of EIP-2494.
    case otherBasePoint

    var base: Point { self == .otherBasePoint ? EquationRule.eip2494Base : .base }

    /// The base point of EIP-2494, section "Base Point". It is 8 times that document's generator.
    private static let eip2494Base: Point = {
        let x = "5299619240641551281634865583518297030282874472190772894086521144482721001553"
        let y = "16950150798460657717958625567821834550301663161624707787222815936182638968203"
        return try! Point(x: FieldElement(decimal: x), y: FieldElement(decimal: y))
    }()
}

// MARK: - Mistakes with the key, the challenge and the equation

extension Mistake {
    /// The equation holds only after multiplication by the cofactor. This can explain a signature only if A
    /// or R is outside the subgroup.
    package static let cofactored = Mistake(
        "cofactored", .equation, "EDDSA-VERIFY-1",
        "The equation holds only after multiplication by the cofactor 8: A or R is not in the prime-order subgroup. "
            + "Verifiers that multiply by it accept signatures that the exact equation rejects.")
}

extension SigningMistake {
    /// The known mistakes of these kinds.
    static let afterTheMessage: [SigningMistake] = {
        func challenge(
            _ rule: ChallengeRule, _ explanation: String, requirement: String = "EDDSA-CHALLENGE-1"
        ) -> SigningMistake {
            let name = "challenge.\(rule)"
            let mistake = Mistake(name, .challenge, requirement, "The challenge was \(explanation)")
            return SigningMistake(mistake) { $0.challenge = rule }
        }
        let inputs = "The inputs are R.x, R.y, A.x, A.y, m."
        let keyNegated = Mistake(
            "publicKeyNegated", .publicKey, "PACK-1",
            "The public key has the wrong sign of x, or the signer computed S = r − k·h.")
        let rNegated = Mistake(
            "rNegated", .signature, "EDDSA-VERIFY-9", "R has the wrong sign of x: it is −r·B.")
        let sNegated = Mistake(
            "sNegated", .signature, "EDDSA-SIGN-1", "S has the wrong sign: it is ℓ − S.")
        let otherBasePoint = Mistake(
            "otherBasePoint", .equation, "PARAM-1",
            "Key and signature were made with the base point of EIP-2494, which is not B.")
        return [
            SigningMistake(keyNegated) { $0.publicKey = -$0.publicKey },
            SigningMistake(rNegated) { $0.r = -$0.r },
            SigningMistake(sNegated) { $0.equation = .sNegated },
            challenge(.publicKeyFirst, "computed from A before R. \(inputs)"),
            challenge(.messageFirst, "computed from the message before R and A. \(inputs)"),
            challenge(
                .ethsnarksDefault, "computed with ethsnarks' default of 8 + 57 rounds. It takes 6 + 52."),
            challenge(.oneMorePartialRound, "computed with 53 partial rounds. It takes 52."),
            challenge(
                .reducedModuloSubgroupOrder,
                "reduced mod ℓ, and the public key is not in the prime-order subgroup.",
                requirement: "EDDSA-CHALLENGE-2"),
            challenge(
                .littleEndian, "used with its bytes in reverse order.", requirement: "EDDSA-CHALLENGE-2"),
            SigningMistake(.cofactored) { $0.equation = .cofactored },
            SigningMistake(otherBasePoint) { $0.equation = .otherBasePoint },
        ]
    }()
}

// MARK: - Integers

extension Integer256 {
    /// The integer mod ℓ. Variable-time.
    package var reducedModL: Integer256 { self < Integer256(limbs: Scalar.order) ? self : scalar.integer }

    /// The negated integer mod ℓ. Variable-time.
    package var negatedModL: Integer256 { (-scalar).integer }

    /// The integer as a scalar, mod ℓ.
    var scalar: Scalar { Scalar(reducing: WideInteger(low: self, high: Integer256(0))) }

    var reducedModP: Integer256 {
        // Cannot fail: any 32 bytes encode an integer.
        try! FieldElement(reducingBigEndianBytes: bigEndianBytes).integer
    }

    /// The integer with the order of its 32 bytes reversed.
    var byteReversed: Integer256 {
        // Cannot fail: any 32 bytes encode an integer.
        try! Integer256(littleEndianBytes: bigEndianBytes)
    }
}
