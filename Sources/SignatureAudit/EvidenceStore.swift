// SPDX-License-Identifier: Apache-2.0
import Foundation
import PrimeField

/// The values of one signature that the findings across records need. Its size is fixed.
struct Evidence: BitwiseCopyable, Sendable {
    /// A, packed, R.x, S and h.
    let key, rx, s, challenge: Integer256
    let place: Place
    /// Whether the values are those of the record itself, not only those of an explanation.
    let isRecorded: Bool
    /// Whether S·B = R + h·A holds.
    let isProven: Bool
    /// Whether R is outside the subgroup of order ℓ.
    var isROutsideSubgroup = false

    /// The smaller one of R.x and p − R.x. It is the same for R and −R = (−x, y), and no other point of the
    /// subgroup has it.
    var nonce: Integer256 { min(rx, negatedRx) }

    /// Whether ``nonce`` is the x-coordinate of −R.
    var isNegated: Bool { negatedRx < rx }

    private var negatedRx: Integer256 {
        Integer256(limbs: Limbs.subtracting(FieldModulus.p, rx.limbs).difference)
    }
}

/// Pieces of evidence that belong together. Most pieces are alone, so that no list of lines is allocated.
struct Sightings {
    let first: Evidence
    /// Whether one of them is of a record itself.
    private(set) var isRecorded: Bool
    /// Whether these signatures give two different equations for a nonce.
    var isReused = false
    private var others = Lines()

    init(_ first: Evidence) {
        self.first = first
        isRecorded = first.isRecorded
    }

    var count: Int { 1 + others.count }
    var lines: Lines { Lines(merging: [Lines(first.place), others]) }

    mutating func add(_ evidence: Evidence) {
        isRecorded = isRecorded || evidence.isRecorded
        others.append(evidence.place)
    }
}

/// Stores any number of pieces of evidence in bounded memory, and returns them in parts. All evidence of one
/// nonce is in the same part.
/// When the block in memory is full, the store writes it to a file, sorted by part, and remembers the
/// position of each part's piece. Nothing is dropped or sampled. The file's name is removed as soon as the
/// file is open, so the file disappears when the process ends, even after a crash.
struct EvidenceStore {
    /// The number of pieces of evidence that are held in memory (10 MB).
    let blockLength: Int
    /// The number of parts. With ten million signatures each part has about 10,000.
    private static let partCount = 1024

    private let folder: URL
    private var block: [Evidence] = []
    private(set) var file: FileHandle?
    /// For each part, the offset and the count of its evidence in each block of the file.
    private var pieces = [[(offset: UInt64, count: Int)]](repeating: [], count: partCount)

    init(folder: URL = FileManager.default.temporaryDirectory, blockLength: Int = 1 << 16) {
        self.folder = folder
        self.blockLength = blockLength
    }

    mutating func append(_ evidence: Evidence) throws {
        block.append(evidence)
        if block.count == blockLength { try spill() }
    }

    private mutating func spill() throws {
        let file = try self.file ?? EvidenceStore.unnamedFile(in: folder)
        self.file = file
        for (part, evidence) in partsOfBlock.enumerated() where !evidence.isEmpty {
            pieces[part].append((try file.offset(), evidence.count))
            try evidence.withUnsafeBytes { try file.write(contentsOf: Data($0)) }
        }
        block.removeAll(keepingCapacity: true)
    }

    /// The evidence in memory, by part, and within a part in the order of the log.
    private var partsOfBlock: [[Evidence]] {
        var parts = [[Evidence]](repeating: [], count: EvidenceStore.partCount)
        for evidence in block {
            let part = Int(truncatingIfNeeded: evidence.nonce.limbs.words.0) & (parts.count - 1)
            parts[part].append(evidence)
        }
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
    func forEachPart(
        _ body: (_ count: Int, _ part: ((Evidence) -> Void) throws -> Void) throws -> Void
    ) throws {
        for (pieces, block) in zip(pieces, partsOfBlock) {
            let count = pieces.reduce(block.count) { $0 + $1.count }
            guard count > 0 else { continue }
            try body(count) { visit in
                for piece in pieces { try read(piece).forEach(visit) }
                block.forEach(visit)
            }
        }
    }

    private func read(_ piece: (offset: UInt64, count: Int)) throws -> [Evidence] {
        let size = MemoryLayout<Evidence>.stride
        let length = piece.count * size
        try file?.seek(toOffset: piece.offset)
        guard let data = try file?.read(upToCount: length), data.count == length else {
            throw AuditError.cannotRead("the temporary file of evidence ends early")
        }
        return data.withUnsafeBytes { bytes in
            (0..<piece.count).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: Evidence.self) }
        }
    }
}
