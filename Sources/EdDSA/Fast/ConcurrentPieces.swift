// SPDX-License-Identifier: Apache-2.0

// Definition: `(0..<count).map(work)`. Agreement: ConcurrentPiecesTests.

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The results of `work` on the numbers 0, …, count − 1, in their order, computed on all cores.
///
/// There are never more child tasks than cores: a task is added when one ends. Therefore every other task of
/// the process, including one that wants to cancel this work, gets a thread within the time of one piece.
/// - Throws: `CancellationError` if the calling task is canceled before all pieces have begun. The pieces
///   that have begun are completed first.
package func concurrentPieces<Piece: Sendable>(
    count: Int, _ work: @escaping @Sendable (Int) -> Piece
) async throws(CancellationError) -> [Piece] {
    let pieces = await withTaskGroup(of: (index: Int, piece: Piece).self) { group in
        var pieces = [Piece?](repeating: nil, count: count)
        var next = 0
        while next < min(count, ProcessInfo.processInfo.activeProcessorCount) {
            group.addTask { [next] in (next, work(next)) }
            next += 1
        }
        while let (index, piece) = await group.next() {
            pieces[index] = piece
            if next < count, !Task.isCancelled {
                group.addTask { [next] in (next, work(next)) }
                next += 1
            }
        }
        return pieces.compactMap { $0 }
    }
    guard pieces.count == count else { throw CancellationError() }
    return pieces
}

extension Array where Element: Sendable {
    /// The results of `work` for slices of `size` elements, the last of which may be shorter, in one array.
    /// - Throws: as ``concurrentPieces(count:_:)``.
    func concurrentlyMappingSlices<Result: Sendable>(
        of size: Int, _ work: @escaping @Sendable (ArraySlice<Element>) -> [Result]
    ) async throws(CancellationError) -> [Result] {
        try await concurrentPieces(count: (count + size - 1) / size) { piece in
            work(self[piece * size..<Swift.min((piece + 1) * size, count)])
        }.flatMap { $0 }
    }
}
