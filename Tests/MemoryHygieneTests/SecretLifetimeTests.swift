// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing

// Exit tests came with Swift 6.2.
#if os(Linux) && compiler(>=6.2)
/// What is left in memory of k, of the nonce and of the digests they come from, once the key is gone.
///
/// Each test runs in a separate process. In the process of other tests it would prove nothing: their threads
/// reuse the blocks that it frees, and may overwrite a leak before the search sees it.
///
/// The stack is not part of the claim: see SECURITY.md, "What is not claimed". These tests do not run under a
/// sanitizer, whose allocator keeps freed memory and maps terabytes.
@Suite(.enabled(if: !isSanitized, "a sanitizer keeps freed memory")) struct SecretLifetimeTests {
    // MARK: The search finds what there is to find

    @Test func theSearchFindsASecretInAFreedBlock() async {
        await #expect(processExitsWith: .success) { SecretLifetimes.freedBlock() }
    }

    @Test func theSearchFindsHalfOfASecretInTheBlockThatWasFreedLast() async {
        await #expect(processExitsWith: .success) { SecretLifetimes.blockFreedLast() }
    }

    @Test func theSearchFindsTheKeyWhileItLives() async {
        await #expect(processExitsWith: .success) { try SecretLifetimes.livingKey() }
    }

    // MARK: Nothing is left

    @Test func nothingIsLeftOfAKeyReadFromBytes() async {
        await #expect(processExitsWith: .success) { try SecretLifetimes.keyReadFromBytes() }
    }

    @Test func nothingIsLeftOfAKeyReadFromText() async {
        await #expect(processExitsWith: .success) { try SecretLifetimes.keyReadFromText() }
    }

    @Test func nothingIsLeftOfAKeyThatIsRefused() async {
        await #expect(processExitsWith: .success) { SecretLifetimes.refusedKey() }
    }

    @Test func nothingIsLeftOfADerivedKeyOrOfWhatItIsDerivedFrom() async {
        await #expect(processExitsWith: .success) { try SecretLifetimes.derivedKey() }
    }

    @Test func nothingIsLeftOfTheNonce() async {
        await #expect(processExitsWith: .success) { try SecretLifetimes.nonce() }
    }

    @Test func theKeyLivesAsLongAsItsLastCopy() async {
        await #expect(processExitsWith: .success) { try SecretLifetimes.copiedKey() }
    }
}
#else
@Suite struct SecretLifetimeTests {
    /// Says that nothing was looked for, which is not to have found nothing.
    @Test(.disabled("the memory of the process is searched on Linux alone, and with Swift 6.2 or later"))
    func nothingIsLeft() {}
}
#endif
