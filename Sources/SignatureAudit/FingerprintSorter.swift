import Foundation
import PrimeField

/// What the findings across records need of one verdict, of fixed size.
struct Fingerprint: BitwiseCopyable, Sendable {
    let key, commitment, response, challenge: Limbs
    let account: UInt64
    let line: Int64
    let file: Int32
    let isValid: Bool
    let keyIsWeak: Bool
    let keyIsOutsideSubgroup: Bool

    var place: AuditTally.Place { AuditTally.Place(file: file, line: line) }

    /// No account.
    static let noAccount = UInt64.max

    /// Order by key, commitment, S, challenge, then by place in the log.
    static func precedes(_ a: Fingerprint, _ b: Fingerprint) -> Bool {
        if let order = order(a.key, b.key) ?? order(a.commitment, b.commitment) {
            return order
        }
        if let order = order(a.response, b.response) ?? order(a.challenge, b.challenge) { return order }
        return (a.file, a.line) < (b.file, b.line)
    }

    /// Whether a < b; `nil` where they are equal.
    private static func order(_ a: Limbs, _ b: Limbs) -> Bool? {
        if a.words.3 != b.words.3 { return a.words.3 < b.words.3 }
        if a.words.2 != b.words.2 { return a.words.2 < b.words.2 }
        if a.words.1 != b.words.1 { return a.words.1 < b.words.1 }
        return a.words.0 == b.words.0 ? nil : a.words.0 < b.words.0
    }
}

/// Sorts any number of fingerprints in bounded memory: runs that fit are sorted and spilled to files, and the files
/// merged. Nothing is dropped or sampled.
///
/// Files are removed from their folder as soon as they are open, so that they go with the process in any case.
struct FingerprintSorter {
    /// How many fingerprints a run holds (20 MB).
    private let runLength: Int
    /// So many runs are merged to one, so that no more files are open.
    private static let fanIn = 32

    private let folder: URL
    private var current: [Fingerprint] = []
    /// Runs by how often they were merged.
    private var levels: [[SpilledRun]] = []

    init(folder: URL = FileManager.default.temporaryDirectory, runLength: Int = 1 << 17) {
        self.folder = folder
        self.runLength = runLength
    }

    mutating func append(_ fingerprint: Fingerprint) throws {
        current.append(fingerprint)
        if current.count == runLength { try spill() }
    }

    private mutating func spill() throws {
        current.sort(by: Fingerprint.precedes)
        var run = try SpilledRun(in: folder)
        for fingerprint in current { try run.append(fingerprint) }
        current.removeAll(keepingCapacity: true)
        try add(run, level: 0)
    }

    private mutating func add(_ run: SpilledRun, level: Int) throws {
        if level == levels.count { levels.append([]) }
        levels[level].append(run)
        guard levels[level].count == FingerprintSorter.fanIn else { return }
        var merged = try SpilledRun(in: folder)
        try FingerprintSorter.merge(levels[level], and: []) { try merged.append($0) }
        levels[level] = []
        try add(merged, level: level + 1)
    }

    /// Hands out all fingerprints in order.
    mutating func forEachSorted(_ body: (Fingerprint) throws -> Void) throws {
        current.sort(by: Fingerprint.precedes)
        try FingerprintSorter.merge(levels.flatMap(\.self), and: current, body)
    }

    private static func merge(
        _ runs: [SpilledRun], and current: [Fingerprint], _ body: (Fingerprint) throws -> Void
    ) throws {
        var readers = try runs.map { try RunReader($0) }
        var rest = current[...]
        // The heads, the least one last.
        var heads: [(fingerprint: Fingerprint, reader: Int?)] = []
        func insert(_ fingerprint: Fingerprint?, _ reader: Int?) {
            guard let fingerprint else { return }
            var (low, high) = (0, heads.count)
            while low < high {
                let middle = (low + high) / 2
                if Fingerprint.precedes(fingerprint, heads[middle].fingerprint) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            heads.insert((fingerprint, reader), at: low)
        }
        for i in readers.indices { insert(try readers[i].next(), i) }
        insert(rest.popFirst(), nil)
        while let (fingerprint, reader) = heads.popLast() {
            try body(fingerprint)
            if let reader { insert(try readers[reader].next(), reader) } else { insert(rest.popFirst(), nil) }
        }
    }
}

/// A sorted run in a file that has no name any more.
private struct SpilledRun {
    fileprivate let handle: FileHandle
    private var buffer = Data()

    init(in folder: URL) throws {
        let url = folder.appending(path: "loopsig-audit-\(UUID().uuidString)")
        guard
            FileManager.default.createFile(
                atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw AuditError.cannotSpill(folder.path) }
        handle = try FileHandle(forUpdating: url)
        try FileManager.default.removeItem(at: url)
    }

    mutating func append(_ fingerprint: Fingerprint) throws {
        withUnsafeBytes(of: fingerprint) { buffer.append(contentsOf: $0) }
        if buffer.count >= 1 << 18 { try flush() }
    }

    private mutating func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    /// The run from its beginning.
    fileprivate mutating func rewind() throws {
        try flush()
        buffer = Data()
        try handle.seek(toOffset: 0)
    }
}

private struct RunReader {
    private static let size = MemoryLayout<Fingerprint>.size
    private let handle: FileHandle
    private var buffer = Data()
    private var position = 0

    init(_ run: SpilledRun) throws {
        var run = run
        try run.rewind()
        handle = run.handle
    }

    mutating func next() throws -> Fingerprint? {
        if position == buffer.count {
            buffer = try handle.read(upToCount: 512 * RunReader.size) ?? Data()
            position = 0
        }
        guard position + RunReader.size <= buffer.count else { return nil }
        defer { position += RunReader.size }
        return buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Fingerprint.self) }
    }
}

/// Why an audit cannot go on.
public enum AuditError: Error, Equatable, Sendable, CustomStringConvertible, LocalizedError {
    /// No file can be made in the folder for what does not fit in memory.
    case cannotSpill(String)
    /// The log or the verdicts cannot be read any further.
    case cannotRead(String)
    /// The file is no HAR document.
    case notHAR(String)
    /// The file of accounts cannot be used.
    case accountsInvalid(String)
    /// The file holds something else than verdicts.
    case notVerdicts(String)
    /// The verdicts to go on from are not those of this log.
    case cannotResume(String)

    /// One clause.
    public var description: String {
        switch self {
        case .cannotSpill(let folder): "no file can be made in the folder \(folder)"
        case .cannotRead(let reason): "what is to be audited cannot be read: \(reason)"
        case .notHAR(let reason): "the file is not a HAR document: \(reason)"
        case .accountsInvalid(let reason): "the accounts cannot be used: \(reason)"
        case .notVerdicts(let reason): "the file is none of verdicts: \(reason)"
        case .cannotResume(let reason): "the verdicts cannot be continued: \(reason)"
        }
    }

    /// As ``description``.
    public var errorDescription: String? { description }
}
