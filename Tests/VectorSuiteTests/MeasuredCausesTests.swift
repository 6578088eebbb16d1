import StrictJSON
import Foundation
import Testing

@testable import VectorSuite

/// Which causes are named for the five public implementations that were measured, and why each is true.
@Suite struct MeasuredCausesTests {
    /// Why a cause is true of an implementation: a fact that the search does not know.
    private enum Fact: Sendable {
        /// What was found by reading and running it: the beginning of a finding in measured/figures.json.
        case found(String)
        /// How many of the tests of an operation with a flag it fails, of those that it was asked. The note of the flag
        /// says what the mistake is.
        case fails(String, of: String, Int, Int)
    }

    private static let inverses: [String: Fact] = [
        "field-inverse-of-zero": .fails("InvertZero", of: "field.invert", 1, 1),
        "scalar-inverse-of-zero": .fails("ScalarInvertZero", of: "scalar.invert", 1, 1),
    ]
    private static let requests: [String: Fact] = [
        "request-url-unchecked": .fails("URLPortInvalid", of: "request.canonicalize", 5, 5),
        "request-repeated-keys": .fails("RepeatedKey", of: "request.canonicalize", 5, 5),
        "request-empty-keys": .fails("EmptyKey", of: "request.canonicalize", 3, 3),
    ]

    /// Implementation, cause, fact.
    private static let facts: [String: [String: Fact]] = [
        "hello_loopring": inverses.merging(requests) { $1 }.merging([
            "field-elements-reduced": .fails("FieldElementNotCanonical", of: "field.add", 10, 10),
            "curve-point-unchecked": .found("no range or on-curve checks"),
            "verify-response-modulo-p": .found(
                "verify refuses S in [p, 8l), comparing S mod p; accepts S + p"),
            "message-reduced-mod-p": .fails("MessageOutOfRange", of: "eddsa.sign", 6, 6),
            "request-unsorted": .found("parameters signed in the order given"),
            "request-body-ascii-escapes": .found("the body of a POST is signed with \\u escapes"),
            "request-keys-not-encoded": .fails("KeyEncoded", of: "request.canonicalize", 26, 26),
            "public-key-of-any-number": .fails("HexInvalidCharacter", of: "eddsa.publicKey", 3, 4),
            "order-number-lenient": .fails("OrderNumberOutOfRange", of: "order.hash", 12, 12),
            "order-address-general-number-parser": .fails("OrderAddressMalformed", of: "order.hash", 16, 20),
            "secret-key-reduced-mod-p": .found(
                "no range or on-curve checks; a secret key is reduced mod p, and must be below l then"),
            "poseidon-refuses-no-input": .found("refuses t = 16 and an empty list of inputs"),
            "poseidon-wide-states-refused": .found("refuses t = 16 and an empty list of inputs"),
            "scalars-reduced": .fails("ScalarNotCanonical", of: "scalar.add", 10, 10),
            "unpack-y-reduced": .found("unpacks y >= p"),
            "signature-text-split-by-position": .found(
                "signature text accepts underscores, full-width digits"),
        ]) { $1 },
        "loopring_sdk": inverses.merging(requests) { $1 }.merging([
            "verify-accepts-everything": .found("verify is a stub that returns true"),
            "field-elements-reduced": .fails("FieldElementNotCanonical", of: "field.add", 10, 10),
            "curve-point-unchecked": .fails("PointNotOnCurve", of: "curve.add", 22, 22),
            "message-reduced-mod-p": .fails("MessageOutOfRange", of: "eddsa.sign", 6, 6),
            "request-loopring-sdk-patched": .found("keys and values are not encoded before the whole"),
            "request-body-stringified": .fails("BodyMemberOrder", of: "request.canonicalize", 6, 6),
            "secret-key-unchecked": .fails("SecretKeyOutOfRange", of: "eddsa.sign", 9, 9),
            "order-number-bigint": .fails("OrderNumberOutOfRange", of: "order.hash", 12, 12),
            "order-address-unchecked": .fails("OrderAddressMalformed", of: "order.hash", 20, 20),
            "public-key-of-any-length": .fails("HexNotDecimal", of: "eddsa.publicKey", 1, 1),
            "key-malformed-accepted": .found("keys derived from empty, odd, prefixless or non-hexadecimal"),
            "request-sorted-by-locale": .found("sorts by locale"),
            "request-method-normalized": .found("methods in lower case and with spaces accepted"),
            "request-empty-values-dropped": .found("empty values dropped"),
            "order-hash-without-leading-zeros": .found("order hash text drops leading zero bytes"),
            "scalars-reduced": .fails("ScalarNotCanonical", of: "scalar.add", 10, 10),
            "poseidon-accepts-t-inputs": .found("accepts t inputs, odd full rounds, t = 1"),
            "poseidon-width-unchecked": .found("accepts t inputs, odd full rounds, t = 1"),
            "poseidon-odd-full-rounds": .found("accepts t inputs, odd full rounds, t = 1"),
        ]) { $1 },
        "go-loopring-sig": requests.merging([
            "field-elements-reduced": .fails("FieldElementNotCanonical", of: "field.add", 10, 10),
            "curve-point-unchecked": .fails("PointNotOnCurve", of: "curve.add", 22, 22),
            "verify-response-unchecked": .fails("ResponseIsGroupOrder", of: "eddsa.verify", 1, 1),
            "message-reduced-mod-p": .fails("MessageOutOfRange", of: "eddsa.sign", 6, 6),
            "request-encoded-once-by-form": .found("form encoding of a space"),
            "request-unsorted": .fails("SortCase", of: "request.canonicalize", 5, 5),
            "public-key-of-zero-for-malformed": .found("parse errors ignored"),
            "secret-key-unchecked": .fails("SecretKeyOutOfRange", of: "eddsa.sign", 9, 9),
            "request-method-case-ignored": .found("methods in lower case accepted"),
            "key-accepts-odd-digits": .found("keys derived from an empty, odd or prefixless signature"),
            "key-accepts-missing-prefix": .found("keys derived from an empty, odd or prefixless signature"),
            "key-accepts-empty": .found("keys derived from an empty, odd or prefixless signature"),
            "poseidon-59-constants": .found("a panic at 57 partial rounds (59 constants)"),
            "unpack-sign-of-zero": .fails("UnpackSignOfZero", of: "curve.unpack", 2, 2),
            "nonce-drops-zero-low-bytes": .found("nonce differs for keys with zero low bytes"),
            "field-inverse-of-zero": .fails("InvertZero", of: "field.invert", 1, 1),
            "signature-text-without-prefix": .fails("SignatureMissingPrefix", of: "eddsa.verify", 1, 1),
        ]) { $1 },
        "poseidon-java": [
            "field-elements-reduced": .fails("InputNotCanonical", of: "poseidon.hash", 15, 15),
            "verify-response-unchecked": .found("the check of S is dead code"),
            "message-reduced-mod-p": .fails("MessageOutOfRange", of: "eddsa.sign", 6, 6),
            "secret-key-unchecked": .fails("SecretKeyOutOfRange", of: "eddsa.sign", 9, 9),
            "nonce-another-function": .found("another nonce function (BLAKE-512 in two steps)"),
            "curve-operations-unchecked": .fails("PointNotOnCurve", of: "curve.add", 22, 22),
            "scalars-reduced": .fails("ScalarNotCanonical", of: "scalar.add", 10, 10),
            "poseidon-accepts-t-inputs": .found("accepts t inputs, odd full rounds, t = 1"),
            "poseidon-width-unchecked": .found("accepts t inputs, odd full rounds, t = 1"),
            "poseidon-odd-full-rounds": .found("accepts t inputs, odd full rounds, t = 1"),
        ],
        "go-iden3-crypto": [
            "field-elements-reduced": .fails("FieldElementNotCanonical", of: "field.add", 10, 10),
            "curve-point-unchecked": .fails("PointNotOnCurve", of: "curve.add", 22, 22),
            "public-key-base-of-circomlib": .found("another base point, eight times the generator"),
            "secret-key-unchecked": .fails("SecretKeyOutOfRange", of: "eddsa.publicKey", 9, 9),
            "field-root-not-normalized": .fails("SquareRootSign", of: "field.squareRoot", 8, 16),
            "unpack-sign-of-zero": .found("unpacks the sign bit at x = 0"),
            "field-inverse-of-zero": .found("inverts 0 to 0"),
        ],
    ]

    /// At least 95 % of the failures of each are accounted for, by what it has and by nothing that it has not: a cause
    /// that is not in the table fails until somebody has found out whether it is true.
    @Test("Causes of a measured implementation", arguments: facts.keys.sorted())
    func measured(name: String) throws {
        let bugs = try RepositoryFiles.bugs()
        let measured = try #require(try Self.measurements()[name])
        let choices = CauseSearch(
            bugs, failed: measured.failed, asked: measured.asked, profiles: [.relayer]
        ).choices()
        let explained = choices.reduce(0) { $0 + $1.explained.count }
        let total = measured.failed.count
        #expect(total > 150)
        #expect(explained * 100 >= 95 * total, "\(explained) of \(total)")
        let facts = Self.facts[name] ?? [:]
        #expect(choices.map { bugs[$0.candidate.bug].name }.sorted() == facts.keys.sorted())
        for (cause, fact) in facts {
            switch fact {
            case .found(let beginning):
                #expect(measured.findings.contains { $0.hasPrefix(beginning) }, "\(cause): \(beginning)")
            case .fails(let flag, let op, let failed, let asked):
                let tests = try Self.tests(flag, op).intersection(measured.asked)
                #expect(tests.count == asked, "\(cause): \(flag)")
                #expect(tests.count { measured.failed[$0] != nil } == failed, "\(cause): \(flag)")
            }
        }
    }

    @Test func everyMeasuredImplementationIsInTheTable() throws {
        #expect(try Self.measurements().keys.sorted() == Self.facts.keys.sorted())
    }

    /// What an implementation answered, and what was found besides.
    private struct Measurement {
        var failed: [TestName: WrongAnswer] = [:]
        var asked: Set<TestName> = []
        var findings: [String] = []
    }

    private static func measurements() throws -> [String: Measurement] {
        guard
            case .object(let answers)? = try RepositoryFiles.json("measured/failures.json")["implementations"],
            case .object(let figures)? = try RepositoryFiles.json("measured/figures.json")["implementations"]
        else { return [:] }
        return try answers.reduce(into: [:]) { measurements, implementation in
            let (name, value) = implementation
            var measurement = Measurement()
            guard case .object(let asked)? = value["asked"], case .object(let failed)? = value["failed"],
                case .array(let findings)? = figures[name]?["findings"]
            else { return }
            measurement.findings = findings.map(\.description)
            for (file, ranges) in asked {
                for range in ranges.description.split(separator: ",") {
                    let ends = try range.split(separator: "-").map { end in
                        try #require(Int(end.trimmingCharacters(in: .whitespaces)))
                    }
                    for number in ends[0]...ends[ends.count - 1] {
                        measurement.asked.insert(TestName(file: file, tcId: number))
                    }
                }
            }
            for case (let file, .object(let tests)) in failed {
                for (number, answer) in tests {
                    let test = TestName(file: file, tcId: try #require(Int(number)))
                    measurement.failed[test] =
                        answer == .text("?") ? .unknownValue : WrongAnswer(answer.description)
                }
            }
            measurements[name] = measurement
        }
    }

    /// The tests of an operation with a flag.
    private static func tests(_ flag: String, _ op: String) throws -> Set<TestName> {
        try VectorFilesTests.names.reduce(into: []) { found, name in
            for test in try RepositoryFiles.vectors(name).tests
            where test.op == op && test.flags.contains(flag) {
                found.insert(TestName(file: "\(name).json", tcId: test.tcId))
            }
        }
    }
}
