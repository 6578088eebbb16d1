// Definition: PublicKey.verify of each signature.
// Agreement: BulkVerificationTests.

/// Verification of many signatures on all cores, each for itself: one verdict a signature, the same as
/// ``PublicKey/isValidSignature(_:for:profile:)`` gives.
///
/// ``BatchVerification`` takes less than half the time, and gives its verdicts with a probability of error of 2⁻¹²⁸.
public enum BulkVerification {
    /// Whether each of the signatures is valid under the profile, in their order. The work is done by tasks of
    /// the concurrent executor; the caller's thread is not held.
    /// - Throws: `CancellationError`, soon after the calling task is cancelled: there is no verdict then.
    public static func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile = .relayer
    ) async throws(CancellationError) -> [Bool] {
        let pieces = stride(from: 0, to: signed.count, by: pieceSize).map {
            signed[$0..<min($0 + pieceSize, signed.count)]
        }
        let verdicts = await withTaskGroup(of: (index: Int, verdicts: [Bool]).self) { group in
            for (index, piece) in pieces.enumerated() {
                group.addTask {
                    guard !Task.isCancelled else { return (index, []) }
                    return (
                        index,
                        piece.map {
                            $0.key.isValidSignature($0.signature, for: $0.message, profile: profile)
                        }
                    )
                }
            }
            return await group.reduce(into: [[Bool]](repeating: [], count: pieces.count)) {
                $0[$1.index] = $1.verdicts
            }.flatMap { $0 }
        }
        // A task that was cancelled before it began leaves a gap.
        guard verdicts.count == signed.count else { throw CancellationError() }
        return verdicts
    }

    /// Signatures a task: about two milliseconds, so that no core waits long for the last one, and a
    /// cancellation is heeded soon.
    private static let pieceSize = 16
}
