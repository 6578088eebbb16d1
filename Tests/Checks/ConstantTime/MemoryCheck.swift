// SPDX-License-Identifier: Apache-2.0
import CValgrind
import EdDSA
import PrimeField

/// Runs every operation of the public API that uses a secret. The secrets are marked as undefined memory.
///
/// memcheck reports each executed branch and each address that depends on an undefined bit. The program fails
/// if a step caused a report. It also fails if the check would prove nothing: if the program does not run
/// under valgrind, if a secret is no longer undefined after a step that should keep it secret, or if an
/// output is still undefined, because then it was never declassified.
enum MemoryCheck {
    /// Secret keys: 1, ℓ − 1, and one between them without a pattern.
    private static let keys = [
        "0x0000000000000000000000000000000000000000000000000000000000000001",
        "0x060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f0",
        "0x04d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90",
    ]

    static func run() throws {
        #if CONSTANT_TIME_CHECK
        guard cvalgrind_is_running() else {
            fail("not under valgrind, or built without valgrind's header: see Tests/Checks/ConstantTime/run")
        }
        try checkAll()
        #else
        fail("built without CONSTANT_TIME_CHECK: see Tests/Checks/ConstantTime/run")
        #endif
    }

    private static func checkAll() throws {
        let message = try Message(hex: "0x2a" + String(repeating: "5c", count: 31))

        for text in keys {
            let bytes = try Integer256(hex: text).bigEndianBytes
            bytes.withUnsafeBytes(makeSecret)
            let key = try step("PrivateKey(rawRepresentation:)") { try PrivateKey(rawRepresentation: bytes) }
            try use(key, for: message)

            let digits = secretText(text)
            try use(step("PrivateKey(hex:)") { try PrivateKey(hex: digits) }, for: message)
        }

        try use(step("PrivateKey()") { PrivateKey() }, for: message)

        let ethereumSignature = [UInt8](repeating: 0x5a, count: 64) + [27]
        ethereumSignature.withUnsafeBytes(makeSecret)
        let derived = try step("PrivateKey(ethereumSignature:)") {
            try PrivateKey(ethereumSignature: ethereumSignature)
        }
        try use(derived, for: message)

        let ethereumText = secretText("0x" + String(repeating: "c3", count: 65))
        let derivedFromText = try step("PrivateKey(ethereumSignatureHex:)") {
            try PrivateKey(ethereumSignatureHex: ethereumText)
        }
        try use(derivedFromText, for: message)

        try rejectKeysOutOfRange()

        for (name, errors) in tally {
            print(
                "\(name): \(errors == 0 ? "no branch and no address depends on a secret" : "\(errors) reports")"
            )
        }
        let total = cvalgrind_error_count()
        guard total == 0 else { fail("\(total) reports: a branch or an address depends on a secret") }
    }

    /// Signs in both forms. Checks that the key is still secret, and that the public key and the signatures
    /// are public.
    private static func use(_ key: PrivateKey, for message: Message) throws {
        let exported = step("PrivateKey.rawRepresentation") { key.rawRepresentation }
        expectSecret(exported, "the private key")
        expectPublic(key.publicKey, "the public key")
        expectPublic(try step("signature(for:)") { try key.signature(for: message) }, "the signature")
        expectPublic(
            try step("unreducedSignatureLeakingKey(for:)") {
                try key.unreducedSignatureLeakingKey(for: message)
            }, "the unreduced signature")
    }

    /// Checks keys that are refused. They are secret too: a refused key may be a real one with one wrong
    /// digit.
    private static func rejectKeysOutOfRange() throws {
        let refused = [
            String(repeating: "0", count: 64),
            "060c89ce5c263405370a08b6d0302b0bab3eedb83920ee0a677297dc392126f1",
            String(repeating: "f", count: 64),
        ]
        for digits in refused {
            let text = secretText("0x" + digits)
            try step("PrivateKey(hex:) refusing a key") {
                do throws(EdDSAError) {
                    _ = try PrivateKey(hex: text)
                    fail("a key out of range was accepted")
                } catch .secretKeyOutOfRange {}
            }
        }
    }

    // MARK: Marks

    private static func makeSecret(_ bytes: UnsafeRawBufferPointer) {
        cvalgrind_make_undefined(bytes.baseAddress, bytes.count)
    }

    /// A copy of the text. Everything after "0x" is secret.
    private static func secretText(_ text: String) -> String {
        var copy = String(decoding: Array(text.utf8), as: UTF8.self)
        copy.withUTF8 { makeSecret(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0)[2...])) }
        return copy
    }

    private static func expectSecret(_ bytes: [UInt8], _ what: String) {
        let undefined = bytes.withUnsafeBytes { cvalgrind_undefined_bits($0.baseAddress, $0.count) }
        // Shifting or masking may define the top bits of a number, so allow one defined bit in each byte.
        guard undefined > bytes.count * 7 else { fail("\(what) lost its mark: the check proves nothing") }
    }

    private static func expectPublic<Value>(_ value: Value, _ what: String) {
        let undefined = withUnsafeBytes(of: value) { cvalgrind_undefined_bits($0.baseAddress, $0.count) }
        guard undefined == 0 else { fail("\(what) was never declassified") }
    }

    // MARK: Steps

    nonisolated(unsafe) private static var tally: [(name: String, errors: Int)] = []

    /// Runs one operation and counts the reports that it causes.
    @inline(never)
    private static func step<Value>(_ name: String, _ operation: () throws -> Value) rethrows -> Value {
        let before = cvalgrind_error_count()
        let result = try operation()
        let errors = Int(cvalgrind_error_count() - before)
        if let index = tally.firstIndex(where: { $0.name == name }) {
            tally[index].errors += errors
        } else {
            tally.append((name, errors))
        }
        return result
    }
}
