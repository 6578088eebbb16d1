import Foundation

/// Standard output of commands that run on: each line is there as soon as it is written.
enum StandardOutput {
    static func line(_ text: String = "") {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
