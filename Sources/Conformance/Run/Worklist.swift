// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The questions of a run, handed out to the jobs one by one, and their results.
final class Worklist: @unchecked Sendable {
    private let condition = NSCondition()
    private let count: Int
    private var handedOut = 0
    private var results: [Int: TestResult] = [:]
    /// Results that the caller has not seen.
    private var news: [Int] = []
    private var ended = 0
    private var starts = 0
    private var warnings: [String] = []
    private var failure: TesteeLaunchError?

    init(count: Int) {
        self.count = count
    }

    /// What to ask next; `nil` if nothing is left, or there is no point.
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

    /// A job has nothing more to do.
    func end(starts: Int, warning: String?) {
        change {
            ended += 1
            self.starts += starts
            if let warning { warnings.append("at the end of the input: \(warning)") }
        }
    }

    /// A job cannot go on.
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

    /// Waits for the next result; `nil` if there is none to come.
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
