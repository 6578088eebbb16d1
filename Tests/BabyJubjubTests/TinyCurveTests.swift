import Testing

/// The formulas of ``ExtendedPoint``, exhaustively, on a twisted Edwards curve with 40 points.
///
/// The curve 2x² + y² = 1 + 3x²y² over F₄₁ has the shape of Baby Jubjub: a and −1 are squares, d is not, and the
/// group is cyclic of order 8·5. The arithmetic under test is fixed to p, by design, so the formulas are written
/// out once more here, step for step; what this shows is that they hold for every pair of points in every
/// projective scaling, and that the affine law is one of a group. That the code computes these formulas is shown
/// by ExtendedPointTests.
@Suite struct TinyCurveTests {
    private static let q = 41
    private static let a = F(2)
    private static let d = F(3)
    /// √(−a), 1/√(−a) and d′ = −d/a.
    private static let root = F((1..<q).first { F($0) * F($0) == -a }!)
    private static let dTwist = -d * a.inverse
    private static let half = F(2).inverse

    /// An integer mod 41.
    struct F: Hashable {
        let n: Int
        init(_ n: Int) { self.n = (n % q + q) % q }
        static func + (a: F, b: F) -> F { F(a.n + b.n) }
        static func - (a: F, b: F) -> F { F(a.n - b.n) }
        static func * (a: F, b: F) -> F { F(a.n * b.n) }
        static prefix func - (a: F) -> F { F(-a.n) }
        /// a⁻¹ = a^(q−2); 0 for 0.
        var inverse: F { (0..<q - 2).reduce(F(1)) { power, _ in power * self } }
    }

    struct Affine: Hashable {
        let x, y: F

        static func + (p: Affine, q: Affine) -> Affine {
            let k = d * p.x * q.x * p.y * q.y
            #expect(F(1) + k != F(0) && F(1) - k != F(0), "the law is complete")
            return Affine(
                x: (p.x * q.y + p.y * q.x) * (F(1) + k).inverse,
                y: (p.y * q.y - a * p.x * q.x) * (F(1) - k).inverse)
        }

        static prefix func - (p: Affine) -> Affine { Affine(x: -p.x, y: p.y) }
        static let identity = Affine(x: F(0), y: F(1))
    }

    struct Extended {
        var X, Y, Z, T: F

        init(_ p: Affine, scaledBy z: F) {
            let u = root * p.x
            (X, Y, Z, T) = (u * z, p.y * z, z, u * p.y * z)
        }

        /// The affine point, if the coordinates are those of one.
        var affine: Affine? {
            guard Z != F(0), X * Y == Z * T else { return nil }
            return Affine(x: X * Z.inverse * root.inverse, y: Y * Z.inverse)
        }

        private mutating func setProducts(_ A: F, _ B: F, _ F: F, _ G: F) {
            let (E, H) = (B - A, B + A)
            (X, Y, T, Z) = (E * F, G * H, E * H, F * G)
        }

        /// add-2008-hwcd-3 with the cached form (Y − X, Y + X, 2d′T, 2Z); a subtraction swaps and negates.
        mutating func add(_ q: Extended, negated: Bool) {
            let cached = (q.Y - q.X, q.Y + q.X, F(2) * dTwist * q.T, F(2) * q.Z)
            let C = T * cached.2
            let A = (Y - X) * (negated ? cached.1 : cached.0)
            let D = Z * cached.3
            let B = (Y + X) * (negated ? cached.0 : cached.1)
            setProducts(A, B, negated ? D + C : D - C, negated ? D - C : D + C)
        }

        /// madd-2008-hwcd-3 with the halved form ((y − u)/2, (y + u)/2, d′uy), so that D = Z.
        mutating func addPrecomputed(_ q: Affine, negated: Bool) {
            let u = root * q.x
            let prepared = ((q.y - u) * half, (q.y + u) * half, dTwist * u * q.y)
            let C = T * prepared.2
            let A = (Y - X) * (negated ? prepared.1 : prepared.0)
            let B = (Y + X) * (negated ? prepared.0 : prepared.1)
            setProducts(A, B, negated ? Z + C : Z - C, negated ? Z - C : Z + C)
        }

        /// dbl-2008-hwcd with E = 2XY and the signs of F and H turned.
        mutating func double() {
            let two = TinyCurveTests.F(2)
            let (A, B, C) = (X * X, Y * Y, two * Z * Z)
            let (E, F, G, H) = (two * X * Y, C - B + A, B - A, A + B)
            (X, Y, T, Z) = (E * F, G * H, E * H, F * G)
        }
    }

    private static let points: [Affine] = (0..<q).flatMap { x in
        (0..<q).map { Affine(x: F(x), y: F($0)) }
    }.filter { point in
        let (xx, yy) = (point.x * point.x, point.y * point.y)
        return a * xx + yy == F(1) + d * xx * yy
    }

    private let points = TinyCurveTests.points

    @Test func theCurveHasTheShapeOfBabyJubjub() {
        let q = TinyCurveTests.q
        let squares = Set((1..<q).map { F($0) * F($0) })
        #expect(squares.contains(TinyCurveTests.a) && !squares.contains(TinyCurveTests.d))
        #expect(squares.contains(F(-1)) && !squares.contains(TinyCurveTests.dTwist))
        #expect(points.count == 40)
        // Cyclic: φ(40) = 16 points have order 40, and eight points have an order that divides 8.
        let orders = points.map { point in
            var (sum, order) = (point, 1)
            while sum != .identity { (sum, order) = (sum + point, order + 1) }
            return order
        }
        #expect(orders.filter { $0 == 40 }.count == 16)
        #expect(orders.filter { 8 % $0 == 0 }.count == 8)
        #expect(orders.filter { $0 == 5 }.count == 4)
    }

    @Test func theAffineLawIsAGroupLaw() {
        let all = Set(points)
        for p in points {
            #expect(p + .identity == p)
            #expect(p + -p == .identity)
            // Every translation permutes the group.
            #expect(Set(points.map { p + $0 }) == all)
        }
        let table = Dictionary(
            uniqueKeysWithValues: points.map { p in
                (p, Dictionary(uniqueKeysWithValues: points.map { ($0, p + $0) }))
            })
        func sum(_ p: Affine, _ q: Affine) -> Affine { table[p]![q]! }
        for p in points {
            for q in points {
                #expect(sum(p, q) == sum(q, p))
                #expect(points.allSatisfy { sum(sum(p, q), $0) == sum(p, sum(q, $0)) })
            }
        }
    }

    @Test func additionOfEveryPairInEveryForm() {
        for p in points {
            for q in points {
                let (sum, difference) = (p + q, p + -q)
                for z in [1, 2, 17, 40] {
                    let start = Extended(p, scaledBy: F(z))
                    let other = Extended(q, scaledBy: F(z * 3 + 5))
                    for (isNegated, expected) in [(false, sum), (true, difference)] {
                        var result = start
                        result.add(other, negated: isNegated)
                        #expect(result.affine == expected)
                        result = start
                        result.addPrecomputed(q, negated: isNegated)
                        #expect(result.affine == expected)
                    }
                }
            }
        }
    }

    @Test func doublingOfEveryPointInEveryScaling() {
        for p in points {
            for z in 1..<TinyCurveTests.q {
                var result = Extended(p, scaledBy: F(z))
                result.double()
                #expect(result.affine == p + p)
            }
        }
    }
}
