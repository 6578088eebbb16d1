// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Finds vector files on disk.
public enum VectorFolder {
    /// The name of the catalog of known bugs, in the folder of the vector files.
    package static let signaturesName = "bug_signatures.json"

    /// A file that was found: its location, and its vectors or the reason why it cannot be used.
    public typealias Entry = (url: URL, content: Result<VectorFile, VectorFileError>)

    /// Finds and reads the vector files at the paths.
    ///
    /// A path to a file names that file. A path to a folder names every `*.json` directly in it, in
    /// alphabetical order, except JSON files without test groups. If several paths lead to one file, it is
    /// read once. Files with the same file name keep as much of their path in their names as distinguishes
    /// them.
    public static func entries(at paths: [String]) -> [Entry] {
        var found: [(url: URL, isNamed: Bool)] = []
        for path in paths {
            let url = URL(filePath: path)
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                found.append((url, true))
                continue
            }
            for name in names.sorted() where name.hasSuffix(".json") && name != signaturesName {
                found.append((url.appending(path: name), false))
            }
        }
        var seen: Set<URL> = []
        found = found.filter { seen.insert($0.url.resolvingSymlinksInPath()).inserted }
        let names = distinctNames(of: found.map(\.url))
        return zip(found, names).compactMap { file, name in
            let content = Result { () throws(VectorFileError) in
                try VectorFile(contentsOf: file.url, name: name)
            }
            let isOtherFile = !file.isNamed && content == .failure(.missing("testGroups", at: "file"))
            return isOtherFile ? nil : (file.url, content)
        }
    }

    /// For each file, the shortest end of its path, in whole components, that no other file's path has.
    static func distinctNames(of urls: [URL]) -> [String] {
        let paths = urls.map { $0.standardizedFileURL.pathComponents }
        return paths.map { path in
            let length = (1..<path.count).first { length in
                paths.count { $0.suffix(length) == path.suffix(length) } == 1
            }
            return path.suffix(length ?? path.count).joined(separator: "/")
        }
    }
}
