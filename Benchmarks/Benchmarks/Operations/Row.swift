// SPDX-License-Identifier: Apache-2.0
import Benchmark
import Foundation
import TextbookMultiplication

/// A row of the table: an operation, measured alternately with B.
///
/// A sample consists of 100,000 textbook multiplications and of operations that take about as long. Ten
/// slices of each alternate, so that other work on the machine slows both equally. The measured time is the
/// processor time of the thread, which does not grow while other threads have the processor.
enum Row {
    /// One repetition of the operation, in picoseconds.
    static let time = BenchmarkMetric.custom("Time (ps)", useScalingFactor: false)
    /// B in the same sample, in picoseconds.
    static let textbook = BenchmarkMetric.custom("B (ps)", useScalingFactor: false)
    /// Their quotient, in thousandths.
    static let ratio = BenchmarkMetric.custom("Ratio to B (1/1000)", useScalingFactor: false)

    private static var configuration: Benchmark.Configuration {
        Benchmark.Configuration(
            // The exporter requires the throughput. Here it counts whole samples.
            metrics: [time, textbook, ratio, .throughput],
            units: [time: .count, textbook: .count, ratio: .count],
            warmupIterations: 3,
            maxDuration: .seconds(10),
            maxIterations: 100)
    }

    private static let slices = 10
    private static let textbookRepetitionsPerSlice = 10_000

    /// Adds a row. `operation` performs the given number of repetitions, each of which consists of `count`
    /// operations.
    static func add(_ name: String, operationsInEach count: Int = 1, _ operation: @escaping (Int) -> Void) {
        var repetitionsPerSlice = 0
        Benchmark(name, configuration: configuration) { benchmark in
            if repetitionsPerSlice == 0 { repetitionsPerSlice = repetitions(of: operation) }
            var textbookTime = 0.0
            var operationTime = 0.0
            for _ in 0..<slices {
                textbookTime += picoseconds { blackHole(textbook_multiply(textbookRepetitionsPerSlice)) }
                operationTime += picoseconds { operation(repetitionsPerSlice) }
            }
            let b = textbookTime / Double(slices * textbookRepetitionsPerSlice)
            let t = operationTime / Double(slices * repetitionsPerSlice * count)
            benchmark.measurement(textbook, Int(b))
            benchmark.measurement(time, Int(t))
            benchmark.measurement(ratio, Int(1_000 * t / b))
        }
    }

    /// The number of repetitions that take about as long as the textbook multiplications of a slice.
    private static func repetitions(of operation: (Int) -> Void) -> Int {
        let goal = picoseconds { blackHole(textbook_multiply(textbookRepetitionsPerSlice)) }
        operation(1)  // prepares tables
        var repetitions = 1
        while true {
            let time = picoseconds { operation(repetitions) }
            if time * 2 > goal { return max(1, Int(Double(repetitions) * goal / time)) }
            repetitions *= 2
        }
    }

    /// The processor time that this thread spends in `body`.
    private static func picoseconds(_ body: () -> Void) -> Double {
        let start = threadTime()
        body()
        return (threadTime() - start) * 1e12
    }

    /// The processor time that this thread has spent, in seconds.
    private static func threadTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
