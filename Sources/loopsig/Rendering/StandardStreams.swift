import Foundation

/// Standard output: the one way out of everything that a command prints.
///
/// Each call writes through to the descriptor, so that a reader has each line as soon as it is printed, and output
/// that does not arrive is noticed here and not lost in a buffer. The first loss is final: nothing is written
/// behind a gap, every later call throws the same, and ``finish()`` throws it where a caller in between
/// could not.
enum StandardOutput {
    /// Output that did not arrive.
    enum Loss: Error, Equatable {
        /// The reader of the pipe has gone. Nobody wants to know more, so the program ends without a word.
        case readerHasGone
        /// Nothing could be written, for this reason.
        case cannotWrite(SystemError)
    }

    private static let lock = NSLock()
    /// Guarded by `lock`.
    nonisolated(unsafe) private static var loss: Loss?

    /// Prints a line.
    static func line(_ text: String = "") throws(Loss) {
        try write((text + "\n").utf8)
    }

    /// Prints a value for programs: one JSON object, members sorted.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        try line(String(decoding: encoder.encode(value), as: UTF8.self))
    }

    /// Prints bytes as they are, those of one call in one piece.
    static func write(_ bytes: some Sequence<UInt8>) throws(Loss) {
        let bytes = Array(bytes)
        try whileSound { () throws(SystemError) in try Descriptor.write(bytes, to: STDOUT_FILENO) }
    }

    /// Ends the output. Some file systems tell only at the end that they could not keep it.
    static func finish() throws(Loss) {
        try whileSound { () throws(SystemError) in
            guard close(STDOUT_FILENO) == 0 else { throw SystemError.last }
        }
    }

    /// Does it unless something has failed before.
    private static func whileSound(_ act: () throws(SystemError) -> Void) throws(Loss) {
        lock.lock()
        defer { lock.unlock() }
        if let loss { throw loss }
        do throws(SystemError) {
            try act()
        } catch {
            let loss: Loss = error.code == EPIPE ? .readerHasGone : .cannotWrite(error)
            self.loss = loss
            throw loss
        }
    }
}

/// Standard error, for errors, warnings and progress. Where it cannot be written there is nobody to tell, and the
/// program goes on as if it had been.
enum StandardError {
    static func write(_ text: String) {
        try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
    }
}

/// How far a long command has come, on standard error: one line that is written over and over on a terminal, a line
/// every ten seconds elsewhere.
final class ProgressLine {
    private let isRewritten: Bool
    private let now: () -> ContinuousClock.Instant
    private let write: (String) -> Void
    private let interval: Duration
    private var next: ContinuousClock.Instant

    /// By default, a line on standard error.
    init(
        isRewritten: Bool = isatty(STDERR_FILENO) == 1
            && ProcessInfo.processInfo.environment["TERM"] != "dumb",
        now: @escaping () -> ContinuousClock.Instant = { .now },
        write: @escaping (String) -> Void = StandardError.write
    ) {
        self.isRewritten = isRewritten
        self.now = now
        self.write = write
        interval = isRewritten ? .milliseconds(100) : .seconds(10)
        next = isRewritten ? now() : now() + interval
    }

    /// Shows a text, unless the last one is too fresh.
    func show(_ text: @autoclosure () -> String) {
        let time = now()
        guard time >= next else { return }
        next = time + interval
        write(isRewritten ? "\r\u{1B}[K" + text() : text() + "\n")
    }

    /// Takes the line of a terminal away.
    func clear() {
        if isRewritten { write("\r\u{1B}[K") }
    }
}

/// What the system said.
struct SystemError: Error, Equatable, CustomStringConvertible {
    /// The `errno`.
    let code: Int32

    /// The reason of the call that failed last.
    static var last: SystemError { SystemError(code: errno) }

    var description: String { String(cString: strerror(code)) }
}

/// File descriptors.
enum Descriptor {
    /// Makes the standard descriptors safe to use. To be called before anything is opened.
    ///
    /// A closed one (`>&-`) would be given to the next file that is opened, and a key file take the output of the
    /// program; in its place comes one that cannot be used either. A write to a pipe without a reader returns EPIPE
    /// and does not end the program, so that it can tidy up.
    static func makeStandardOnesSafe() {
        for (descriptor, unusable) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
        ] where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
            // It gets the lowest number that is free, which is this one.
            _ = open("/dev/null", unusable)
        }
        signal(SIGPIPE, SIG_IGN)
    }

    /// Ends the program as a filter ends whose reader has gone: by the signal that it would have had.
    static func endByBrokenPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        exit(1)
    }

    /// What has arrived, at most `capacity` bytes; nothing at the end.
    ///
    /// (`FileHandle.availableData` ends the program where the input cannot be read.)
    static func read(_ descriptor: Int32, upTo capacity: Int) throws(SystemError) -> [UInt8] {
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            count = read(descriptor, into: UnsafeMutableRawBufferPointer(buffer))
            initialized = max(count, 0)
        }
        guard count >= 0 else { throw SystemError.last }
        return bytes
    }

    /// Reads what has arrived into `buffer`; returns the number of bytes, or −1.
    static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Writes all bytes.
    static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if count == 0 {
                throw SystemError(code: EIO)
            } else if errno == EAGAIN {
                // Somebody else made it non-blocking.
                var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&state, 1, -1)
            } else if errno != EINTR {
                throw SystemError.last
            }
        }
    }
}
