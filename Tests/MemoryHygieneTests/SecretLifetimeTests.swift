#if os(Linux)
import Crypto
import Foundation
import Glibc
import PrimeField
import Testing

@testable import EdDSA

/// What is left in memory of k, of the nonce and of the digests they come from, once the key is gone.
///
/// The stack is not part of the claim: see SECURITY.md, "Memory". A sanitizer's allocator keeps freed memory
/// and maps terabytes: these tests do not run under one.
@Suite(.serialized, .enabled(if: !isSanitized)) struct SecretLifetimeTests {
    private let search = MemorySearch()

    /// 32 random bytes, below ℓ when read in either order.
    private func randomKey() -> UnsafeRawBufferPointer {
        search.secret { place in
            var generator = SystemRandomNumberGenerator()
            for i in place.indices { place[i] = generator.next() }
            place[0] = 1 | place[0] & 3
            place[31] = 1 | place[31] & 3
        }
    }

    /// The reverse of a secret is the same secret in the other byte order: also looked for.
    private func reversed(_ secret: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        search.secret { place in for i in place.indices { place[i] = secret[31 - i] } }
    }

    // MARK: The search finds what there is to find

    @Test func theSearchFindsASecretInAFreedBlock() {
        let secret = randomKey()
        // Of a size that nothing else asks for before the search is over.
        let block = UnsafeMutableRawPointer.allocate(byteCount: 12_345, alignment: 16)
        memcpy(block + 6000, secret.baseAddress!, 32)
        block.deallocate()
        let copies = search.copies()
        #expect(copies.elsewhere == 2, "two halves")
    }

    @Test func theSearchFindsHalfOfASecretInTheBlockThatWasFreedLast() {
        let secret = randomKey()
        let block = UnsafeMutablePointer<Scalar>.allocate(capacity: 1)
        memcpy(block, secret.baseAddress!, 32)
        block.deallocate()
        let copies = search.copies()
        #expect(copies.elsewhere == 1, "the allocator's links are in place of the other half")
    }

    @Test func theSearchFindsTheKeyWhileItLives() throws {
        let key = randomKey()
        _ = reversed(key)
        let privateKey = try PrivateKey(rawRepresentation: key)
        let copies = search.copies()
        #expect(copies.elsewhere == 2, "the two halves of the one place where k lives")
        withExtendedLifetime(privateKey) {}
    }

    // MARK: Nothing is left

    @Test func nothingIsLeftOfAKeyReadFromBytes() throws {
        let key = randomKey()
        _ = reversed(key)
        try useAndDrop { try PrivateKey(rawRepresentation: key) }
        expectNothingIsLeft()
    }

    @Test func nothingIsLeftOfAKeyReadFromText() throws {
        let key = randomKey()
        _ = reversed(key)
        // The text is the caller's, who keeps it or not; here it is the caller who wipes it.
        try withHex(key) { text in try useAndDrop { try PrivateKey(hex: text) } }
        expectNothingIsLeft()
    }

    @Test func nothingIsLeftOfAKeyThatIsRefused() throws {
        let key = randomKey()
        _ = reversed(key)
        try withHex(key) { text in
            var mistyped = text
            mistyped.removeLast()
            mistyped.append("g")
            #expect(throws: EdDSAError.secretKeyMalformed) { try PrivateKey(hex: mistyped) }
        }
        // A typing error in the last digit leaves the first half as it is.
        expectNothingIsLeft()
    }

    @Test func nothingIsLeftOfADerivedKeyOrOfWhatItIsDerivedFrom() throws {
        let ethereumSignature = randomKey()
        let seed = search.secret { place in
            var hash = SHA256()
            hash.update(bufferPointer: ethereumSignature)
            hash.withDigestOfSecret { place.copyBytes(from: $0) }
        }
        _ = reversed(seed)
        _ = search.secret { place in
            let wide = WideInteger(low: try! Integer256(littleEndianBytes: seed), high: .zero)
            withUnsafeBytes(of: Scalar(reducing: wide)) { place.copyBytes(from: $0) }
        }
        try useAndDrop { try PrivateKey(ethereumSignature: ethereumSignature) }
        try withHex(ethereumSignature) { text in
            try useAndDrop { try PrivateKey(ethereumSignatureHex: text) }
        }
        expectNothingIsLeft()
    }

    @Test func nothingIsLeftOfTheNonce() throws {
        let key = randomKey()
        _ = reversed(key)
        let message = Message(FieldElement(42))
        // SHA-512 as it comes, its low and its high half, and r itself.
        var hash = SHA512()
        hash.update(bufferPointer: reversed(key))
        hash.update(data: message.value.littleEndianBytes)
        let (low, high) = hash.withDigestOfSecret { digest in
            (
                search.secret { $0.copyBytes(from: digest.prefix(32)) },
                search.secret { $0.copyBytes(from: digest.suffix(32)) }
            )
        }
        _ = search.secret { place in
            let wide = try! WideInteger(
                low: Integer256(littleEndianBytes: low), high: Integer256(littleEndianBytes: high))
            withUnsafeBytes(of: Scalar(reducing: wide)) { place.copyBytes(from: $0) }
        }
        try useAndDrop { try PrivateKey(rawRepresentation: key) }
        expectNothingIsLeft()
    }

    @Test func theKeyLivesAsLongAsItsLastCopy() throws {
        let key = randomKey()
        _ = reversed(key)
        var first: PrivateKey? = try PrivateKey(rawRepresentation: key)
        var second = first
        first = nil
        let copies = search.copies()
        #expect(copies.elsewhere == 2)
        _ = try second?.signature(for: Message(FieldElement(1)))
        second = nil
        expectNothingIsLeft()
        #expect(first == nil && second == nil)
    }

    // MARK: Support

    private func expectNothingIsLeft(sourceLocation: SourceLocation = #_sourceLocation) {
        // Not within #expect, which allocates before it looks.
        let copies = search.copies()
        #expect(copies.elsewhere == 0, sourceLocation: sourceLocation)
    }

    /// Makes a key, signs in both forms and lets it go.
    @inline(never)
    private func useAndDrop(_ make: () throws -> PrivateKey) throws {
        let key = try make()
        let message = Message(FieldElement(42))
        #expect(
            key.publicKey.isValidSignature(try key.signature(for: message), for: message, profile: .strict))
        _ = try key.unreducedSignatureLeakingKey(for: message)
    }

    /// The text of a secret.
    private func withHex(_ secret: UnsafeRawBufferPointer, _ body: (String) throws -> Void) throws {
        try body(Hexadecimal.encode(secret))
    }
}

/// Whether the process runs under the address or the thread sanitizer.
private let isSanitized: Bool = {
    let process = dlopen(nil, RTLD_NOW)
    return dlsym(process, "__asan_init") != nil || dlsym(process, "__tsan_init") != nil
}()
#endif
