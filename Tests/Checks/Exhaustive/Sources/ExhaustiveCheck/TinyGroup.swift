// SPDX-License-Identifier: Apache-2.0
@testable import BabyJubjub
@testable import PrimeField

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The group of 40 points: the multiples k·G of a point G of order 40. The logarithm k identifies a point,
/// and the group law is the addition of logarithms modulo 40.
struct TinyGroup: Sendable {
    /// 8ℓ.
    static let order = 40
    /// ℓ.
    static let subgroupOrder = 5

    /// The points 0·G, 1·G, …, 39·G.
    let points: [Point]
    private let logarithms: [Point: Int]
    /// The logarithm of B.
    let base: Int

    init(points: [Point]) {
        self.points = points
        logarithms = Dictionary(uniqueKeysWithValues: zip(points, points.indices))
        base = logarithms[.base] ?? 0
        require(logarithms.count == TinyGroup.order, "the group has \(logarithms.count) points")
        require(base % 8 == 0 && base != 0, "B does not have the order ℓ")
    }

    /// k·G for any integer k.
    subscript(k: Int) -> Point {
        let remainder = k % TinyGroup.order
        return points[remainder < 0 ? remainder + TinyGroup.order : remainder]
    }

    /// The k with 0 ≤ k < 40 for which the point is k·G; `nil` if the point is not in the group.
    func logarithm(_ point: Point) -> Int? { logarithms[point] }
}

/// Values that Python computed from the definition of the curve. They are read from standard input.
struct Reference {
    let group: TinyGroup
    /// The packed forms of the points of the group, in the same order.
    let packed: [PackedPoint]
    /// Other values of y, and whether the curve has a point with this y.
    let otherYs: [(y: Integer256, hasPoint: Bool)]

    /// Reads a line "x y packed" for each point of the group, and a line "y yes" or "y no" for each other y.
    static func read() -> Reference {
        var (points, packed): ([Point], [PackedPoint]) = ([], [])
        var otherYs: [(y: Integer256, hasPoint: Bool)] = []
        while let line = readLine() {
            let words = line.split(separator: " ")
            if words.count == 3, let x = try? FieldElement(hex: words[0]),
                let y = try? FieldElement(hex: words[1]),
                let point = try? Point(x: x, y: y), let form = try? PackedPoint(hex: words[2])
            {
                points.append(point)
                packed.append(form)
            } else if words.count == 2, let y = try? Integer256(hex: words[0]) {
                otherYs.append((y, words[1] == "yes"))
            } else {
                require(false, "a line has the form x y packed, y yes or y no: \(line)")
            }
        }
        return Reference(group: TinyGroup(points: points), packed: packed, otherYs: otherYs)
    }
}

extension Integer256 {
    /// The residue modulo 40, computed from the bytes: every power of 256 except 256⁰ is 16 modulo 40.
    var moduloForty: Int { littleEndianBytes.moduloForty }
}

extension Collection<UInt8> {
    /// The residue modulo 40 of the integer with these bytes, least significant first.
    var moduloForty: Int {
        dropFirst().reduce(Int(first ?? 0)) { $0 + 16 * Int($1) } % 40
    }
}

/// Ends the program if a law does not hold.
func require(_ law: Bool, _ what: @autoclosure () -> String, line: UInt = #line, file: StaticString = #fileID)
{
    guard !law else { return }
    print("does not hold: \(what()) (\(file):\(line))")
    exit(1)
}
