// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import PrimeField

/// A signature (R, S): a point of the curve and an integer 0 ≤ S < 8ℓ.
///
/// Its text is "0x" and 192 hexadecimal digits: R.x, R.y and S, 64 big-endian digits each. A value of this
/// type has passed the checks that need no key. ``PublicKey/verify(_:for:profile:)`` decides whether it is
/// valid under a profile. SPEC.md, section "EdDSA", Signature values.
public struct Signature: Equatable, Hashable, Sendable {
    /// R = r·B, where r is the nonce.
    public let r: Point
    /// S, which is below 8ℓ, and below ℓ in the reduced form.
    public let s: Integer256

    /// The signature (R, S). [EDDSA-SIG-2]
    /// - Throws: ``EdDSAError/sOutOfRange`` if S ≥ 8ℓ.
    public init(r: Point, s: Integer256) throws(EdDSAError) {
        guard s < Signature.bound else { throw .sOutOfRange }
        self.r = r
        self.s = s
    }

    /// 8ℓ.
    private static let bound = Integer256(limbs: Scalar.groupOrder)
    /// ℓ.
    private static let subgroupOrder = Integer256(limbs: Scalar.order)

    /// Whether S < ℓ. If not, the signer leaks its key: SPEC.md, "The unreduced form leaks the key".
    public var isReduced: Bool { s < Signature.subgroupOrder }

    // MARK: Encoding

    /// Reads "0x" and exactly 192 hexadecimal digits of either case. [ENC-5]
    /// - Throws: ``EdDSAError/signatureMalformed``, then ``EdDSAError/coordinateOutOfRange(_:)``,
    ///   ``EdDSAError/pointNotOnCurve(_:)``, ``EdDSAError/sOutOfRange``, in this order.
    public init(hex: some StringProtocol) throws(EdDSAError) {
        guard let bytes = Hexadecimal.decode(hex.utf8, byteCount: 96) else { throw .signatureMalformed }
        try self.init(rawRepresentation: bytes)
    }

    /// Reads exactly 96 bytes: R.x, R.y and S, 32 big-endian bytes each.
    /// - Throws: as ``init(hex:)``.
    public init(rawRepresentation bytes: some Collection<UInt8>) throws(EdDSAError) {
        guard bytes.count == 96,
            let rx = try? Integer256(bigEndianBytes: bytes.prefix(32)),
            let ry = try? Integer256(bigEndianBytes: bytes.dropFirst(32).prefix(32)),
            let s = try? Integer256(bigEndianBytes: bytes.suffix(32))
        else { throw .signatureMalformed }
        let r = try Point(rx, named: .rx, ry, named: .ry, point: .r)
        try self.init(r: r, s: s)
    }

    /// R.x, R.y and S, 32 big-endian bytes each.
    public var rawRepresentation: [UInt8] {
        r.x.bigEndianBytes + r.y.bigEndianBytes + s.bigEndianBytes
    }

    /// "0x" and 192 lower-case hexadecimal digits: the value of the header X-API-SIG.
    public var hex: String { Hexadecimal.encode(r.x.integer, r.y.integer, s) }
}

extension Signature: CustomStringConvertible {
    /// The text of ``hex``.
    public var description: String { hex }
}

extension Point {
    /// The point with these coordinates. An error names the coordinate or the point that is wrong.
    /// [CURVE-2] [EDDSA-SIG-1] [EDDSA-VERIFY-7] [EDDSA-VERIFY-8]
    init(
        _ x: Integer256, named xName: Coordinate, _ y: Integer256, named yName: Coordinate,
        point: SignaturePoint
    ) throws(EdDSAError) {
        guard let x = try? FieldElement(x) else { throw .coordinateOutOfRange(xName) }
        guard let y = try? FieldElement(y) else { throw .coordinateOutOfRange(yName) }
        guard let valid = try? Point(x: x, y: y) else { throw .pointNotOnCurve(point) }
        self = valid
    }
}
