// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify of each signature.
// Agreement: BulkVerificationTests.

/// Verification of many signatures on all cores, each for itself: one verdict a signature, the same as
/// ``PublicKey/isValidSignature(_:for:profile:)`` gives.
///
/// ``BatchVerification`` takes less than half the time; an invalid signature passes it with probability at most 2⁻¹²⁸
/// for each sum that it is part of.
public enum BulkVerification {
    /// Whether each of the signatures is valid under the profile, in their order. Child tasks do the work, no more than
    /// there are cores; the caller's thread is not held.
    /// - Throws: `CancellationError`, some milliseconds after the calling task is cancelled.
    public static func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile
    ) async throws(CancellationError) -> [Bool] {
        try await signed.concurrentlyMappingSlices(of: sliceSize) { slice in
            slice.map { $0.key.isValidSignature($0.signature, for: $0.message, profile: profile) }
        }
    }

    /// Signatures a task: about two milliseconds of work, so that no core waits long for the last task, and a
    /// cancellation takes effect soon.
    private static let sliceSize = 16
}
