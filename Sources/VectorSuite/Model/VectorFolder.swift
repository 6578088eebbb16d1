import StrictJSON
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
    /// has test groups (or is broken) is read, in alphabetical order. A file that several paths lead to is read
    /// once; files of one name keep as much of their path in it as tells them apart.
    public static func entries(at paths: [String]) -> [Entry] {
        var found: [(url: URL, isNamed: Bool)] = []
        for path in paths {
            let url = URL(filePath: path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
            else {
                found.append((url, true))
                continue
            }
            let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            for name in names.sorted() where name.hasSuffix(".json") && name != KnownBugs.fileName {
                found.append((url.appending(path: name), false))
            }
        }
        var seen: Set<URL> = []
        found = found.filter { seen.insert($0.url.resolvingSymlinksInPath()).inserted }
        let names = distinctNames(of: found.map(\.url))
        return zip(found, names).compactMap { file, name in
            let content = content(of: file.url, name: name)
            let isOtherFile = !file.isNamed && content == .failure(.missing("testGroups", at: "file"))
            return isOtherFile ? nil : Entry(url: file.url, content: content)
        }
    }

    /// For each file the shortest end of its path, in whole components, that no other file has.
    static func distinctNames(of urls: [URL]) -> [String] {
        let paths = urls.map { $0.standardizedFileURL.pathComponents }
        return paths.map { path in
            let length = (1..<path.count).first { length in
                paths.count { $0.suffix(length) == path.suffix(length) } == 1
            }
            return path.suffix(length ?? path.count).joined(separator: "/")
        }
    }

    private static func content(of url: URL, name: String) -> Result<VectorFile, VectorFileError> {
        Result { () throws(VectorFileError) in try VectorFile(contentsOf: url, name: name) }
    }
}

/// Why a vector file cannot be used.
public enum VectorFileError: Error, Equatable, Sendable {
    /// The file cannot be read; the text says why.
    case unreadable(String)
    /// The file is not JSON; the text says where.
    case notJSON(String)
    /// A member is missing.
    case missing(String, at: String)
    /// A member is there that the format does not know.
    case unknownMember(String, at: String)
    /// A member is not of the kind that it must be.
    case wrongKind(String, at: String, expected: String)
    /// A member has a value that it must not have.
    case invalid(String, at: String, value: String)
    /// A test has a flag that no note describes.
    case unknownFlag(String, at: String)
    /// No test has the flag that a note describes.
    case unusedNote(String)
    /// Two tests have the same number.
    case repeatedTcId(Int)
    /// `numberOfTests` is wrong.
    case wrongCount(stated: Int, counted: Int)
    /// An operation's outputs do not belong to what is expected: an output of a test that expects a
    /// rejection, or a verdict of an operation that has none.
    case contradiction(String, at: String)
    /// The signatures of known bugs were made with other vector files than lie beside them.
    case otherVectors
}

extension VectorFileError: CustomStringConvertible, LocalizedError {
    /// The error in one line, fit for a terminal.
    public var description: String { VisibleText.visible(sentence) }

    /// As ``description``.
    public var errorDescription: String? { description }

    private var sentence: String {
        switch self {
        case .unreadable(let why): "cannot be read: \(why)"
        case .notJSON(let why): "is not JSON: \(why)"
        case .missing(let name, let place): "\(place): \(name) is missing"
        case .unknownMember(let name, let place): #"\#(place): unknown member "\#(name)""#
        case .wrongKind(let name, let place, let expected): "\(place): \(name) is not \(expected)"
        case .invalid(let name, let place, let value):
            #"\#(place): \#(name) must not be "\#(value)""#
        case .unknownFlag(let flag, let place):
            #"\#(place): no note describes the flag "\#(flag)""#
        case .unusedNote(let flag): #"no test has the flag "\#(flag)", which a note describes"#
        case .repeatedTcId(let id): "two tests have the tcId \(id)"
        case .wrongCount(let stated, let counted):
            "numberOfTests is \(stated), but there are \(counted) tests"
        case .contradiction(let what, let place): "\(place): \(what)"
        case .otherVectors: "was made with other vector files"
        }
    }
}
