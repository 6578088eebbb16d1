// SPDX-License-Identifier: Apache-2.0

// Definition: PublicKey.verify. Agreement: BulkVerificationTests (everyPathGivesTheSameVerdict).

/// One implementation of verification. Tests must cover all of them.
package enum VerificationPath: String, CaseIterable, Sendable {
    /// ``PublicKey/verify(_:for:profile:)``: both sides of the equation as it is written.
    case plain
    /// ``PublicKey/isValidSignature(_:for:profile:)``: the equation at half size.
    case halfSize = "half-size"
    /// ``BulkVerification``: the same on all cores.
    case bulk
    /// ``BatchVerification``: all signatures in sums of their equations.
    case batch
    /// ``PreparedPublicKey``: the equation without doublings, from a table for each key.
    case prepared

    /// Whether each of the signatures is valid, found on this path.
    /// - Throws: `CancellationError`, where the calling task is cancelled.
    package func verdicts(
        on signed: [SignedMessage], profile: VerificationProfile
    ) async throws(CancellationError) -> [Bool] {
        switch self {
        case .plain: signed.map { $0.key.verify($0.signature, for: $0.message, profile: profile).isValid }
        case .halfSize:
            signed.map { $0.key.isValidSignature($0.signature, for: $0.message, profile: profile) }
        case .bulk: try await BulkVerification.verdicts(signed, profile: profile)
        case .batch: BatchVerification.verdicts(signed, profile: profile).map(\.isValid)
        case .prepared:
            signed.map {
                PreparedPublicKey($0.key).isValidSignature($0.signature, for: $0.message, profile: profile)
            }
        }
    }
}
