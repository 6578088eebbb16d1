// SPDX-License-Identifier: Apache-2.0

// Definition: the addition of affine points, Point.+.
// Agreement: ExtendedPointTests; Tests/Checks/Proofs/formulas.py (each formula is the affine law) and
// Tests/Checks/Proofs/bounds.py (each bound); Tests/Checks/Exhaustive/Sources/ExhaustiveCheck/Formulas.swift.

import PrimeField

/// The group law in extended coordinates with a = −1. The variable names are those of the Explicit-Formulas
/// Database (Bernstein, Lange: "twisted/extended-1").
///
/// The comment at the end of a line is the bound of the value written, in multiples of p. It follows from the
/// bounds α and β of the operands. A product is below 1 + 0.18904·αβ and a sum below α + β. A difference is
/// below α + 2 (`subtract`) or α + 3 (`subtractWide`). All of them are below 5.29, so no value reaches 2²⁵⁶.
/// Values written by `reduce` are below 2 + ε. `subtract` requires a subtrahend of at most 2p; it is used for
/// products only, which are below 2p.
///
/// If no addition follows, T is not needed, and leaving it out saves a multiplication.
///
/// A subtraction is the addition of −Q, which is Q with Y − X and Y + X swapped and T negated. It has the
/// same lines as the addition above it, except for those marked with ⇄.
///
/// The order of the steps is chosen for the processor. It executes about one multiplication's instructions at
/// once, so if possible a value is used one multiplication after it was written.
extension ExtendedPoint {
    /// P ← P + Q by add-2008-hwcd-3: 8 multiplications.
    package mutating func add(_ q: UnsafePointer<CachedPoint>, keepingT: Bool = true) {
        var A = LazyFieldElement.zero, B = A, C = A, D = A, F = A, G = A
        F.subtractWide(&Y, &X)  // 5
        G.add(&Y, &X)  // 4
        C.multiply(&T, q.d2T)  // 1.70
        A.multiply(&F, q.yMinusX)  // 1.95
        D.multiply(&Z, q.z2)  // 1.38
        B.multiply(&G, q.yPlusX)  // 1.76
        F.subtract(&D, &C)  // 3.38
        G.add(&D, &C)  // 3.08
        setProducts(&A, &B, &F, &G, keepingT)
    }

    /// P ← P − Q, −Q = (Y + X, Y − X, −2d′·T, 2Z).
    package mutating func subtract(_ q: UnsafePointer<CachedPoint>, keepingT: Bool = true) {
        var A = LazyFieldElement.zero, B = A, C = A, D = A, F = A, G = A
        F.subtractWide(&Y, &X)  // 5
        G.add(&Y, &X)  // 4
        C.multiply(&T, q.d2T)  // 1.70
        A.multiply(&F, q.yPlusX)  // 1.95 ⇄
        D.multiply(&Z, q.z2)  // 1.38
        B.multiply(&G, q.yMinusX)  // 1.76 ⇄
        F.add(&D, &C)  // 3.08 ⇄
        G.subtract(&D, &C)  // 3.38 ⇄
        setProducts(&A, &B, &F, &G, keepingT)
    }

    /// P ← P + Q by madd-2008-hwcd-3: 7 multiplications. Every factor of Q is halved, so D is Z instead of
    /// 2Z.
    package mutating func add(_ q: UnsafePointer<PrecomputedPoint>, keepingT: Bool = true) {
        var A = LazyFieldElement.zero, B = A, C = A, F = A, G = A
        F.subtractWide(&Y, &X)  // 5
        G.add(&Y, &X)  // 4
        C.multiply(&T, q.dUY)  // 1.70
        A.multiply(&F, q.yMinusU)  // 1.95
        B.multiply(&G, q.yPlusU)  // 1.76
        F.subtract(&Z, &C)  // 4
        G.add(&Z, &C)  // 3.70
        setProducts(&A, &B, &F, &G, keepingT)
    }

    /// P ← P − Q, −Q = ((y + u)/2, (y − u)/2, −d′·u·y).
    package mutating func subtract(_ q: UnsafePointer<PrecomputedPoint>, keepingT: Bool = true) {
        var A = LazyFieldElement.zero, B = A, C = A, F = A, G = A
        F.subtractWide(&Y, &X)  // 5
        G.add(&Y, &X)  // 4
        C.multiply(&T, q.dUY)  // 1.70
        A.multiply(&F, q.yPlusU)  // 1.95 ⇄
        B.multiply(&G, q.yMinusU)  // 1.76 ⇄
        F.add(&Z, &C)  // 3.70 ⇄
        G.subtract(&Z, &C)  // 4 ⇄
        setProducts(&A, &B, &F, &G, keepingT)
    }

    /// The last steps of all additions: E = B − A, H = B + A, X = E·F, Y = G·H, T = E·H, Z = F·G.
    @inline(__always)
    private mutating func setProducts(
        _ A: UnsafePointer<LazyFieldElement>, _ B: UnsafePointer<LazyFieldElement>,
        _ F: UnsafePointer<LazyFieldElement>, _ G: UnsafePointer<LazyFieldElement>, _ keepingT: Bool
    ) {
        var E = LazyFieldElement.zero, H = E
        Z.multiply(F, G)  // 3.80
        E.subtract(B, A)  // 3.76
        H.add(B, A)  // 3.71
        X.multiply(&E, F)  // 3.85
        Z.reduce()
        Y.multiply(G, &H)  // 3.81
        X.reduce()
        if keepingT { T.multiply(&E, &H) }  // 3.64
        Y.reduce()
    }

    /// P ← 2P by dbl-2008-hwcd with a = −1: 4 multiplications and 3 squarings, and one multiplication more if
    /// T is kept.
    ///
    /// Two things differ from the database. E is 2XY instead of (X + Y)² − A − B, which saves two
    /// subtractions. F and H are both negated: with D = −A, F is C − G and H is A + B. That multiplies X, Y,
    /// Z and T by −1, and gives the same point.
    package mutating func double(keepingT: Bool) {
        var A = LazyFieldElement.zero, B = A, C = A, E = A, F = A, G = A, H = A
        C.square(&Z)  // 1.76
        B.square(&Y)  // 1.76
        C.double()  // 3.52
        C.reduce()
        A.square(&X)  // 1.76
        F.subtract(&C, &B)  // 4
        F.reduce()
        E.multiply(&X, &Y)  // 1.76
        G.subtract(&B, &A)  // 3.76
        H.add(&A, &B)  // 3.52
        F.accumulate(&A)  // 3.76: C − B + A
        Y.multiply(&G, &H)  // 3.51
        E.double()  // 3.52
        Z.multiply(&F, &G)  // 3.68
        Y.reduce()
        X.multiply(&E, &F)  // 3.51
        Z.reduce()
        if keepingT { T.multiply(&E, &H) }  // 3.35
        X.reduce()
    }
}

// MARK: - Operands by value

extension ExtendedPoint {
    /// P ← P + Q.
    @inline(__always)
    package mutating func add(_ q: CachedPoint, keepingT: Bool = true) {
        withUnsafePointer(to: q) { add($0, keepingT: keepingT) }
    }

    /// P ← P − Q.
    @inline(__always)
    package mutating func subtract(_ q: CachedPoint, keepingT: Bool = true) {
        withUnsafePointer(to: q) { subtract($0, keepingT: keepingT) }
    }

    /// P ← P + Q.
    @inline(__always)
    package mutating func add(_ q: PrecomputedPoint, keepingT: Bool = true) {
        withUnsafePointer(to: q) { add($0, keepingT: keepingT) }
    }

    /// P ← P − Q.
    @inline(__always)
    package mutating func subtract(_ q: PrecomputedPoint, keepingT: Bool = true) {
        withUnsafePointer(to: q) { subtract($0, keepingT: keepingT) }
    }
}
