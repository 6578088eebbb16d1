// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import PrimeField

/// A statistical test of the times, after Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?",
/// ePrint 2016/1123. It performs the same operation with one fixed key and with random keys, in random order.
/// Welch's t says whether the two classes of times differ.
///
/// The memory check finds branches and addresses. This test also finds other causes, such as an instruction
/// whose duration depends on its operands. But it tests only the machine on which it runs, and finds only
/// differences above the machine's noise. The controls measure this limit: they derive a key, and then
/// perform some multiplications only if it is the fixed key.
struct TimingCheck {
    /// If |t| is above this, the classes differ (Reparaz et al.). A value above 4.5 is already suspicious.
    private static let threshold = 10.0
    /// How many times are measured for each operation, in both classes together.
    let samples: Int

    /// The sizes of the planted leaks, in multiplications that depend on each other. Each takes three cycles
    /// on the processors that run this check. The size 0 checks that no leak is found if none is planted.
    private static let plantedMultiplications = [0, 2, 4, 8, 16, 32, 64, 128, 256, 512]

    func run() throws {
        let message = try Message(hex: "0x2a" + String(repeating: "5c", count: 31))

        let derivation = try measure("key derivation") { bytes in
            let key = try PrivateKey(rawRepresentation: bytes)
            withExtendedLifetime(key) {}
        }
        let signing = try measure("signing", prepare: { try PrivateKey(rawRepresentation: $0) }) { key in
            let signature = try key.signature(for: message)
            withExtendedLifetime(signature) {}
        }
        let control = try measure(
            "control: multiplication in variable time", prepare: { try Integer256(bigEndianBytes: $0) }
        ) { scalar in
            let point = Point.base.multipliedVariableTime(by: scalar)
            withExtendedLifetime(point) {}
        }
        guard control.dependsOnKey else {
            fail("no leak was found in the control, which has one: the check proves nothing")
        }
        try findSmallestLeak()
        guard !derivation.dependsOnKey, !signing.dependsOnKey else {
            fail("the time depends on the key")
        }
    }

    /// Plants leaks of growing size until one is found.
    private func findSmallestLeak() throws {
        for count in Self.plantedMultiplications {
            let result = try measure("control: key derivation, leak of \(3 * count) cycles") { bytes in
                let key = try PrivateKey(rawRepresentation: bytes)
                withExtendedLifetime(key) {}
                // The fixed key begins with zeros. The number of multiplications is 0 for other keys, so that
                // this code needs no branch.
                let isFixed = bytes[..<8].reduce(0, |) == 0 ? 1 : 0
                Self.multiply(times: count * isFixed)
            }
            if result.dependsOnKey {
                guard count > 0 else {
                    fail("a leak was found, but none was planted: the check proves nothing")
                }
                say("the smallest planted leak that was found: \(3 * count) cycles")
                return
            }
        }
        fail("no planted leak was found: the check proves nothing")
    }

    /// Performs `count` multiplications. Each one needs the product of the one before.
    @inline(never)
    private static func multiply(times count: Int) {
        var product: UInt64 = 0x9e37_79b9_7f4a_7c15
        for _ in 0..<count { product = product &* 0xbf58_476d_1ce4_e5b9 }
        sink = product
    }

    nonisolated(unsafe) private static var sink: UInt64 = 0

    // MARK: Measuring

    /// The result of the times of an operation.
    private struct Result {
        /// Welch's t of greatest magnitude.
        let t: Double

        var dependsOnKey: Bool { abs(t) > TimingCheck.threshold }
    }

    private func measure(_ name: String, _ operation: ([UInt8]) throws -> Void) throws -> Result {
        try measure(name, prepare: { $0 }, operation)
    }

    /// Measures the operation on both classes of keys, and prints the result. The time of `prepare` does not
    /// count.
    private func measure<Input>(
        _ name: String, prepare: ([UInt8]) throws -> Input, _ operation: (Input) throws -> Void
    ) throws -> Result {
        // The fixed key has a single bit set, so nearly all of its digits are zero.
        let fixedKey = Scalar.one.bigEndianBytes
        var generator = SystemRandomNumberGenerator()
        // Create the inputs before the measurement, each in its own memory, so that only their values differ.
        let block = 1000
        var times: [(isFixed: Bool, nanoseconds: Double)] = []
        // The first block warms up.
        while times.count < samples + block {
            let keys = (0..<block).map { _ in
                let random = PrivateKey().rawRepresentation
                let isFixed = Bool.random(using: &generator)
                return (isFixed, zip(random, fixedKey).map { isFixed ? $1 : $0 })
            }
            for (isFixed, bytes) in keys {
                let input = try prepare(bytes)
                let start = Self.now()
                try operation(input)
                let end = Self.now()
                times.append((isFixed, Double(end - start)))
            }
        }
        times.removeFirst(block)
        let t = Self.greatestT(of: times)
        let fixed = times.count { $0.isFixed }
        let median = times.map(\.nanoseconds).sorted()[times.count / 2]
        say(
            "\(name): max |t| = \(String(format: "%.2f", abs(t))) over \(fixed) times for the fixed key and "
                + "\(times.count - fixed) for random ones, median \(String(format: "%.1f", median / 1000)) µs"
        )
        return Result(t: t)
    }

    /// The value of Welch's t with the greatest magnitude. Interruptions give the times a long tail. So t is
    /// computed over all times, and over the times below each of 100 percentiles. As in the paper's program,
    /// the i-th percentile is 1 − 2^(−10·i/100).
    private static func greatestT(of times: [(isFixed: Bool, nanoseconds: Double)]) -> Double {
        let sorted = times.sorted { $0.nanoseconds < $1.nanoseconds }
        let crops = (1...100).map { Int(Double(sorted.count - 1) * (1 - exp2(-Double($0) / 10))) }
        var classes = (fixed: Moments(), random: Moments())
        var greatest = 0.0
        for (index, time) in sorted.enumerated() {
            if time.isFixed {
                classes.fixed.add(time.nanoseconds)
            } else {
                classes.random.add(time.nanoseconds)
            }
            // Equal times must be on the same side of a percentile.
            let isBoundary = index + 1 == sorted.count || sorted[index + 1].nanoseconds > time.nanoseconds
            guard isBoundary else { continue }
            if index + 1 == sorted.count
                || crops.contains(where: { sorted[$0].nanoseconds == time.nanoseconds })
            {
                let t = Moments.welch(classes.fixed, classes.random)
                if abs(t) > abs(greatest) { greatest = t }
            }
        }
        return greatest
    }

    private static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
}

/// The mean and the variance of a sequence of times, updated with each time (Welford's recurrences).
private struct Moments {
    private var count = 0.0
    private var mean = 0.0
    private var squares = 0.0

    mutating func add(_ value: Double) {
        count += 1
        let difference = value - mean
        mean += difference / count
        squares += difference * (value - mean)
    }

    /// Welch's t: (μ₁ − μ₂)/√(s₁²/n₁ + s₂²/n₂). It is 0 if there are too few times, or if all times are equal
    /// because the clock is coarse.
    static func welch(_ a: Moments, _ b: Moments) -> Double {
        guard a.count > 1, b.count > 1 else { return 0 }
        let deviation =
            (a.squares / (a.count - 1) / a.count + b.squares / (b.count - 1) / b.count).squareRoot()
        return deviation > 0 ? (a.mean - b.mean) / deviation : 0
    }
}
