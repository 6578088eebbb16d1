import Dispatch

/// A message with a signature on it and the key that is said to have made it.
public struct SignedMessage: Sendable {
    /// A.
    public let key: PublicKey
    /// m.
    public let message: Message
    /// (R, S).
    public let signature: Signature

    /// The triple of these.
    public init(key: PublicKey, message: Message, signature: Signature) {
        self.key = key
        self.message = message
        self.signature = signature
    }
}

/// Verification of many signatures on all cores, each for itself: one verdict a signature, the same as
/// ``PublicKey/isValidSignature(_:for:profile:)`` gives.
///
/// ``BatchVerification`` takes less than half the time, and gives its verdicts with a probability of error of 2⁻¹²⁸.
public enum BulkVerification {
    /// Whether each of the signatures is valid under the profile, in their order. Blocks until all are done.
    public static func verdicts(
        _ signed: [SignedMessage], profile: VerificationProfile = .relayer
    ) -> [Bool] {
        [Bool](unsafeUninitializedCapacity: signed.count) { verdicts, count in
            let results = Results(start: verdicts)
            // Pieces small enough that no core waits long for the last one.
            let pieceCount = (signed.count + pieceSize - 1) / pieceSize
            DispatchQueue.concurrentPerform(iterations: pieceCount) { piece in
                for i in piece * pieceSize..<min((piece + 1) * pieceSize, signed.count) {
                    let item = signed[i]
                    results.set(
                        item.key.isValidSignature(item.signature, for: item.message, profile: profile), at: i)
                }
            }
            count = signed.count
        }
    }

    private static let pieceSize = 16

    /// Where the pieces write, each to its own elements.
    private struct Results: @unchecked Sendable {
        private let start: UnsafeMutablePointer<Bool>?

        init(start: UnsafeMutableBufferPointer<Bool>) { self.start = start.baseAddress }

        func set(_ verdict: Bool, at i: Int) {
            guard let start else { return }
            (start + i).initialize(to: verdict)
        }
    }
}
