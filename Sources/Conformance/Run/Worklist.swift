// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Hands out the questions of a run to the jobs one by one, and collects their results.
final class Worklist: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    private var handedOut = 0
    private var results: [Int: TestResult] = [:]
    /// The indices of the results that the caller has not seen yet.
    private var news: [Int] = []
    private var ended = 0
    private var starts = 0
    private var warnings: [String] = []
    private var failure: TesteeLaunchError?

    init(count: Int) {
        self.count = count
    }

    /// The index of the next question; `nil` if no question is left, or a job has failed.
    func next() -> Int? {
        condition.lock()
        defer { condition.unlock() }
        guard failure == nil, handedOut < count else { return nil }
        defer { handedOut += 1 }
        return handedOut
    }

    func finish(_ index: Int, _ result: TestResult) {
        change {
            results[index] = result
            news.append(index)
        }
    }

    /// Records that a job has finished.
    func end(starts: Int, warning: String?) {
        change {
            ended += 1
            self.starts += starts
            if let warning { warnings.append("at the end of the input: \(warning)") }
        }
    }

    /// Records that a job has failed.
    func fail(_ error: TesteeLaunchError) {
        change {
            ended += 1
            if failure == nil { failure = error }
        }
    }

    private func change(_ body: () -> Void) {
        condition.lock()
        body()
        condition.signal()
        condition.unlock()
    }

    /// Waits for the next result; `nil` after the last result, or if a job has failed.
    func nextResult() -> (index: Int, result: TestResult)? {
        condition.lock()
        defer { condition.unlock() }
        while news.isEmpty {
            guard failure == nil, results.count < count else { return nil }
            condition.wait()
        }
        let index = news.removeFirst()
        return results[index].map { (index, $0) }
    }

    /// Waits for the jobs to end, and returns all results.
    func outcome(
        of jobs: Int
    ) throws(TesteeLaunchError) -> (results: [TestResult], starts: Int, warnings: [String]) {
        condition.lock()
        defer { condition.unlock() }
        while ended < jobs { condition.wait() }
        if let failure { throw failure }
        return ((0..<count).compactMap { results[$0] }, starts, Array(Set(warnings)).sorted())
    }
}
