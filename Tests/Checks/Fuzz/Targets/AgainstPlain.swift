@testable import BabyJubjub
import CGMP
import EdDSA
@testable import Poseidon
@testable import PrimeField

private let p = PlainInteger(
    decimal: "21888242871839275222246405745257275088548364400416034343698204186575808495617")
private let order = PlainInteger(
    decimal: "2736030358979909402780800718157159386076813972158567259200215660948447373041")

private func plain(_ element: FieldElement) -> PlainInteger {
    .init(littleEndianBytes: element.littleEndianBytes)
}
private func plain(_ scalar: Scalar) -> PlainInteger { .init(littleEndianBytes: scalar.littleEndianBytes) }
private func plain(_ integer: Integer256) -> PlainInteger {
    .init(littleEndianBytes: integer.littleEndianBytes)
}

/// Montgomery arithmetic and GMP against long multiplication and long division.
@Sendable func fuzzFieldAgainstPlain(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let (x, y) = (input.fieldElement(), input.fieldElement())
    require(plain(x * y) == plain(x) * plain(y) % p, "x·y")
    require(x.squared() == x * x, "x²")
    require(plain(x + y) == (plain(x) + plain(y)) % p, "x + y")
    require(plain(x - y) == (plain(x) + (p - plain(y))) % p, "x − y")
    require((-x) + x == .zero, "−x")
    require(x.isGreaterThanHalf == (p < plain(x) + plain(x)), "x > (p − 1)/2")
    if x != .zero {
        let inverse = optional { try x.inverted() }
        require(inverse.map { $0 * x } == .one, "x⁻¹")
        require(optional { try x.invertedVariableTime() } == inverse, "x⁻¹ in variable time")
    }
    if let root = optional({ try x.squareRoot() }) {
        require(root.squared() == x && !root.isGreaterThanHalf, "√x")
    }
    require(optional { try x.squared().squareRoot() } == (x.isGreaterThanHalf ? -x : x), "√x²")

    let (a, b) = (input.scalar(), input.scalar())
    require(plain(a * b) == plain(a) * plain(b) % order, "a·b")
    require(plain(a + b) == (plain(a) + plain(b)) % order, "a + b")
    require(plain(a - b) == (plain(a) + (order - plain(b))) % order, "a − b")
    if a != .zero { require(optional { try a.inverted() * a } == .one, "a⁻¹") }

    let (u, v, w) = (input.integer(), input.integer(), input.integer())
    let wide = WideInteger(product: u, v, plus: w)
    require(
        plain(wide.reduced(modulo: Scalar.order)) == (plain(u) * plain(v) + plain(w)) % order, "u·v + w mod ℓ"
    )
}

/// The inline carry chains and the Montgomery reduction against GMP's functions, in whose place they stand.
@Sendable func fuzzLimbsAgainstPlain(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let (a, b, c, d) = (input.limbs(), input.limbs(), input.limbs(), input.limbs())
    requireEqual(Limbs.adding(a, b), PlainLimbs.adding(a, b), "a + b")
    requireEqual(Limbs.subtracting(a, b), PlainLimbs.subtracting(a, b), "a − b")
    require(a.isBelow(b) == PlainLimbs.subtracting(a, b).borrow, "a < b")

    let (t, other) = (a.array + b.array, c.array + d.array)
    var (sum, plainSum) = (t, t)
    let carry = limbs8_accumulate(&sum, other)
    require(carry == mpn_add_n(&plainSum, t, other, 8) && sum == plainSum, "a sum of eight limbs")
    var difference = t
    let borrow = limbs8_subtract(&difference, other)
    var plainDifference = t
    require(
        borrow == mpn_sub_n(&plainDifference, t, other, 8) && difference == plainDifference,
        "a difference of eight limbs")
    limbs8_accumulate_all(&sum, difference + t, 2)
    for term in [difference, t] {
        let operand = plainSum
        _ = mpn_add_n(&plainSum, operand, term, 8)
    }
    require(sum == plainSum, "a sum of many")

    var reduced = Limbs.zero
    let reductionCarry = reduced.withMutableLimbs { montgomery_reduce($0, t, FieldModulus.montgomery) }
    requireEqual((reduced, reductionCarry), PlainLimbs.montgomeryReduced(low: a, high: b), "t/R")
}

private func requireEqual(_ a: (Limbs, Limb), _ b: (Limbs, Limb), _ name: String) {
    require(Limbs.areEqual(a.0, b.0) && a.1 == b.1, name)
}

/// k·P by doubling and adding affine points, from the top bit down.
private func plainMultiple(_ k: Integer256, _ point: Point) -> Point {
    var result = Point.identity
    for byte in k.bigEndianBytes {
        for bit in (0..<8).reversed() {
            result = result + result
            if byte >> bit & 1 == 1 { result = result + point }
        }
    }
    return result
}

/// Extended coordinates, windows and tables against the affine addition law.
@Sendable func fuzzCurveAgainstPlain(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let (point, other) = (input.point(), input.point())
    var sum = ExtendedPoint(point)
    let cached = CachedPoint(ExtendedPoint(other))
    sum.add(cached)
    require(sum.affineVariableTime() == point + other, "P + Q")
    sum.subtract(cached)
    require(sum.affineVariableTime() == point, "P + Q − Q")
    sum.double(keepingT: true)
    require(sum.affineVariableTime() == point + point, "2P")

    let k = input.integer()
    require(point.multipliedVariableTime(by: k) == plainMultiple(k, point), "k·P")
    let scalar = input.scalar()
    let multiple = Point.baseMultiplied(by: scalar)
    require(multiple == plainMultiple(scalar.integer, .base), "k·B by the secret multiplication")
    require(
        point.isInSubgroup == (plainMultiple(Integer256(limbs: Scalar.order), point) == .identity), "ℓ·P = O")
    require(optional { try Point(packed: point.packed) } == point, "pack and unpack")
}

/// The fast permutation against the definition, at every width.
@Sendable func fuzzPoseidonAgainstPlain(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let selector = Int(input.byte())
    let instance = instances[selector % instances.count]
    let count = Int(input.byte()) % (instance.plain.parameters.width + 1)
    let inputs = (0..<count).map { _ in input.fieldElement() }
    guard count < instance.plain.parameters.width else {
        require(optional { try instance.hash.hash(inputs) } == nil, "t inputs are too many")
        return
    }
    require(
        optional { try instance.hash.hash(inputs) } == instance.plain.hash(inputs), "fast and plain Poseidon")
}

private let instances: [(hash: PoseidonHash, plain: PoseidonPermutation)] =
    ([PoseidonParameters.challenge]
    + (2...13).compactMap { width in
        optional { try PoseidonParameters(width: width, fullRounds: 6, partialRounds: 53) }
    }
    + [optional { try PoseidonParameters(width: 6, fullRounds: 8, partialRounds: 57) }].compactMap { $0 })
    .map { (PoseidonHash($0), PoseidonPermutation($0)) }

/// Verification, half-size and Straus, against S·B = R + h·A as it is written, in affine arithmetic; for keys
/// and nonces outside the subgroup too, and for signatures that are nearly right.
@Sendable func fuzzVerificationAgainstPlain(_ bytes: [UInt8]) throws {
    var input = Input(bytes)
    let selector = input.byte()
    let message = Message(input.fieldElement())
    let k = input.scalar()
    guard k != .zero else { return }
    let key = try PrivateKey(rawRepresentation: k.bigEndianBytes)
    let signature =
        try selector & 1 == 0
        ? key.signature(for: message) : key.unreducedSignatureLeakingKey(for: message)
    // A and R moved by a point of low order, S by a multiple of ℓ: each of the mistakes by itself is likely.
    let a =
        key.publicKey.point + (selector & 2 == 0 ? .identity : Point.lowOrderPoints[Int(input.byte() & 7)])
    let r = selector & 4 == 0 ? signature.r : signature.r + Point.lowOrderPoints[Int(input.byte() & 7)]
    let s = selector & 8 == 0 ? signature.s : input.integer()
    guard let altered = optional({ try Signature(r: r, s: s) }) else { return }

    let publicKey = PublicKey(a)
    let verification = publicKey.verify(altered, for: message, profile: .relayer)
    let isValid = plainMultiple(s, .base) == r + plainMultiple(verification.challenge.integer, a)
    require(verification.isValid == isValid, "verify")
    require(
        publicKey.isValidSignature(altered, for: message, profile: .relayer) == isValid, "isValidSignature")
    require(
        publicKey.verify(altered, for: message, profile: .strict).isValid
            == publicKey.isValidSignature(altered, for: message, profile: .strict), "strict")
    if selector & 14 == 0 { require(isValid, "a genuine signature") }
}
