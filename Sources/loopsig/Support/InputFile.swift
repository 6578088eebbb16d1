import Foundation

/// A public input in a file, or on standard input where the path is "-".
enum InputFile {
    /// More than any input has, and little enough to hold in memory.
    private static let maximumBytes = 1 << 24

    /// The contents; `name` says in an error what they should have been.
    static func read(_ path: String, as name: String) throws(Failure) -> Data {
        let contents: Data
        do {
            let handle =
                path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
            contents = try handle.read(upToCount: maximumBytes + 1) ?? Data()
        } catch {
            throw .refused("cannot read the \(name) file \(path.debugDescription)")
        }
        guard contents.count <= maximumBytes else {
            throw .refused("the \(name) is longer than \(maximumBytes) bytes")
        }
        return contents
    }
}
