import BabyJubjub
import EdDSA

/// A point in the JSON output.
struct PointOutput: Encodable, Equatable {
    let x, y: String

    init(_ point: Point) {
        x = point.x.hex
        y = point.y.hex
    }
}

/// A public key as printed: both coordinates, and the packed form.
struct PublicKeyOutput: Encodable {
    let x, y, packed: String

    init(_ key: PublicKey) {
        x = key.point.x.hex
        y = key.point.y.hex
        packed = key.point.packed.hex
    }

    /// Three lines for people.
    var text: String {
        """
        public key x       \(x)
        public key y       \(y)
        public key packed  \(packed)
        """
    }
}
