// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import OrderCancellation

@Suite struct RateLimiterTests {
    @Test func callsBeyondTheLimitWaitForTheNextWindow() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 3, on: RelativeClock(clock))
        var turns: [Duration] = []
        for _ in 0..<8 {
            try await limiter.waitForTurn(before: .seconds(100))
            turns.append(clock.elapsed)
        }
        #expect(turns == [0, 0, 0, 1, 1, 1, 2, 2].map { RateLimiter.window * $0 })
    }

    /// Any window has at most as many calls as the limit, whenever the calls arrive.
    @Test func noWindowHasMoreCallsThanTheLimit() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 5, on: RelativeClock(clock))
        var turns: [Duration] = []
        for step in 0..<300 {
            clock.advance(by: .milliseconds(step * 7919 % 401))
            try await limiter.waitForTurn(before: .seconds(1_000))
            turns.append(clock.elapsed)
        }
        for (first, sixth) in zip(turns, turns.dropFirst(5)) {
            #expect(sixth - first >= RateLimiter.window)
        }
    }

    @Test func concurrentCallersShareTheLimit() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 5, on: RelativeClock(clock))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<17 {
                group.addTask { await #expect((try? limiter.waitForTurn(before: .seconds(1_000))) != nil) }
            }
        }
        // Three full windows lie between the first turn and the sixteenth.
        #expect(clock.elapsed == RateLimiter.window * 3)
    }

    @Test func aTurnAfterTheDeadlineIsRefusedAndStaysFree() async throws {
        let clock = ManualClock()
        let limiter = RateLimiter(limit: 1, on: RelativeClock(clock))
        try await limiter.waitForTurn(before: .zero)
        await #expect(throws: CallFailure.deadlineExceeded) {
            try await limiter.waitForTurn(before: RateLimiter.window - .milliseconds(1))
        }
        try await limiter.waitForTurn(before: RateLimiter.window)
        #expect(clock.elapsed == RateLimiter.window)
    }
}

@Suite struct RetryAfterTests {
    private let now = Date(timeIntervalSince1970: 784_111_767)  // 10 s before Sun, 06 Nov 1994 08:49:37 GMT

    @Test(arguments: [
        ("0", Duration.zero), ("7", .seconds(7)), (" 120 ", .seconds(120)), ("86401", .seconds(86_400)),
        ("99999999999999999999", .seconds(86_400)),
        // The three date formats of RFC 9110, section 5.6.7, with the example of the RFC.
        ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(10)), ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(10)),
        ("Sun Nov  6 08:49:37 1994", .seconds(10)),
        ("Sun, 06 Nov 1994 08:49:00 GMT", .zero), ("Fri, 31 Dec 9999 23:59:59 GMT", .seconds(86_400)),
    ])
    func secondsAndDatesAreRead(_ value: String, _ expected: Duration) {
        #expect(RetryAfter.parse(value, now: now) == expected)
    }

    @Test(arguments: [
        "", " ", "-1", "1.5", "1e3", "+5", "soon", "0x10", "\u{0661}", "Sun, 32 Nov 1994 08:49:37 GMT",
    ])
    func otherValuesAreIgnored(_ value: String) {
        #expect(RetryAfter.parse(value, now: now) == nil)
    }
}
