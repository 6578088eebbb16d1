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
