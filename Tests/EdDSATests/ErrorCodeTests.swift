// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import EdDSA
import Foundation
import Poseidon
import PrimeField
import TestSupport
import Testing

/// Every error has a code of SPEC.md, section 12, and it is the code that the vectors expect.
@Suite struct ErrorCodeTests {
    private static let codes: [(error: String, code: String, expected: String)] =
        [
            (PrimeFieldError.integerMalformed, "integer-malformed"),
            (.fieldElementOutOfRange, "field-element-out-of-range"),
            (.scalarOutOfRange, "scalar-out-of-range"), (.notInvertible, "not-invertible"),
            (.notASquare, "not-a-square"),
        ].map { ("\($0)", $0.code, $1) }
        + [
            (BabyJubjubError.pointNotOnCurve, "point-not-on-curve"),
            (.packedPointInvalid, "packed-point-invalid"),
        ].map { ("\($0)", $0.code, $1) }
        + [
            (PoseidonError.parametersUnsupported, "poseidon-parameters-unsupported"),
            (.inputCount, "poseidon-input-count"), (.stateSize, "poseidon-input-count"),
        ].map { ("\($0)", $0.code, $1) }
        + [
            (EdDSAError.secretKeyMalformed, "integer-malformed"), (.messageMalformed, "integer-malformed"),
            (.publicKeyMalformed, "integer-malformed"), (.secretKeyOutOfRange, "secret-key-out-of-range"),
            (.messageOutOfRange, "message-out-of-range"), (.signatureMalformed, "signature-malformed"),
            (.coordinateOutOfRange(.ax), "field-element-out-of-range"),
            (.coordinateOutOfRange(.ry), "field-element-out-of-range"),
            (.pointNotOnCurve(.publicKey), "point-not-on-curve"),
            (.pointNotOnCurve(.r), "point-not-on-curve"), (.sOutOfRange, "scalar-out-of-range"),
            (.ethereumSignatureMalformed, "ethereum-signature-malformed"), (.nonceIsZero, "nonce-is-zero"),
        ].map { ("\($0)", $0.code, $1) }

    @Test func theCodesAreThoseOfTheTable() throws {
        let specification = try String(
            contentsOf: Repository.root.appending(path: "SPEC.md"), encoding: .utf8)
        for (error, code, expected) in Self.codes {
            #expect(code == expected, "\(error)")
            // The table of section 12 has a row for it.
            #expect(specification.contains("\n| `\(code)` |"), "\(error)")
        }
    }
}
