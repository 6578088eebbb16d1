import Foundation
import TestSupport
import Testing

@testable import OrderCancellation

@Suite struct RateLimiterTests {
    @Test func letsABurstThroughAndThenSpreads() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 3, window: .seconds(1), on: Timeline(clock))
        var turns: [Duration] = []
        for _ in 0..<8 {
            #expect(try await limiter.waitForTurn(before: .seconds(100)))
            turns.append(clock.elapsed)
        }
        #expect(turns == [0, 0, 0, 1, 1, 1, 2, 2].map { .seconds($0) })
    }

    /// No window of the given length holds more than the limit, however the calls arrive.
    @Test func noWindowHoldsMoreThanTheLimit() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 5, window: .seconds(1), on: Timeline(clock))
        var turns: [Duration] = []
        for step in 0..<300 {
            clock.advance(by: .milliseconds(step * 7919 % 401))
            #expect(try await limiter.waitForTurn(before: .seconds(1_000)))
            turns.append(clock.elapsed)
        }
        for (first, sixth) in zip(turns, turns.dropFirst(5)) { #expect(sixth - first >= .seconds(1)) }
    }

    @Test func concurrentCallersShareTheLimit() async throws {
        let timeline = Timeline(ContinuousClock())
        let limiter = RateLimiter(limit: 5, window: .milliseconds(60), on: timeline)
        let turns = try await withThrowingTaskGroup(of: ContinuousClock.Instant.self) { group in
            for _ in 0..<17 {
                group.addTask {
                    let isInTime = try await limiter.waitForTurn(before: timeline.now + .seconds(10))
                    #expect(isInTime)
                    return .now
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted()
        }
        #expect(turns.count == 17)
        // Three full windows lie between the first turn and the sixteenth; waking up is never early.
        #expect(turns[0].duration(to: turns[15]) >= .milliseconds(170))
    }

    @Test func refusesATurnAfterTheDeadlineAndKeepsItFree() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 1, window: .seconds(1), on: Timeline(clock))
        #expect(try await limiter.waitForTurn(before: .zero))
        #expect(try await limiter.waitForTurn(before: .milliseconds(999)) == false)
        #expect(try await limiter.waitForTurn(before: .seconds(1)))
        #expect(clock.elapsed == .seconds(1))
    }
}
