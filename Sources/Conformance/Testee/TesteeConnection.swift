// SPDX-License-Identifier: Apache-2.0
import VectorSuite

/// The connection to a running testee: a program, or a fake testee of the tests.
package protocol TesteeConnection: AnyObject {
    /// Queues bytes for the testee's standard input; they are written while waiting for events. Discards the
    /// text that the testee has written to standard error so far.
    func send(_ bytes: [UInt8])
    /// Waits for the next event, until the deadline at most.
    func nextEvent(until deadline: ContinuousClock.Instant) -> TesteeEvent
    /// Closes the testee's standard input, which tells it to end.
    func closeInput()
    /// The text that the testee has written to standard error since the last ``send(_:)``. If it is longer
    /// than `limit`, its beginning and its end.
    func errors(limit: Int) -> String
    /// How the testee ended; `nil` if it has not ended at the deadline.
    func exitDescription(until deadline: ContinuousClock.Instant) -> String?
    /// Kills the testee and the processes that it has started.
    func kill()
}

package enum TesteeEvent: Equatable {
    case line(LineBuffer.Line)
    /// Standard output ended. `rest` came after the last line feed.
    case outputEnded(rest: [UInt8])
    /// The testee closed standard input before it had read what was sent.
    case inputClosed
    /// Nothing happened before the deadline.
    case deadline
}

package typealias TesteeStarter = @Sendable () throws(ConformanceError) -> any TesteeConnection
