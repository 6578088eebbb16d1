// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Evidence that no secret shows in the time that a key or a signature takes.
///
///     ConstantTimeCheck memory    every branch and every address, under valgrind (run, beside this file)
///     ConstantTimeCheck timing [TIMES]
///                                 Welch's t over fixed and random keys (swift run -c release)
@main
struct ConstantTimeCheck {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let samples = arguments.count == 2 ? Int(arguments[1]) ?? 0 : 200_000
        switch arguments.first {
        case "memory" where arguments.count == 1: try MemoryCheck.run()
        case "timing" where arguments.count <= 2 && samples >= 10_000: try TimingCheck(samples: samples).run()
        default: fail("usage: ConstantTimeCheck memory | timing [TIMES, 10000 or more]", status: 64)
        }
    }
}

/// Ends the program with a message on standard error.
func fail(_ message: String, status: Int32 = 1) -> Never {
    FileHandle.standardError.write(Data((message + "\n").utf8))
    exit(status)
}

/// Prints a line, which is there at once, into a pipe too: the checks take minutes.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
