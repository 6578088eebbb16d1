import ArgumentParser
import Foundation
import VectorSuite

/// `loopsig testee`
struct TesteeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "testee",
        abstract: "Answers the testee protocol on standard input and output, until the input ends.",
        discussion: """
            One JSON object a line in, one a line out; Vectors/README.md describes both. It exists to be \
            tested and computes with whatever keys it is sent: give it none that is worth anything.
            """
    )

    func run() throws {
        try Testee.serve(
            read: TesteeCommand.readInput,
            write: { try StandardOutput.write($0) })
    }

    /// What has arrived, nothing at the end. `FileHandle.availableData` would do, but ends the program where
    /// the input cannot be read.
    private static func readInput() throws -> [UInt8] {
        let capacity = 1 << 16
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
            repeat {
                count = read(STDIN_FILENO, buffer.baseAddress, capacity)
            } while count < 0 && errno == EINTR
            initialized = max(count, 0)
        }
        guard count >= 0 else {
            throw Failure.refused("standard input cannot be read: \(String(cString: strerror(errno)))")
        }
        return bytes
    }
}
