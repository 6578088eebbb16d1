import Dispatch
import Foundation

/// Waiting for the user to end a server: Control-C, or a polite kill.
enum InterruptSignals {
    /// Returns at the first SIGINT or SIGTERM.
    static func wait() async {
        let numbers = [SIGINT, SIGTERM]
        for number in numbers { signal(number, SIG_IGN) }
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let sources = numbers.map { number in
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { arrival.yield() }
            source.resume()
            return source
        }
        for await _ in arrivals { break }
        for source in sources { source.cancel() }
    }
}
