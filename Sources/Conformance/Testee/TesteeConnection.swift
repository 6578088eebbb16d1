// SPDX-License-Identifier: Apache-2.0
import VectorSuite

/// A running testee as the harness talks to it: a program, or a stand-in of the tests.
package protocol TesteeConnection: AnyObject {
    /// Queues bytes for the testee's standard input; they are written while waiting for events.
    func send(_ bytes: [UInt8])
    /// The next event before the deadline.
    func nextEvent(until deadline: ContinuousClock.Instant) -> TesteeEvent
    /// Closes the testee's standard input, which asks it to end.
    func closeInput()
    /// Forgets what the testee has written to standard error so far.
    func forgetErrors()
    /// What the testee has written to standard error, its beginning and its end if it is longer than `limit`.
    func errors(limit: Int) -> String
    /// How the testee ended, if it ends before the deadline.
    func exitDescription(until deadline: ContinuousClock.Instant) -> String?
    /// Ends the testee and everything that it has started.
    func kill()
}

/// What a testee can do next.
package enum TesteeEvent: Equatable {
    /// A line of standard output.
    case line(LineBuffer.Line)
    /// Standard output ended; `rest` came after the last line feed.
    case outputEnded(rest: [UInt8])
    /// The testee closed standard input before it had read what was sent.
    case inputClosed
    /// Nothing happened before the deadline.
    case deadline
}

/// Starts a testee.
package typealias TesteeStarter = @Sendable () throws(TesteeLaunchError) -> any TesteeConnection
