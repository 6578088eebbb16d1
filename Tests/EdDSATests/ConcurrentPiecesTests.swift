// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import EdDSA

@Suite struct ConcurrentPiecesTests {
    @Test(arguments: [0, 1, 2, 3, 7, 100])
    func theResultsAreInOrder(count: Int) async throws {
        #expect(try await concurrentPieces(count: count) { 3 * $0 } == (0..<count).map { 3 * $0 })
    }

    @Test(arguments: [(0, 4), (1, 4), (3, 4), (4, 4), (5, 4), (8, 4), (9, 4), (10, 1)])
    func theSlicesCoverEveryElementOnce(count: Int, size: Int) async throws {
        let numbers = Array(0..<count)
        let slices = try await numbers.concurrentlyMappingSlices(of: size) { slice in
            slice.map { ($0, slice.count) }
        }
        #expect(slices.map(\.0) == numbers)
        #expect(slices.allSatisfy { $0.1 <= size })
    }

    /// A task that is created while the first piece runs does not wait until all pieces have run.
    @Test func anotherTaskGetsAThreadBeforeAllPiecesHaveBegun() async throws {
        let begun = Counter()
        let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
        _ = try await concurrentPieces(count: 1_000) { piece in
            begun.increment()
            if piece == 0 {
                Task {
                    continuation.yield(begun.value)
                    continuation.finish()
                }
            }
            usleep(200)
        }
        let begunBefore = try #require(await stream.first { _ in true })
        #expect(begunBefore < 500)
    }

    @Test func aCancelledTaskBeginsNoFurtherPieces() async throws {
        let begun = Counter()
        let task = Task {
            try await concurrentPieces(count: 10_000) { _ in
                begun.increment()
                withUnsafeCurrentTask { $0?.cancel() }
                usleep(100)
            }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(begun.value <= ProcessInfo.processInfo.activeProcessorCount)
    }

    @Test func batchesOnAllCoresGiveTheVerdictsOfEachSignature() async throws {
        var generator = SeededGenerator(seed: 710)
        let keys = try (0..<3).map { _ in try generator.privateKey() }
        let signed = try (0..<600).map { i in
            let (key, message) = (keys[i % 3], generator.message())
            let signature = try key.signature(for: message)
            return SignedMessage(
                key: key.publicKey, message: i % 97 == 5 ? generator.message() : message, signature: signature
            )
        }
        let verdicts = try await BatchVerification.concurrentVerdicts(signed, profile: .strict)
        #expect(verdicts.map(\.isValid) == signed.indices.map { $0 % 97 != 5 })
        // The caller's profile is used.
        var unreduced = try keys[0].unreducedSignatureLeakingKey(for: signed[0].message)
        var message = signed[0].message
        while unreduced.isReduced {
            message = generator.message()
            unreduced = try keys[0].unreducedSignatureLeakingKey(for: message)
        }
        let leaking = [SignedMessage(key: keys[0].publicKey, message: message, signature: unreduced)]
        for (profile, isValid) in [(VerificationProfile.relayer, true), (.strict, false)] {
            let verdicts = try await BatchVerification.concurrentVerdicts(leaking, profile: profile)
            #expect(verdicts.map(\.isValid) == [isValid])
            #expect(try await BulkVerification.verdicts(leaking, profile: profile) == [isValid])
        }
        #expect(try await BatchVerification.concurrentVerdicts([], profile: .strict).isEmpty)
    }

    @Test func aCancelledTaskGetsNoVerdictsOfBatches() async throws {
        var generator = SeededGenerator(seed: 711)
        let key = try generator.privateKey()
        let message = generator.message()
        let signed = SignedMessage(
            key: key.publicKey, message: message, signature: try key.signature(for: message))
        let many = [SignedMessage](repeating: signed, count: 1 << 18)
        let task = Task { try await BatchVerification.concurrentVerdicts(many, profile: .relayer) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    /// The verdicts are the same for every caller: the main actor, another actor, a detached task.
    @Test func everyIsolationMayCall() async throws {
        var generator = SeededGenerator(seed: 712)
        let key = try generator.privateKey()
        let message = generator.message()
        let signed = [
            SignedMessage(key: key.publicKey, message: message, signature: try key.signature(for: message))
        ]
        let onMainActor = Task { @MainActor in
            try await BulkVerification.verdicts(signed, profile: .strict)
                + BatchVerification.concurrentVerdicts(signed, profile: .strict).map(\.isValid)
        }
        #expect(try await onMainActor.value == [true, true])
        #expect(try await Judge().verdicts(signed) == [true, true])
        let detached = Task.detached {
            try await BulkVerification.verdicts(signed, profile: .strict)
                + BatchVerification.concurrentVerdicts(signed, profile: .strict).map(\.isValid)
        }
        #expect(try await detached.value == [true, true])
    }
}

private actor Judge {
    func verdicts(_ signed: [SignedMessage]) async throws -> [Bool] {
        try await BulkVerification.verdicts(signed, profile: .strict)
            + BatchVerification.concurrentVerdicts(signed, profile: .strict).map(\.isValid)
    }
}

/// A number that any thread may increment.
private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0

    func increment() { lock.withLock { count += 1 } }
    var value: Int { lock.withLock { count } }
}
