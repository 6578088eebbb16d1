// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify of each signature.
// Agreement: BulkVerificationTests.

/// Verification of many signatures on all cores. Each is verified by itself, and the verdicts are those of
/// ``PublicKey/isValidSignature(_:for:profile:)``.
///
/// ``BatchVerification`` takes about half the time. In it, an invalid signature passes with probability at
/// most 2⁻¹²⁸ for each sum that it is part of.
public enum BulkVerification {
    /// Whether each signature is valid under the profile, in their order. At most as many child tasks as
    /// there are cores do the work. The caller's thread is not blocked.
    /// - Throws: `CancellationError`, some milliseconds after the calling task is canceled.
    public static func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile
    ) async throws(CancellationError) -> [Bool] {
        try await signed.concurrentlyMappingSlices(of: sliceSize) { slice in
            slice.map { $0.key.isValidSignature($0.signature, for: $0.message, profile: profile) }
        }
    }

    /// The number of signatures in one task: one to two milliseconds of work. So no core waits long for the
    /// last task, and a cancellation takes effect soon.
    private static let sliceSize = 16
}
