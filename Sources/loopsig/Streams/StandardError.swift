// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Standard error, for errors, warnings and progress. A failure to write it is ignored: there is no other
/// place to report it.
enum StandardError {
    static func write(_ text: String) {
        try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
