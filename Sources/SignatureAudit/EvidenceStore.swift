// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField

/// The values of one signature that the findings across records need. Its size is fixed.
struct Evidence: BitwiseCopyable, Sendable {
    /// Which statements hold for these values.
    struct Kind: OptionSet, BitwiseCopyable, Sendable {
        let rawValue: UInt8
        /// The key, R, S and h are those of the record itself, not only those of an explanation.
        static let recorded = Kind(rawValue: 1)
        /// S·B = R + h·A holds.
        static let proven = Kind(rawValue: 2)
        /// R is outside the subgroup of order ℓ.
        static let rOutsideSubgroup = Kind(rawValue: 4)
    }

    /// R.x, S and h.
    let rx, s, challenge: Limbs
    /// The number of the key A in the ``KeyTable``.
    let key: Int32
    let file: Int32
    let line: Int64
    let kind: Kind

    /// The smaller one of R.x and p − R.x. It is the same for R and −R = (−x, y), and no other point of the
    /// subgroup has it.
    var nonce: Limbs { isNegated ? Limbs.subtracting(FieldModulus.p, rx).difference : rx }

    /// Whether ``nonce`` is the x-coordinate of −R.
    var isNegated: Bool { Limbs.subtracting(FieldModulus.p, rx).difference.isBelow(rx) != 0 }
}

/// Stores any number of pieces of evidence in bounded memory, and returns them in parts. All evidence of one
/// nonce is in the same part.
/// When the block in memory is full, the store writes it to a file, sorted by part, and remembers the
/// position of each part's piece. Nothing is dropped or sampled. The file's name is removed as soon as the
/// file is open, so the file disappears when the process ends, even after a crash.
struct EvidenceStore {
    /// The number of pieces of evidence that are held in memory (8 MB).
    let blockLength: Int
    /// The number of parts. With ten million signatures each part has about 10,000.
    private static let partCount = 1024
    private static let size = MemoryLayout<Evidence>.stride

    private let folder: URL
    private var block: [Evidence] = []
    private(set) var file: FileHandle?
    /// For each part, the offset and the count of its evidence in each block of the file.
    private var pieces: [[(offset: Int, count: Int)]] = []
    private var fileLength = 0

    init(folder: URL = FileManager.default.temporaryDirectory, blockLength: Int = 1 << 16) {
        self.folder = folder
        self.blockLength = blockLength
    }

    mutating func append(_ evidence: Evidence) throws {
        block.append(evidence)
        if block.count == blockLength { try spill() }
    }

    private static func part(of evidence: Evidence) -> Int {
        Int(truncatingIfNeeded: evidence.nonce.words.0) & (partCount - 1)
    }

    private mutating func spill() throws {
        let file = try self.file ?? EvidenceStore.unnamedFile(in: folder)
        self.file = file
        if pieces.isEmpty { pieces = Array(repeating: [], count: EvidenceStore.partCount) }
        for (part, evidence) in partsOfBlock.enumerated() where !evidence.isEmpty {
            try evidence.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
            pieces[part].append((fileLength, evidence.count))
            fileLength += evidence.count * EvidenceStore.size
        }
        block.removeAll(keepingCapacity: true)
    }

    /// The evidence in memory, by part, and within a part in the order of the log.
    private var partsOfBlock: [[Evidence]] {
        var parts = [[Evidence]](repeating: [], count: EvidenceStore.partCount)
        for evidence in block { parts[EvidenceStore.part(of: evidence)].append(evidence) }
        return parts
    }

    /// Creates a file that only this user can read, and removes its name.
    private static func unnamedFile(in folder: URL) throws -> FileHandle {
        var path = Array((folder.appending(path: "loopsig-audit-XXXXXX").path).utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw AuditError.cannotSpill(folder.path) }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Calls `body` with each part that is not empty. `body` can read a part more than once; the evidence
    /// comes in the order of the log.
    mutating func forEachPart(
        _ body: (_ count: Int, _ part: ((Evidence) -> Void) throws -> Void) throws -> Void
    ) throws {
        guard let file else {
            for part in partsOfBlock where !part.isEmpty { try body(part.count) { part.forEach($0) } }
            return
        }
        try spill()
        for pieces in pieces where !pieces.isEmpty {
            try body(pieces.reduce(0) { $0 + $1.count }) { visit in
                for piece in pieces {
                    try EvidenceStore.read(file, piece.offset, piece.count).forEach(visit)
                }
            }
        }
    }

    private static func read(_ file: FileHandle, _ offset: Int, _ count: Int) throws -> [Evidence] {
        try file.seek(toOffset: UInt64(offset))
        guard let data = try file.read(upToCount: count * size), data.count == count * size else {
            throw AuditError.cannotRead("the temporary file of evidence ends early")
        }
        return data.withUnsafeBytes { bytes in
            (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: Evidence.self) }
        }
    }
}
