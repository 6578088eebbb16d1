import BabyJubjub
import PrimeField

/// A public key A: a point of the curve, which may lie outside the subgroup of order ℓ.
///
/// It can only be made from a point on the curve. Keys of low order and outside the subgroup are admitted,
/// since the exchange's equation is defined for them; verification reports them as findings and the strict
/// profile rejects them. SPEC.md, section "EdDSA".
public struct PublicKey: Equatable, Hashable, Sendable {
    /// A.
    public let point: Point

    /// The key that is this point.
    public init(_ point: Point) {
        self.point = point
    }

    // MARK: Encoding

    /// Reads both coordinates, each "0x" and exactly 64 hexadecimal digits.
    /// - Throws: ``EdDSAError/publicKeyMalformed``, ``EdDSAError/coordinateOutOfRange(_:)``,
    ///   ``EdDSAError/pointNotOnCurve(_:)``.
    public init(x: some StringProtocol, y: some StringProtocol) throws(EdDSAError) {
        guard let x = try? Integer256(hex: x), let y = try? Integer256(hex: y) else {
            throw .publicKeyMalformed
        }
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
}
