import Foundation

/// Standard error, for errors, warnings and progress. Where it cannot be written there is nobody to tell, and the
/// program goes on as if it had been.
enum StandardError {
    static func write(_ text: String) {
        try? Descriptor.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
