// SPDX-License-Identifier: Apache-2.0
import PrimeField
import TestSupport
import Testing

@testable import EdDSA

/// No way to print a private key shows any part of k.
@Suite struct RedactionTests {
    @Test func noTextShowsAnyPartOfTheKey() throws {
        var generator = SeededGenerator(seed: 560)
        let key = try generator.privateKey()
        struct Holder { let name: String, key: PrivateKey }
        var texts = [
            key.description, key.debugDescription, "\(key)", String(describing: key), String(reflecting: key),
            "\(Holder(name: "holder", key: key))", String(reflecting: Holder(name: "holder", key: key)),
            "\([key])", String(reflecting: [key]), "\(Optional(key) as Any)", "\(["key": key])",
            String(reflecting: (1, key)), "\(Result<PrivateKey, EdDSAError>.success(key))",
        ]
        var dumped = ""
        dump(key, to: &dumped)
        dump(Holder(name: "holder", key: key), to: &dumped)
        dump([key], to: &dumped)
        dump(key.secret, to: &dumped)
        texts += [dumped, "\(key.secret)", String(reflecting: key.secret)]
        for secret in RedactionTests.spellings(key.rawRepresentation) {
            for text in texts {
                // Do not show the text in a failure, because it may contain the key.
                let isShown = text.lowercased().contains(secret)
                #expect(!isShown)
            }
        }
    }

    /// Four bytes of k, in hexadecimal and as decimal bytes and limbs, from every place and in both orders.
    private static func spellings(_ bytes: [UInt8]) -> [String] {
        var result: [String] = []
        for order in [bytes, bytes.reversed()] {
            let hex = order.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            for start in 0...28 {
                result.append(hex[start..<start + 4].joined())
                result.append(order[start..<start + 4].map(String.init).joined(separator: ", "))
            }
            for start in stride(from: 0, to: 32, by: 8) {
                let limb = order[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                result += ["\(limb)", String(limb, radix: 16)]
            }
        }
        return result
    }

    @Test func theMirrorHasNoChildren() throws {
        var generator = SeededGenerator(seed: 561)
        let key = try generator.privateKey()
        #expect(Mirror(reflecting: key).children.isEmpty)
        #expect(Mirror(reflecting: key.secret).descendant("storage", "pointee") == nil)
        #expect(key.description == PrivateKey().description)
    }

    @Test func errorsAboutKeysCarryNoKey() throws {
        let tooLarge = "0x" + String(repeating: "9", count: 64)
        do {
            _ = try PrivateKey(hex: tooLarge)
            Issue.record("a key above ℓ was accepted")
        } catch {
            #expect(!"\(error) \(String(reflecting: error))".contains("9999"))
        }
        do {
            _ = try PrivateKey(hex: tooLarge + "9")
            Issue.record("a malformed key was accepted")
        } catch {
            #expect(!"\(error) \(String(reflecting: error))".contains("9999"))
        }
    }
}
