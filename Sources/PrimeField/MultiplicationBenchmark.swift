/// What Benchmarks/ measures and an API user has no business with.
@_spi(Benchmarks)
public enum MultiplicationBenchmark {
    /// `repetitions` independent Montgomery products as the hot paths compute them: lazily reduced, in place.
    /// Returns the last product, so that the work is not optimised away.
    public static func run(_ repetitions: Int, _ a: [FieldElement], _ b: [FieldElement]) -> FieldElement {
        precondition(!a.isEmpty && a.count == b.count)
        let (a, b) = (a.map { LazyFieldElement($0) }, b.map { LazyFieldElement($0) })
        var products = [LazyFieldElement](repeating: .zero, count: a.count)
        var i = 0
        for _ in 0..<repetitions {
            a.withUnsafeBufferPointer { a in
                b.withUnsafeBufferPointer { b in
                    guard let a = a.baseAddress, let b = b.baseAddress else { return }
                    products[i].multiply(a + i, b + i)
                }
            }
            i = i + 1 == products.count ? 0 : i + 1
        }
        return FieldElement(products[0])
    }
}
