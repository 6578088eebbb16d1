import BabyJubjub
import EdDSA
import Poseidon
import PrimeField

/// A guess at what the signer computed: a signature, a key, a message and the equation they are to satisfy.
struct Guess: Hashable {
    var r: Point
    var s: Integer256
    var publicKey: Point
    var message: Message
    var challenge = ChallengeRule.specified
    var equation = EquationRule.exact

    /// Whether the equation holds under the guess.
    func holds() -> Bool {
        let h = challenge.challenge(r, publicKey, message)
        let left = equation.base.multipliedVariableTime(by: s)
        let right = r + publicKey.multipliedVariableTime(by: h)
        return switch equation {
        case .exact, .otherBasePoint: left == right
        case .sNegated: -left == right
        case .cofactored: (left - right).hasLowOrder
        }
    }
}

/// A guess, and what it departs in from SPEC.md.
struct Hypothesis {
    var guess: Guess
    var mistakes: [Mistake]

    /// The guess with one more mistake in it.
    func with(_ mistake: Mistake, _ change: (inout Guess) -> Void) -> Hypothesis {
        var other = self
        change(&other.guess)
        other.mistakes.append(mistake)
        return other
    }
}

/// How the challenge is computed.
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
        case .reducedModuloSubgroupOrder:
            // 32 bytes are always an integer.
            try! Integer256(bigEndianBytes: SubgroupOrder.remainder(hash(specified).bigEndianBytes))
        case .littleEndian: hash(specified).byteReversed
        }
    }

    private func hash(_ inputs: [FieldElement], fullRounds: Int = 6, partialRounds: Int = 52) -> Integer256 {
        // Five inputs fit t = 6, and the instances are among those that are defined.
        let parameters = try! PoseidonParameters(
            width: 6, fullRounds: fullRounds, partialRounds: partialRounds)
        let instance = parameters == .challenge ? PoseidonHash.challenge : PoseidonHash(parameters)
        return try! instance.hash(inputs).integer
    }
}

/// The equation that the signature is made for.
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

    /// EIP-2494, "Base Point": 8 times its generator.
    private static let eip2494Base: Point = {
        let x = "5299619240641551281634865583518297030282874472190772894086521144482721001553"
        let y = "16950150798460657717958625567821834550301663161624707787222815936182638968203"
        return try! Point(x: FieldElement(decimal: x), y: FieldElement(decimal: y))
    }()
}
