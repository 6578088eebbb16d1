import BabyJubjub
import EdDSA
import Foundation
import PrimeField

/// A statistical look at time itself, after Reparaz, Balasch, Verbauwhede, "Dude, is my code constant
/// time?", ePrint 2016/1123: the same operation on one fixed key and on random keys, in random order, and
/// Welch's t of the two classes of times.
///
/// The memory check sees branches and addresses; this sees whatever else would show, such as an instruction
/// whose duration depends on its operands, but only on the machine at hand and above its noise.
enum TimingCheck {
    /// |t| above this says that the classes differ (Reparaz et al.; 4.5 is where one begins to doubt).
    private static let threshold = 10.0
    private static let samples = 200_000

    static func run() throws {
        let message = try Message(hex: "0x2a" + String(repeating: "5c", count: 31))
        // A key with a single bit set: nearly all of its digits are zero.
        let fixedKey = Scalar.one.bigEndianBytes

        let derivation = try measure("key derivation", fixedKey) { bytes in
            let start = now()
            let key = try PrivateKey(rawRepresentation: bytes)
            let end = now()
            withExtendedLifetime(key) {}
            return end - start
        }
        let signing = try measure("signing", fixedKey) { bytes in
            let key = try PrivateKey(rawRepresentation: bytes)
            let start = now()
            let signature = try key.signature(for: message)
            let end = now()
            withExtendedLifetime(signature) {}
            return end - start
        }
        // The control: the multiplication for public scalars, which must be told apart.
        let control = try measure("control: variable-time multiplication", fixedKey) { bytes in
            let scalar = try Integer256(bigEndianBytes: bytes)
            let start = now()
            let point = Point.base.multipliedVariableTime(by: scalar)
            let end = now()
            withExtendedLifetime(point) {}
            return end - start
        }

        guard abs(control) > threshold else {
            fail("the control was not told apart: the check shows nothing")
        }
        guard abs(derivation) < threshold, abs(signing) < threshold else {
            fail("the time depends on the key")
        }
    }

    /// Times the operation on both classes of keys and prints and returns the t of greatest magnitude.
    private static func measure(
        _ name: String, _ fixedKey: [UInt8], _ time: ([UInt8]) throws -> UInt64
    ) throws -> Double {
        var generator = SystemRandomNumberGenerator()
        // Inputs are made beforehand, each in memory of its own, so that only their values tell them apart.
        let block = 1000
        var times: [(isFixed: Bool, nanoseconds: Double)] = []
        while times.count < samples {
            let inputs = (0..<block).map { _ in
                let random = PrivateKey().rawRepresentation
                let isFixed = Bool.random(using: &generator)
                return (isFixed, zip(random, fixedKey).map { isFixed ? $1 : $0 })
            }
            for (isFixed, bytes) in inputs { times.append((isFixed, Double(try time(bytes)))) }
        }
        times.removeFirst(block)  // warming up

        let sorted = times.map(\.nanoseconds).sorted()
        // Interruptions make a long tail: t is taken over all times, and over those below each of 100
        // percentiles, 1 − 2^(−10·i/100) as the paper's program has them.
        let crops = (1...100).map { sorted[Int(Double(sorted.count - 1) * (1 - exp2(-Double($0) / 10)))] }
        let t = ([Double.infinity] + crops).map { crop in
            welch(times.filter { $0.nanoseconds <= crop })
        }
        let greatest = t.max { abs($0) < abs($1) } ?? 0
        print(
            "\(name): max |t| = \(String(format: "%.2f", abs(greatest))) over \(times.count) samples,",
            "median \(String(format: "%.1f", sorted[sorted.count / 2] / 1000)) µs")
        return greatest
    }

    /// Welch's t of the fixed against the random class: (μ₁ − μ₂)/√(s₁²/n₁ + s₂²/n₂).
    private static func welch(_ times: [(isFixed: Bool, nanoseconds: Double)]) -> Double {
        func moments(_ isFixed: Bool) -> (mean: Double, varianceOfMean: Double) {
            let values = times.lazy.filter { $0.isFixed == isFixed }.map(\.nanoseconds)
            let n = Double(values.count)
            let mean = values.reduce(0, +) / n
            let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
            return (mean, variance / n)
        }
        let (a, b) = (moments(true), moments(false))
        let deviation = (a.varianceOfMean + b.varianceOfMean).squareRoot()
        // Too few times under a low percentile, or all of them alike on a coarse clock, say nothing.
        return deviation > 0 ? (a.mean - b.mean) / deviation : 0
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}
