// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField

/// What the findings across records need of one signature, of fixed size.
struct Evidence: BitwiseCopyable, Sendable {
    /// What the values are about.
    struct Kind: OptionSet, BitwiseCopyable, Sendable {
        let rawValue: UInt8
        /// Key, S and h are those of the record itself.
        static let recorded = Kind(rawValue: 1)
        /// S·B = R + h·A holds.
        static let proven = Kind(rawValue: 2)
        /// R is outside the subgroup of order ℓ.
        static let rOutsideSubgroup = Kind(rawValue: 4)
    }

    /// R.x, S and h.
    let rx, s, challenge: Limbs
    /// The number of A.
    let key: Int32
    let file: Int32
    let line: Int64
    let kind: Kind

    /// R.x or p − R.x, whichever is less: the same for R and −R = (−x, y). In the subgroup no other point has it.
    var nonce: Limbs { isNegated ? Limbs.subtracting(FieldModulus.p, rx).difference : rx }

    /// Whether ``nonce`` is the x-coordinate of −R.
    var isNegated: Bool { Limbs.subtracting(FieldModulus.p, rx).difference.isBelow(rx) != 0 }
}

/// Any number of pieces of evidence, in bounded memory, in parts such that all evidence of one nonce is in one part.
///
/// What exceeds memory goes to one file in blocks. Each block is ordered by part, and for each part the store remembers where
/// its pieces are. Nothing is dropped or sampled. The file loses its name as soon as it is open, so that it goes with the
/// process in any case.
struct EvidenceStore {
    /// How many pieces are held in memory (8 MB).
    let blockLength: Int
    /// How many parts there are: at ten million signatures each part has about 10,000.
    private static let partCount = 1024
    private static let size = MemoryLayout<Evidence>.stride

    private let folder: URL
    private var block: [Evidence] = []
    private(set) var file: FileHandle?
    /// Where the pieces of each part are in the file: offset and count, one for each block.
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

    /// What is in memory by its parts, in each part in the order of the log.
    private var partsOfBlock: [[Evidence]] {
        var parts = [[Evidence]](repeating: [], count: EvidenceStore.partCount)
        for evidence in block { parts[EvidenceStore.part(of: evidence)].append(evidence) }
        return parts
    }

    /// A new file that only this user can read, and that loses its name at once.
    private static func unnamedFile(in folder: URL) throws -> FileHandle {
        var path = Array((folder.appending(path: "loopsig-audit-XXXXXX").path).utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw AuditError.cannotSpill(folder.path) }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// Hands out one part after the other. A part can be gone over more than once, piece by piece in the order of the log.
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
            throw AuditError.cannotRead("the file of what exceeds memory ends early")
        }
        return data.withUnsafeBytes { bytes in
            (0..<count).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: Evidence.self) }
        }
    }
}
