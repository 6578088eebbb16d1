import PrimeField

/// A fixed sequence of field elements at a fixed address, as the hot loops read them.
final class CoefficientTable: @unchecked Sendable {
    // Written by init only.
    let start: UnsafeMutablePointer<LazyFieldElement>
    let count: Int

    init(_ elements: [FieldElement]) {
        count = elements.count
        start = .allocate(capacity: count)
        for (i, element) in elements.enumerated() {
            (start + i).initialize(to: LazyFieldElement(element))
        }
    }

    deinit { start.deallocate() }
}

/// An affine map x ↦ C·x + c, each element of the result a dot product that is reduced once.
struct LinearLayer: Sendable {
    private let coefficients: CoefficientTable
    private let constants: CoefficientTable
    private let columns: Int

    /// The map with these rows of C and the elements of c.
    init(rows: [[FieldElement]], constants: [FieldElement]) {
        precondition(rows.count == constants.count)
        columns = rows[0].count
        coefficients = CoefficientTable(rows.flatMap { $0 })
        self.constants = CoefficientTable(constants)
    }

    /// result = C·x + c, every element below (2 + ε)·p; for the bounds of x see `setDotProduct`.
    func apply(
        _ x: UnsafePointer<LazyFieldElement>, to result: UnsafeMutablePointer<LazyFieldElement>
    ) {
        for row in 0..<constants.count {
            result[row].setDotProduct(
                coefficients.start + row * columns, x, count: columns, plus: constants.start + row)
        }
    }
}
