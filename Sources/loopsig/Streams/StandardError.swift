// SPDX-License-Identifier: Apache-2.0
import SystemPackage

/// Standard error, for errors, warnings and progress. A failure to write it is ignored: there is no other
/// place to report it.
enum StandardError {
    static func write(_ text: String) {
        try? FileDescriptor.standardError.write(all: Array(text.utf8))
    }
}
