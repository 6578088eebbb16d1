// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import BabyJubjub

/// Recomputes the constants of the curve and of its a = −1 form from a and d, and checks which pairs are
/// points.
@Suite struct CurveParameterTests {
    private let a = FieldElement(168_700)
    private let d = FieldElement(168_696)

    @Test func theLawIsCompleteOnBothForms() {
        #expect(CurveParameters.a == a)
        #expect(CurveParameters.d == d)
        // The law is complete if a is a square and d is not; on the twist, if −1 is a square and d′ is not.
        #expect(a.legendreSymbol == 1)
        #expect(d.legendreSymbol == -1)
        #expect((-FieldElement.one).legendreSymbol == 1)
        #expect(MinusOneTwist.d.legendreSymbol == -1)
    }

    @Test func theTwistFollowsFromAAndD() throws {
        #expect(MinusOneTwist.squareRootOfMinusA == (try (-a).squareRoot()))
        #expect(!MinusOneTwist.squareRootOfMinusA.isGreaterThanHalf)
        #expect(MinusOneTwist.inverseSquareRootOfMinusA * MinusOneTwist.squareRootOfMinusA == .one)
        #expect(MinusOneTwist.d * a == -d)
    }

    @Test func theMapToTheTwistAndBackIsTheIdentity() throws {
        var generator = SeededGenerator(seed: 300)
        for point in Point.lowOrderPoints + generator.pointsOfEveryClass() {
            let extended = ExtendedPoint(point)
            let (u, y) = (FieldElement(extended.X), FieldElement(extended.Y))
            #expect(FieldElement(extended.Z) == .one)
            #expect(FieldElement(extended.T) == u * y)
            #expect(-u.squared() + y.squared() == .one + MinusOneTwist.d * u.squared() * y.squared())
            #expect(u.squared() == -a * point.x.squared())
            #expect(extended.affineVariableTime() == point)
            for b in [FieldElement.one, -.one, generator.fieldElement()] {
                #expect(extended.affine(blindedBy: b) == point)
            }
        }
    }

    @Test func theBasePointIsThePublishedOne() throws {
        // SPEC.md, section 3.1.
        let x = "16540640123574156134436876038791482806971768689494387082833631921987005038935"
        let y = "20819045374670962167435360035096875258406992893633759881276124905556507972311"
        #expect(try Point(x: FieldElement(decimal: x), y: FieldElement(decimal: y)) == .base)
        #expect(Point.base != .identity)
        #expect(try Point.base.multipliedByDefinition(by: Natural.order.integer256) == .identity)
    }

    @Test func pairsOffTheCurveAreRefused() throws {
        var generator = SeededGenerator(seed: 301)
        let base = Point.base
        var pairs: [(FieldElement, FieldElement)] = [
            (.zero, .zero), (.one, .one), (.one, .zero), (.zero, FieldElement(2)),
            (base.y, base.x), (base.x, base.y + .one), (base.x + .one, base.y), (base.x, .zero),
            (.zero, base.y),
            // The image under the map to the a = −1 form, and EIP-2494's a = 168700 with x scaled by √a.
            (MinusOneTwist.squareRootOfMinusA * base.x, base.y),
            (try CurveParameters.a.squareRoot() * base.x, base.y),
        ]
        for _ in 0..<50 { pairs.append((generator.fieldElement(), generator.fieldElement())) }
        for point in Point.lowOrderPoints where point.x != .zero {
            pairs.append((point.x + .one, point.y))
            pairs.append((point.x.squared(), point.y))
        }
        for (x, y) in pairs {
            #expect(!Point.satisfiesCurveEquation(x, y))
            #expect(throws: BabyJubjubError.pointNotOnCurve) { try Point(x: x, y: y) }
        }
    }

    @Test func pairsOnTheCurveAreAccepted() throws {
        var generator = SeededGenerator(seed: 302)
        for point in Point.lowOrderPoints + generator.pointsOfEveryClass() {
            // If one of the four points (±x, ±y) is on the curve, all four are.
            for (x, y) in [
                (point.x, point.y), (-point.x, point.y), (point.x, -point.y), (-point.x, -point.y),
            ] {
                let accepted = try Point(x: x, y: y)
                #expect(accepted.x == x && accepted.y == y)
            }
        }
    }
}
