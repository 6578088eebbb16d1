// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Connects the jobs of a run with the thread that waits for their results.
final class Worklist: @unchecked Sendable {
    /// What a job reports.
    enum Event {
        /// The result of the question with this index.
        case result(Int, TestResult)
        /// The job has finished. `starts` counts the starts of its testee; `warning` says how the testee
        /// ended, if it did not end properly.
        case end(starts: Int, warning: String?)
        /// The job has failed.
        case failure(ConformanceError)
    }

    private let condition = NSCondition()
    /// Guarded by `condition`: the indices of the questions that no job has taken, and the events that have
    /// not been received.
    private var indices: Range<Int>
    private var events: [Event] = []

    init(count: Int) { indices = 0..<count }

    /// The index of the next question; `nil` if no question is left, or a job has failed.
    func next() -> Int? { condition.withLock { indices.popFirst() } }

    func send(_ event: Event) {
        condition.withLock {
            if case .failure = event { indices = 0..<0 }
            events.append(event)
            condition.signal()
        }
    }

    /// Waits for the next event.
    func receive() -> Event {
        condition.withLock {
            while events.isEmpty { condition.wait() }
            return events.removeFirst()
        }
    }
}
