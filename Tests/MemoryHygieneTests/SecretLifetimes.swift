// SPDX-License-Identifier: Apache-2.0
#if os(Linux)
import Crypto
import Foundation
import Glibc
import PrimeField
import Testing

@testable import EdDSA

/// The lives of secrets that `SecretLifetimeTests` examines, each in a separate process.
///
/// From the end of a secret's life to the end of the search, these functions allocate nothing, since an
/// allocation could overwrite a copy of the secret. Expectations therefore come after the search, and none of
/// the functions is `async`: the frame of an async function is in the heap.
enum SecretLifetimes {
    // MARK: The search finds what there is to find

    static func freedBlock() {
        let search = MemorySearch()
        let secret = randomKey(search)
        // Nothing else allocates a block of this size before the search ends.
        let block = UnsafeMutableRawPointer.allocate(byteCount: 12_345, alignment: 16)
        memcpy(block + 6000, secret.baseAddress!, 32)
        block.deallocate()
        let copies = search.copies()
        #expect(copies.elsewhere == 2, "two halves; found \(copies.elsewhere)")
    }

    static func blockFreedLast() {
        let search = MemorySearch()
        let secret = randomKey(search)
        let block = UnsafeMutablePointer<Scalar>.allocate(capacity: 1)
        memcpy(block, secret.baseAddress!, 32)
        block.deallocate()
        let copies = search.copies()
        #expect(
            copies.elsewhere == 1,
            "the allocator's links are in place of the other half; found \(copies.elsewhere)")
    }

    static func livingKey() throws {
        let search = MemorySearch()
        let key = randomKey(search)
        _ = reversed(key, search)
        let privateKey = try PrivateKey(rawRepresentation: key)
        let copies = search.copies()
        #expect(
            copies.elsewhere == 2, "the two halves of the one place where k lives; found \(copies.elsewhere)")
        withExtendedLifetime(privateKey) {}
    }

    // MARK: Nothing is left

    static func keyReadFromBytes() throws {
        let search = MemorySearch()
        let key = randomKey(search)
        _ = reversed(key, search)
        let signsWell = try useAndDrop { try PrivateKey(rawRepresentation: key) }
        expectNothingIsLeft(search)
        #expect(signsWell)
    }

    static func keyReadFromText() throws {
        let search = MemorySearch()
        let key = randomKey(search)
        _ = reversed(key, search)
        // The text is the caller's, who keeps it or not; what is looked for is the key in binary.
        let text = Hexadecimal.encode(key)
        let signsWell = try useAndDrop { try PrivateKey(hex: text) }
        expectNothingIsLeft(search)
        #expect(signsWell)
    }

    static func refusedKey() {
        let search = MemorySearch()
        let key = randomKey(search)
        _ = reversed(key, search)
        // A typing error in the last digit leaves the first half as it is.
        let mistyped = Hexadecimal.encode(key).dropLast() + "g"
        let text = String(mistyped)
        let result = Result { () throws(EdDSAError) in try PrivateKey(hex: text) }
        expectNothingIsLeft(search)
        #expect(throws: EdDSAError.secretKeyMalformed) { try result.get() }
    }

    static func derivedKey() throws {
        let search = MemorySearch()
        let ethereumSignature = randomKey(search)
        let seed = search.secret { place in
            var hash = SHA256()
            hash.update(bufferPointer: ethereumSignature)
            hash.withDigestOfSecret { place.copyBytes(from: $0) }
        }
        _ = reversed(seed, search)
        _ = search.secret { place in
            let wide = WideInteger(low: try! Integer256(littleEndianBytes: seed), high: .zero)
            withUnsafeBytes(of: Scalar(reducing: wide)) { place.copyBytes(from: $0) }
        }
        var signsWell = try useAndDrop { try PrivateKey(ethereumSignature: ethereumSignature) }
        expectNothingIsLeft(search)
        #expect(signsWell)

        let text = Hexadecimal.encode(ethereumSignature)
        signsWell = try useAndDrop { try PrivateKey(ethereumSignatureHex: text) }
        expectNothingIsLeft(search)
        #expect(signsWell)
    }

    static func nonce() throws {
        let search = MemorySearch()
        let key = randomKey(search)
        // SHA-512 as it comes, its low and its high half, and r itself.
        var hash = SHA512()
        hash.update(bufferPointer: reversed(key, search))
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
        let signsWell = try useAndDrop { try PrivateKey(rawRepresentation: key) }
        expectNothingIsLeft(search)
        #expect(signsWell)
    }

    static func copiedKey() throws {
        let search = MemorySearch()
        let key = randomKey(search)
        _ = reversed(key, search)
        var first: PrivateKey? = try PrivateKey(rawRepresentation: key)
        var second = first
        first = nil
        let copies = search.copies()
        #expect(copies.elsewhere == 2, "found \(copies.elsewhere)")
        _ = try second?.signature(for: message)
        second = nil
        expectNothingIsLeft(search)
        #expect(first == nil && second == nil)
    }

    // MARK: Support

    private static let message = Message(FieldElement(42))

    /// 32 random bytes, below ℓ when read in either order.
    private static func randomKey(_ search: MemorySearch) -> UnsafeRawBufferPointer {
        search.secret { place in
            var generator = SystemRandomNumberGenerator()
            for i in place.indices { place[i] = generator.next() }
            place[0] = 1 | place[0] & 3
            place[31] = 1 | place[31] & 3
        }
    }

    /// The reverse of a secret is the same secret in the other byte order: also looked for.
    private static func reversed(
        _ secret: UnsafeRawBufferPointer, _ search: MemorySearch
    ) -> UnsafeRawBufferPointer {
        search.secret { place in for i in place.indices { place[i] = secret[31 - i] } }
    }

    private static func expectNothingIsLeft(
        _ search: MemorySearch, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let copies = search.copies()
        #expect(copies.elsewhere == 0, "found \(copies.elsewhere) halves", sourceLocation: sourceLocation)
    }

    /// Makes a key, signs in both forms, lets the key go, and says whether the signature was valid.
    @inline(never)
    private static func useAndDrop(_ make: () throws -> PrivateKey) throws -> Bool {
        let key = try make()
        let signature = try key.signature(for: message)
        let isValid = key.publicKey.isValidSignature(signature, for: message, profile: .strict)
        _ = try key.unreducedSignatureLeakingKey(for: message)
        return isValid
    }
}
#endif
