import Foundation

/// Finds vector files on disk.
public enum VectorFolder {
    /// A file that was found, read or not.
    public struct Entry: Sendable {
        /// Where it is.
        public let url: URL
        /// What is in it, or why it cannot be used.
        public let content: Result<VectorFile, VectorFileError>
    }

    /// The vector files at the paths: a file is read as it is; of a folder, every `*.json` directly in it that
    /// has test groups (or is broken) is read, in alphabetical order.
    public static func entries(at paths: [String]) -> [Entry] {
        paths.flatMap { path in
            let url = URL(filePath: path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
            else {
                return [Entry(url: url, content: content(of: url))]
            }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
                let file = url.appending(path: name)
                let content = content(of: file)
                return content == .failure(.missing("testGroups", at: "file"))
                    ? nil : Entry(url: file, content: content)
            }
        }
    }

    private static func content(of url: URL) -> Result<VectorFile, VectorFileError> {
        do {
            return .success(try VectorFile(contentsOf: url))
        } catch {
            return .failure(error)
        }
    }
}
