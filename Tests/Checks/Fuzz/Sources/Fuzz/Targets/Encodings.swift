// SPDX-License-Identifier: Apache-2.0
import BigInt
import Foundation

@testable import BabyJubjub
@testable import EdDSA
@testable import PrimeField

/// Whether a text is "0x" followed by exactly `count` hexadecimal digits.
private func isHexadecimal(_ text: String, count: Int) -> Bool {
    let digits = Set("0123456789abcdefABCDEF".utf8)
    return text.utf8.count == count + 2 && text.utf8.starts(with: "0x".utf8)
        && text.utf8.dropFirst(2).allSatisfy(digits.contains)
}

/// Reads integers, field elements and scalars from text and from bytes. The library must accept exactly the
/// valid encodings, and must encode an accepted value to the same text.
@Sendable func fuzzIntegers(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let integer = optional { try Integer256(hex: text) }
    require(
        (integer != nil) == isHexadecimal(text, count: 64), "64 digits are an integer, and nothing else is")
    if let integer {
        let value = Oracle.integer(integer)
        require(integer.hex == text.lowercased(), "Integer256 hex round trip")
        require(optional { try Integer256(bigEndianBytes: integer.bigEndianBytes) } == integer, "big-endian")
        require(
            optional { try Integer256(littleEndianBytes: integer.littleEndianBytes) } == integer,
            "little-endian")
        let element = optional { try FieldElement(hex: text) }
        require((element != nil) == (value < Oracle.p), "a field element is below p")
        if let element { require(element.hex == text.lowercased(), "FieldElement hex round trip") }
        let scalar = optional { try Scalar(hex: text) }
        require((scalar != nil) == (value < Oracle.order), "a scalar is below ℓ")
        if let scalar { require(scalar.hex == text.lowercased(), "Scalar hex round trip") }
        require(
            (optional { try PrivateKey(hex: text) } != nil) == (scalar != nil && scalar != .zero), "a key")
    }

    require((optional { try Integer256(bigEndianBytes: bytes) } != nil) == (bytes.count == 32), "32 bytes")
    if bytes.count <= 90 {
        let isDecimal = !bytes.isEmpty && bytes.allSatisfy { 48...57 ~= $0 }
        let value = isDecimal ? BigUInt(text, radix: 10) : nil
        let decimal = optional { try Integer256(decimal: text) }
        require(
            (decimal != nil) == (value.map { $0.bitWidth <= 256 } ?? false), "decimal integers below 2^256")
        if let decimal { require(Oracle.integer(decimal) == value, "decimal value") }
    }
}

/// Encodes and decodes hexadecimal text of any length.
@Sendable func fuzzHexadecimal(_ bytes: [UInt8]) throws {
    let text = Hexadecimal.encode(bytes)
    require(isHexadecimal(text, count: 2 * bytes.count), "encoding is hexadecimal")
    require(Hexadecimal.decode(text.utf8, byteCount: bytes.count) == bytes, "decoding undoes encoding")
    require(Hexadecimal.decode(text.uppercased().dropFirst(2).utf8, byteCount: bytes.count) == nil, "no 0x")
    require(Hexadecimal.decode(text.utf8, byteCount: bytes.count + 1) == nil, "too short")

    let count = bytes.count / 2 - 1
    let given = String(decoding: bytes, as: UTF8.self)
    let decoded = count >= 0 ? Hexadecimal.decode(bytes, byteCount: count) : nil
    if let decoded { require(Hexadecimal.encode(decoded) == given.lowercased(), "encoding undoes decoding") }
    if count >= 0, bytes.count.isMultiple(of: 2) {
        require((decoded != nil) == isHexadecimal(given, count: 2 * count), "digits, and nothing else")
    }
}

/// Reads the text of a signature, and its 96 bytes.
@Sendable func fuzzSignatureText(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let signature: Signature
    do throws(EdDSAError) {
        signature = try Signature(hex: text)
    } catch .signatureMalformed {
        require(!isHexadecimal(text, count: 192), "192 digits are well-formed")
        return
    } catch {
        require(isHexadecimal(text, count: 192), "only a well-formed text gives this error")
        return
    }
    require(signature.hex == text.lowercased(), "signature round trip")
    require(Point.satisfiesCurveEquation(signature.r.x, signature.r.y), "R is on the curve")
    require(
        optional { try Signature(rawRepresentation: signature.rawRepresentation) } == signature, "96 bytes")
    let key = PublicKey(.base)
    let message = Message(FieldElement(7))
    for profile in VerificationProfile.allCases {
        require(
            key.isValidSignature(signature, for: message, profile: profile)
                == key.verify(signature, for: message, profile: profile).isValid,
            "isValidSignature and verify agree")
    }
}

/// Unpacks points, from little-endian bytes and from text. A point that was unpacked must pack to the same
/// integer.
@Sendable func fuzzPackedPoints(_ bytes: [UInt8]) throws {
    let packed =
        bytes.count == 32
        ? try PackedPoint(littleEndianBytes: bytes)
        : try PackedPoint(hex: String(decoding: bytes, as: UTF8.self))
    let point = try Point(packed: packed)
    require(Point.satisfiesCurveEquation(point.x, point.y), "an unpacked point is on the curve")
    require(point.packed == packed, "packing undoes unpacking")
    require(optional { try PackedPoint(hex: packed.hex) } == packed, "hex")
    require(optional { try Point(x: point.x, y: point.y) } == point, "a point by its coordinates")
}
