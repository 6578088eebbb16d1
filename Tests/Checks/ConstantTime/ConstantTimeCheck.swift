// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Checks that the time of an operation with a key does not depend on the secret.
///
///     ConstantTimeCheck memory    check every branch and every address; Tests/Checks/ConstantTime/run runs
///                                 this under valgrind
///     ConstantTimeCheck timing [TIMES]
///                                 compare the times for a fixed key and for random keys with Welch's t;
///                                 run it with swift run -c release
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

/// Prints a line without buffering. The checks take minutes, and a pipe should also show each line at once.
func say(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
}
