// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import PrimeField

/// A statistical look at time itself, after Reparaz, Balasch, Verbauwhede, "Dude, is my code constant
/// time?", ePrint 2016/1123: the same operation on one fixed key and on random keys, in random order, and
/// Welch's t of the two classes of times.
///
/// The memory check sees branches and addresses; this sees whatever else would show, such as an instruction
/// whose duration depends on its operands, but only on the machine at hand and above its noise. How much that
/// is, the controls say: key derivation followed by a few multiplications for the fixed key alone.
struct TimingCheck {
    /// |t| above this says that the classes differ (Reparaz et al.; 4.5 is where one begins to doubt).
    private static let threshold = 10.0
    /// The times taken of each operation, of both classes together.
    let samples: Int

    /// The leaks that are planted, in multiplications that wait for each other: three cycles each on the processors
    /// that this runs on. None at all is one of them.
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
        guard control.isToldApart else {
            fail("the control was not told apart: the check shows nothing")
        }
        try findSmallestLeak()
        guard !derivation.isToldApart, !signing.isToldApart else {
            fail("the time depends on the key")
        }
    }

    /// Plants leaks of growing size until one is found.
    private func findSmallestLeak() throws {
        for count in Self.plantedMultiplications {
            let result = try measure("control: key derivation, leak of \(3 * count) cycles") { bytes in
                let key = try PrivateKey(rawRepresentation: bytes)
                withExtendedLifetime(key) {}
                // The fixed key begins with zeros. No branch: the loop runs for every key, less or more often.
                let isFixed = bytes[..<8].reduce(0, |) == 0 ? 1 : 0
                Self.multiply(times: count * isFixed)
            }
            if result.isToldApart {
                guard count > 0 else { fail("a leak of nothing was told apart: the check shows nothing") }
                say("the smallest leak that is found: \(3 * count) cycles, of those that were planted")
                return
            }
        }
        fail("no planted leak was found: the check shows nothing")
    }

    /// That many multiplications, each of which needs the product of the one before.
    @inline(never)
    private static func multiply(times count: Int) {
        var product: UInt64 = 0x9e37_79b9_7f4a_7c15
        for _ in 0..<count { product = product &* 0xbf58_476d_1ce4_e5b9 }
        sink = product
    }

    nonisolated(unsafe) private static var sink: UInt64 = 0

    // MARK: Measuring

    /// What the times of an operation say.
    private struct Result {
        /// Welch's t of greatest magnitude.
        let t: Double

        var isToldApart: Bool { abs(t) > TimingCheck.threshold }
    }

    private func measure(_ name: String, _ operation: ([UInt8]) throws -> Void) throws -> Result {
        try measure(name, prepare: { $0 }, operation)
    }

    /// Times the operation on both classes of keys and prints what comes of it. What `prepare` does is not timed.
    private func measure<Input>(
        _ name: String, prepare: ([UInt8]) throws -> Input, _ operation: (Input) throws -> Void
    ) throws -> Result {
        // A key with a single bit set: nearly all of its digits are zero.
        let fixedKey = Scalar.one.bigEndianBytes
        var generator = SystemRandomNumberGenerator()
        // Inputs are made beforehand, each in memory of its own, so that only their values tell them apart.
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

    /// Welch's t of greatest magnitude. Interruptions make a long tail: t is taken over all times, and over those below
    /// each of 100 percentiles, 1 − 2^(−10·i/100) as the paper's program has them.
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
            // All times that are equal belong to the same side of a percentile.
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

/// Mean and variance of times that come one after the other (Welford's recurrences).
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

    /// Welch's t: (μ₁ − μ₂)/√(s₁²/n₁ + s₂²/n₂). Too few times, or all of them alike on a coarse clock, say nothing.
    static func welch(_ a: Moments, _ b: Moments) -> Double {
        guard a.count > 1, b.count > 1 else { return 0 }
        let deviation =
            (a.squares / (a.count - 1) / a.count + b.squares / (b.count - 1) / b.count).squareRoot()
        return deviation > 0 ? (a.mean - b.mean) / deviation : 0
    }
}
