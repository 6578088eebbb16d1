// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Poseidon
import PrimeField

/// A public key A: a point of the curve, which may lie outside the subgroup of order ℓ.
///
/// It can only be made from a point on the curve. Points of low order and outside the subgroup are accepted,
/// because the exchange's equation is defined for them. Verification reports them as findings, and the strict
/// profile rejects them. SPEC.md, section "EdDSA".
public struct PublicKey: Equatable, Hashable, Sendable {
    /// A.
    public let point: Point

    /// The key with this point.
    public init(_ point: Point) {
        self.point = point
    }

    // MARK: Encoding

    /// Reads both coordinates, each "0x" and exactly 64 hexadecimal digits.
    /// - Throws: ``EdDSAError/publicKeyMalformed``, ``EdDSAError/coordinateOutOfRange(_:)``,
    ///   ``EdDSAError/pointNotOnCurve(_:)``.
    public init(x: some StringProtocol, y: some StringProtocol) throws(EdDSAError) {
        // Check x completely before y ([ERROR-2]).
        guard let x = try? Integer256(hex: x) else { throw .publicKeyMalformed }
        guard (try? FieldElement(x)) != nil else { throw .coordinateOutOfRange(.ax) }
        guard let y = try? Integer256(hex: y) else { throw .publicKeyMalformed }
        try self.init(x, y)
    }

    /// Reads exactly 64 bytes: x and y, 32 big-endian bytes each.
    /// - Throws: as ``init(x:y:)``.
    public init(rawRepresentation bytes: some Collection<UInt8>) throws(EdDSAError) {
        guard bytes.count == 64,
            let x = try? Integer256(bigEndianBytes: bytes.prefix(32)),
            let y = try? Integer256(bigEndianBytes: bytes.suffix(32))
        else { throw .publicKeyMalformed }
        try self.init(x, y)
    }

    private init(_ x: Integer256, _ y: Integer256) throws(EdDSAError) {
        point = try Point(x, named: .ax, y, named: .ay, point: .publicKey)
    }

    /// x and y, 32 big-endian bytes each.
    public var rawRepresentation: [UInt8] { point.x.bigEndianBytes + point.y.bigEndianBytes }

    /// Reads "0x" and exactly 128 hexadecimal digits: x and y, 64 big-endian digits each.
    /// - Throws: as ``init(x:y:)``.
    public init(hex: some StringProtocol) throws(EdDSAError) {
        guard let bytes = Hexadecimal.decode(hex.utf8, byteCount: 64) else { throw .publicKeyMalformed }
        try self.init(rawRepresentation: bytes)
    }

    /// "0x" and 128 lower-case hexadecimal digits: x and y, 64 big-endian digits each.
    public var hex: String { Hexadecimal.encode(point.x.integer, point.y.integer) }

    /// The key of a packed point. [PACK-4]
    /// - Throws: `BabyJubjubError.packedPointInvalid` if it is not the packed form of a point.
    public init(packed: PackedPoint) throws(BabyJubjubError) {
        point = try Point(packed: packed)
    }

    /// The key in 256 bits: y and the sign of x.
    public var packed: PackedPoint { point.packed }
}

extension PublicKey: CustomStringConvertible {
    /// The text of ``hex``.
    public var description: String { hex }
}

// MARK: - Challenge

extension PublicKey {
    /// The challenge h = Poseidon(R.x, R.y, A.x, A.y, m) with t = 6, R_F = 6, R_P = 52: an integer in [0, p).
    /// [EDDSA-CHALLENGE-1]
    ///
    /// h multiplies A as that integer. It is not reduced mod ℓ, because that would change h·A if A is outside
    /// the subgroup. [EDDSA-CHALLENGE-2]
    func challenge(of r: Point, _ m: Message) -> FieldElement {
        guard let h = try? PoseidonHash.challenge.hash([r.x, r.y, point.x, point.y, m.value]) else {
            preconditionFailure("five inputs fit t = 6")
        }
        return h
    }
}
