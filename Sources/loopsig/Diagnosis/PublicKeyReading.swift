import BabyJubjub
import PrimeField

extension PublicKeySource {
    /// The ways to read the key: the specified one, where it gives a point, and others that users have at hand.
    var readings: [(mistakes: [Mistake], point: Point)] {
        func reading(_ name: String, _ explanation: String, _ point: Point?) -> [(
            mistakes: [Mistake], point: Point
        )] {
            point.map { [([Mistake(name, .publicKey, "ENC-4", explanation)], $0)] } ?? []
        }
        let specified = (try? decoded().get()).map { [(mistakes: [Mistake](), point: $0.point)] } ?? []
        switch self {
        case .decoded, .owned:
            return specified
        case .packed(let text):
            guard let integer = try? Integer256(hex: text) else { return [] }
            return specified
                + reading(
                    "publicKeyLittleEndian", "The packed public key is little-endian. It is big-endian.",
                    try? Point(packed: PackedPoint(integer.byteReversed)))
        case .coordinates(let x, let y):
            guard let x = try? Integer256(hex: x), let y = try? Integer256(hex: y) else { return [] }
            return specified
                + reading(
                    "publicKeySwapped", "The coordinates of the public key are swapped. x comes first.",
                    Point(y, x))
                + reading(
                    "publicKeyLittleEndian",
                    "The coordinates of the public key are little-endian. They are big-endian.",
                    Point(x.byteReversed, y.byteReversed))
        }
    }
}
