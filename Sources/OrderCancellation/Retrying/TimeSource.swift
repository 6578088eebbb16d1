import Foundation

/// The clock that the client goes by. A test gives one of its own and need not wait.
public protocol TimeSource: Sendable {
    /// The time since some fixed instant; it never goes back.
    var now: Duration { get }
    /// The date and time of day, which a Retry-After header may refer to.
    var date: Date { get }
    /// Waits until `instant`, a value on the scale of ``now``.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, at once.
    func sleep(until instant: Duration) async throws
}

/// The clock of the machine.
public struct SystemTime: TimeSource {
    private static let origin = ContinuousClock.now

    /// The clock of the machine.
    public init() {}

    /// The time since the first use of this type.
    public var now: Duration { Self.origin.duration(to: .now) }

    /// The date and time of day.
    public var date: Date { Date() }

    /// Waits.
    public func sleep(until instant: Duration) async throws {
        try await Task.sleep(until: Self.origin.advanced(by: instant), clock: .continuous)
    }
}
