// SPDX-License-Identifier: Apache-2.0
import EdDSA
import Foundation
import PrimeField
import Testing

/// No text that Swift makes of a value, and no error, shows a part of a private key.
@Suite struct RedactionTests {
    private let hex = "0x04d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9a"

    /// Every text that Swift makes of the value by itself.
    private func texts(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [
            String(describing: value), String(reflecting: value), "\(value)", dumped,
            "\(Mirror(reflecting: value).children.map { "\($0)" })", "\(value as AnyObject)",
        ]
    }

    /// The ways in which k could be written, or a part of it.
    private func traces(of key: PrivateKey) -> [String] {
        let bytes = key.rawRepresentation
        let limbs = stride(from: 0, to: 32, by: 8).map { i in
            bytes[i..<i + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return limbs.flatMap { [String($0), String($0, radix: 16)] }
            + [bytes.prefix(4).map { "\($0)" }.joined(separator: ", "), Data(bytes).base64EncodedString()]
    }

    private func expectNoTrace(of key: PrivateKey, in value: Any) {
        for text in texts(of: value) {
            for trace in traces(of: key) {
                #expect(!text.lowercased().contains(trace.lowercased()), "\(type(of: value))")
            }
        }
    }

    @Test func aKeyShowsNothingOfItself() throws {
        let key = try PrivateKey(hex: hex)
        struct Holder { let key: PrivateKey }
        expectNoTrace(of: key, in: key)
        expectNoTrace(of: key, in: [key])
        expectNoTrace(of: key, in: ["key": key])
        expectNoTrace(of: key, in: Optional(key) as Any)
        expectNoTrace(of: key, in: (1, key))
        expectNoTrace(of: key, in: Holder(key: key))
        expectNoTrace(of: key, in: Result<PrivateKey, Never>.success(key))
        // A scalar may be k, too.
        expectNoTrace(of: key, in: try Scalar(hex: hex))
        expectNoTrace(of: key, in: [try Scalar(hex: hex)])
        #expect(Mirror(reflecting: key).children.isEmpty)
        #expect("\(key)" == "PrivateKey(redacted)")
    }

    @Test func theTracesAreWhatALeakWouldShow() throws {
        // The control: the limbs and the bytes of k, printed by Swift itself, are recognized.
        let key = try PrivateKey(hex: hex)
        let shown = [
            "\(key.rawRepresentation)", "\(try Integer256(hex: hex).limbs)",
            dumped(try Integer256(hex: hex).limbs), hex,
        ]
        for text in shown {
            #expect(traces(of: key).contains { text.lowercased().contains($0.lowercased()) }, "\(text)")
        }
    }

    private func dumped(_ value: Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text
    }

    @Test(arguments: [
        "04d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9a",
        "0x04d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "0x04d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9g",
        "0xf4d3b1c2e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9a",
    ])
    func anErrorDoesNotQuoteTheKeyItRefuses(text: String) throws {
        let error = try #require(throws: EdDSAError.self) { try PrivateKey(hex: text) }
        for shown in texts(of: error) + [error.localizedDescription] {
            #expect(!shown.contains("b1c2e5f6"))
        }
        let derivation = try #require(throws: EdDSAError.self) {
            try PrivateKey(ethereumSignatureHex: text + "g")
        }
        for shown in texts(of: derivation) + [derivation.localizedDescription] {
            #expect(!shown.contains("b1c2e5f6"))
        }
    }
}
