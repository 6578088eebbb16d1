// SPDX-License-Identifier: Apache-2.0
import BabyJubjub
import Crypto
import EdDSA
import LoopringOrders
import Poseidon
import PrimeField
import RequestCanonicalization
import RequestSigning
import TestSupport
import Testing

@testable import SignatureDiagnosis

/// Signatures by signers that make a known mistake. The text that they signed is written out, not computed.
@Suite struct DiagnosisTests {
    let key = try! PrivateKey(hex: example.secretKey)

    private func diagnosis(
        _ method: String, _ url: String, _ parameters: KeyValuePairs<String, String>, body: String? = nil,
        signed base: String, searching effort: SearchEffort = .thorough
    ) throws -> Diagnosis {
        let request = try SignableRequest(
            method: method, baseURL: url, parameters: parameters.map { Parameter($0, $1) }, body: body)
        let signature = try key.signature(for: Message(reducing: SHA256.hash(data: Array(base.utf8))))
        return try diagnosis(of: signature, for: request, searching: effort)
    }

    private func diagnosis(
        of signature: Signature, for request: SignableRequest, searching effort: SearchEffort
    ) throws -> Diagnosis {
        try #require(
            Diagnosis(of: signature.hex, for: request, by: .decoded(key.publicKey), searching: effort))
    }

    private let order = "https://api3.loopring.io/api/v3/order"
    private let encodedOrder = "https%3A%2F%2Fapi3.loopring.io%2Fapi%2Fv3%2Forder"

    @Test(arguments: [
        ("DELETE&{url}&clientOrderId%3DSample%26accountId%3D10005", "parametersUnsorted"),
        ("DELETE&{url}&accountId=10005&clientOrderId=Sample", "parameterStringEncodedOtherwise.none"),
        ("DELETE&%2Fapi%2Fv3%2Forder&accountId%3D10005%26clientOrderId%3DSample", "urlWithoutHost"),
        (
            "DELETE&api3.loopring.io%2Fapi%2Fv3%2Forder&accountId%3D10005%26clientOrderId%3DSample",
            "urlWithoutScheme"
        ),
        (
            "DELETE&https%3A%2F%2Fapi3.loopring.io%2Fapi%2Fv2%2Forder&accountId%3D10005%26clientOrderId%3DSample",
            "urlVersion"
        ),
        ("DELETE&{url}%2F&accountId%3D10005%26clientOrderId%3DSample", "urlTrailingSlash"),
        (
            "DELETE&https%3A%2F%2Fuat2.loopring.io%2Fapi%2Fv3%2Forder&accountId%3D10005%26clientOrderId%3DSample",
            "urlHost"
        ),
        (
            "DELETE&{url}%3FaccountId%3D10005%26clientOrderId%3DSample&accountId%3D10005%26clientOrderId%3DSample",
            "urlWithQuery"
        ),
        (
            "DELETE&https%3A//api3.loopring.io/api/v3/order&accountId%3D10005%26clientOrderId%3DSample",
            "encodedOtherwise.slashKept"
        ),
        (
            "DELETE&https%3a%2f%2fapi3.loopring.io%2fapi%2fv3%2forder&accountId%3d10005%26clientOrderId%3dSample",
            "lowerCaseDigits"
        ),
        ("DELETE＆{url}&accountId%3D10005%26clientOrderId%3DSample", "fullwidthAmpersand"),
        ("DELETE&{url}＆accountId%3D10005%26clientOrderId%3DSample", "fullwidthAmpersand"),
        ("GET&{url}&accountId%3D10005%26clientOrderId%3DSample", "methodDiffers"),
        ("delete&{url}&accountId%3D10005%26clientOrderId%3DSample", "methodDiffers"),
        ("DELETE&{url}&clientOrderId%3DSample", "parameterNotSigned"),
        ("DELETE&{url}&accountId%3D10005%26clientOrderId%3DSample%26orderHash%3D", "emptyParameterSigned"),
        ("DELETE&{url}&accountId%3D10005%26clientOrderId%3DSample\n", "lineEndSigned"),
    ])
    func oneMistakeInTheSignatureBaseIsFound(base: String, name: String) throws {
        let found = try diagnosis(
            "DELETE", order, ["accountId": "10005", "clientOrderId": "Sample"],
            signed: base.replacing("{url}", with: encodedOrder))
        #expect((found.mistakes + found.alternatives).contains { $0.name.contains(name) }, "\(found)")
        #expect(found.mistakes.count == 1)
    }

    /// Implementations encode this value in different ways: "a b/c(1),~*".
    @Test(arguments: [
        ("a%20b%2Fc%281%29%2C~%2A", "encodedOnce.percent"),
        ("a%20b%2Fc(1)%2C~*", "encodedOnce.encodeURIComponent"),
        ("a%20b%2Fc(1)%252C~*", "encodedOnce.loopring_sdk"),
        ("a%2520b%252Fc(1)%252C~*", "encodedOtherwise.encodeURIComponent"),
        ("a%2Bb%252Fc%25281%2529%252C%257E*", "encodedOtherwise.form"),
        ("a%2Bb%252Fc%25281%2529%252C~%252A", "spaceAsPlus"),
        ("a%252520b%25252Fc%2525281%252529%25252C~%25252A", "encodedThrice"),
    ])
    func oneMistakeInTheEncodingIsFound(value: String, name: String) throws {
        let found = try diagnosis(
            "DELETE", order, ["accountId": "10005", "clientOrderId": "a b/c(1),~*"],
            signed: "DELETE&\(encodedOrder)&accountId%3D10005%26clientOrderId%3D\(value)")
        #expect((found.mistakes + found.alternatives).contains { $0.name.contains(name) }, "\(found)")
        #expect(found.mistakes.count == 1)
    }

    /// The encoding of "ć" by JavaScript's escape comes from its documentation. CESU-8 encodes the two
    /// surrogates of U+1F600.
    @Test(arguments: [
        ("ä", "{url}", "%E4", "encodedOnce.latin1"), ("ä", "{url}", "%25E4", "encodedOtherwise.latin1"),
        ("\u{1F600}", "{url}", "%ED%A0%BD%ED%B8%80", "encodedOnce.cesu8"),
        ("é\u{20AC}", "{url}", "%25C3%25A9%25E2%2582%25AC", nil),
        ("ć@", "https%3A//api3.loopring.io/api/v3/order", "%u0107@", "encodedOnce.escape"),
    ])
    func anEncodingOtherThanUTF8IsFound(value: String, url: String, encoded: String, name: String?) throws {
        let url = url.replacing("{url}", with: encodedOrder)
        let found = try diagnosis(
            "DELETE", order, ["accountId": "10005", "clientOrderId": value],
            signed: "DELETE&\(url)&accountId%3D10005%26clientOrderId%3D\(encoded)")
        #expect(found.mistakes.map(\.name).contains { $0.contains(name ?? "") } == (name != nil), "\(found)")
    }

    /// U+1F600 comes after U+FF06 in UTF-8, and before it in UTF-16.
    @Test func sortingByUTF16IsFound() throws {
        let found = try diagnosis(
            "DELETE", order, ["\u{FF06}": "4", "c": "3", "b": "2", "\u{1F600}": "5", "a": "1"],
            signed: "DELETE&\(encodedOrder)&a%3D1%26b%3D2%26c%3D3"
                + "%26%25F0%259F%2598%2580%3D5%26%25EF%25BC%2586%3D4")
        #expect(found.names == ["parametersUnsorted"])
    }

    @Test(arguments: [
        ("%7B%20%22b%22%3A1%2C%20%22a%22%3A2%7D", "bodyLineEndNotSigned"),
        ("%7B%22a%22%3A2%2C%22b%22%3A1%7D", "bodyReserialized"),
        ("%7B%22b%22%3A1%2C%22a%22%3A2%7D", "bodyWhitespaceRemoved"),
        ("", "bodyNotSigned"),
    ])
    func oneMistakeWithTheBodyIsFound(body: String, name: String) throws {
        let found = try diagnosis(
            "POST", order, [:], body: "{ \"b\":1, \"a\":2}\n", signed: "POST&\(encodedOrder)&\(body)")
        #expect(found.mistakes.map(\.name) == [name])
    }

    /// The order is the documentation's example. The signature signs the hash of this order.
    @Test func aSignatureOfTheOrderInTheBodyIsFound() throws {
        let body = """
            {"exchange": "0x35990C74eB567B3bbEfD2Aa480467b1031b23eD9", "accountId": 5, "storageId": 0,
             "sellToken": {"tokenId": 0, "volume": "1000000000000000000"},
             "buyToken": {"tokenId": 1, "volume": "1000000000000000000000"}, "allOrNone": false,
             "fillAmountBOrS": true, "validUntil": 1700000000, "maxFeeBips": 50}
            """
        let hash = try #require(try LoopringOrder(submitOrderJSON: Array(body.utf8)).signedMessage)
        let request = try SignableRequest(method: "POST", baseURL: order, body: body)
        let signature = try key.signature(for: Message(hash))
        for effort in [SearchEffort.thorough, SearchEffort(tryingUsual: true, maximumGuesses: 0)] {
            let found = try diagnosis(of: signature, for: request, searching: effort)
            #expect(found.names == ["orderHashSigned"])
            #expect(
                found.mistakes.first?.explanation.hasPrefix(
                    "This is the signature of the order, not of the request") == true)
        }
        // The order in another body does not explain the signature.
        let other = try SignableRequest(
            method: "POST", baseURL: order, body: body.replacing("50}", with: "51}"))
        let none = SearchEffort(tryingUsual: true, maximumGuesses: 0)
        #expect(try diagnosis(of: signature, for: other, searching: none).mistakes.isEmpty)
    }

    /// The query was sent as an HTML form is sent, with a plus for each space. In the first case, one plus
    /// was signed as a plus.
    @Test func aQuerySentWithPlusForEverySpaceIsFound() throws {
        let base = "DELETE&\(encodedOrder)&accountId%3D10005%26clientOrderId%3Da%2520b%252Bc"
        let sent = try diagnosis(
            "DELETE", order, ["accountId": "10005", "clientOrderId": "a+b+c"], signed: base)
        // Only one of the two pluses stands for a space. The known mistake replaces all of them.
        #expect(sent.mistakes.isEmpty)
        let both = base.replacing("%252B", with: "%2520")
        let found = try diagnosis(
            "DELETE", order, ["clientOrderId": "a+b+c", "accountId": "10005"], signed: both)
        #expect(found.names == ["plusForSpace"] && found.mistakes.first?.requirement == "CANCEL-2")
        let unsorted = "DELETE&\(encodedOrder)&clientOrderId%3Da%2520b%2520c%26accountId%3D10005"
        let two = try diagnosis(
            "DELETE", order, ["clientOrderId": "a+b+c", "accountId": "10005"], signed: unsorted)
        #expect(Set(two.names) == ["plusForSpace", "parametersUnsorted"])
    }

    /// For every kind of mistake, the equation of the explanation holds: S·B = R + h·A.
    @Test func theEquationOfAnExplanationHolds() throws {
        let original = try Signature(hex: example.reducedSignature)
        let minusS = -(try Scalar(original.s))
        let torsion = Point.lowOrderPoints[3]
        let cases: [(String, PublicKeySource)] = [
            (try Signature(r: original.r, s: minusS.integer).hex, .decoded(key.publicKey)),
            (String(example.reducedSignature.dropFirst(2)), .decoded(key.publicKey)),
            (
                try forged { r, a, m in
                    try PoseidonHash.challenge.hash([a.x, a.y, r.x, r.y, m.value]).integer
                },
                .decoded(key.publicKey)
            ),
            (try forged(torsion: torsion), .decoded(key.publicKey)),
        ]
        for (signature, source) in cases {
            let found = try #require(Diagnosis(of: signature, for: request, by: source))
            let equation = try #require(found.equation, "\(found.names)")
            let right = equation.r + equation.key.point.multipliedVariableTime(by: equation.challenge)
            #expect(Point.base.multipliedVariableTime(by: equation.s) == right, "\(found.names)")
            #expect(equation.key == key.publicKey && equation.r.isInSubgroup)
        }
    }

    @Test func aPairOfMistakesIsFound() throws {
        let found = try diagnosis(
            "DELETE", order, ["accountId": "10005", "clientOrderId": "a b"],
            signed: "DELETE&%2Fapi%2Fv3%2Forder&clientOrderId%3Da%2520b%26accountId%3D10005")
        #expect(Set(found.mistakes.map(\.name)) == ["parametersUnsorted", "urlWithoutHost"])
    }

    @Test func aSignatureWithoutAKnownMistakeHasNoExplanation() throws {
        let found = try diagnosis("DELETE", order, ["accountId": "1"], signed: "something else")
        #expect(found.mistakes.isEmpty && found.alternatives.isEmpty)
        #expect(found.guesses > 100)
    }

    /// Foundation's JSON parser ends the process on 513 opening brackets.
    @Test func aBodyThatIsNotJSONDoesNoHarm() throws {
        for body in ["", "{", "\u{0}", String(repeating: "[", count: 513), "\u{FEFF}[1e999]"] {
            let found = try diagnosis("POST", order, [:], body: body, signed: "something else")
            #expect(found.mistakes.isEmpty)
        }
    }

    // MARK: Effort

    /// Expected mistakes are found first, with the same alternatives as in a thorough search.
    @Test func expectedMistakesAreTriedFirst() throws {
        let parameters: KeyValuePairs = ["accountId": "10005", "clientOrderId": "a b"]
        for base in [
            "DELETE&{url}&clientOrderId%3Da%2520b%26accountId%3D10005",
            "DELETE&{url}&accountId%3D10005%26clientOrderId%3Da%20b",
            "DELETE&%2Fapi%2Fv3%2Forder&clientOrderId%3Da%2520b%26accountId%3D10005",
        ] {
            let base = base.replacing("{url}", with: encodedOrder)
            let thorough = try diagnosis("DELETE", order, parameters, signed: base)
            #expect(!thorough.mistakes.isEmpty)
            for before in [[], [["urlHost"], ["noSuchName"], []]] {
                let effort = SearchEffort(expecting: before + [thorough.names], maximumGuesses: 0)
                let expected = try diagnosis("DELETE", order, parameters, signed: base, searching: effort)
                #expect(expected.mistakes == thorough.mistakes)
                #expect(expected.alternatives == thorough.alternatives)
                #expect(expected.guesses < 20 && !expected.wasCutShort)
            }
            // Repeated mistakes cost one guess for each list of mistakes, and no alternatives are searched.
            let again = SearchEffort(repeating: [[], thorough.mistakes], maximumGuesses: 0)
            let repeated = try diagnosis("DELETE", order, parameters, signed: base, searching: again)
            #expect(repeated.mistakes == thorough.mistakes && repeated.alternatives.isEmpty)
            #expect(repeated.guesses == 2)
            let other = SearchEffort(repeating: [thorough.mistakes], maximumGuesses: 0)
            let none = try diagnosis("DELETE", order, parameters, signed: "something else", searching: other)
            #expect(none.mistakes.isEmpty && none.guesses == 1)
        }
    }

    /// Trying the usual mistakes takes few guesses. A text that equals the specified one is not tried.
    @Test func theUsualMistakesTakeFewGuesses() throws {
        let effort = SearchEffort(tryingUsual: true, maximumGuesses: 0)
        let given: KeyValuePairs = ["clientOrderId": "a b", "accountId": "10005"]
        let sorted: KeyValuePairs = ["accountId": "10005", "clientOrderId": "Sample"]
        func usual(_ parameters: KeyValuePairs<String, String>, _ text: String) throws -> Diagnosis {
            try diagnosis(
                "DELETE", order, parameters, signed: "DELETE&\(encodedOrder)&\(text)", searching: effort)
        }
        let unsorted = try usual(given, "clientOrderId%3Da%2520b%26accountId%3D10005")
        #expect(unsorted.names == ["parametersUnsorted"] && unsorted.guesses == 1)
        let once = try usual(given, "accountId%3D10005%26clientOrderId%3Da%20b")
        #expect(once.names == ["encodedOnce.percent"] && once.guesses == 2)
        let unknown = try usual(given, "something else")
        #expect(unknown.names.isEmpty && unknown.guesses == 2)
        #expect(try usual(sorted, "something else").guesses == 0)

        let body = #"{"a": 1}"#
        for (signed, name) in [("", "bodyNotSigned"), (#"{"a":1}"#, "bodyReserialized")] {
            let base = "POST&\(encodedOrder)&\(PercentEncoding.encode(signed))"
            let found = try diagnosis("POST", order, [:], body: body, signed: base, searching: effort)
            #expect(found.names == [name])
            let thorough = try diagnosis("POST", order, [:], body: body, signed: base)
            #expect(found.mistakes.first == thorough.mistakes.first)
        }
    }

    @Test func aSearchStopsAtItsLimit() throws {
        let base = "DELETE&%2Fapi%2Fv3%2Forder&clientOrderId%3DSample%26accountId%3D10005"
        let parameters: KeyValuePairs = ["accountId": "10005", "clientOrderId": "Sample"]
        for limit in [0, 1, 20, 150] {
            let effort = SearchEffort(expecting: [["urlHost"]], maximumGuesses: limit)
            let found = try diagnosis("DELETE", order, parameters, signed: base, searching: effort)
            #expect(found.mistakes.isEmpty && found.wasCutShort, "\(limit)")
            // The limit does not count the 11 guesses for the expected mistake, one for each host.
            #expect(found.guesses <= limit + 11, "\(limit)")
        }
        let found = try diagnosis("DELETE", order, parameters, signed: base)
        #expect(Set(found.names) == ["parametersUnsorted", "urlWithoutHost"] && !found.wasCutShort)
    }

    /// After the first explanation, the search looks for other explanations of the same signature. If it
    /// stops at its limit then, it has found one and was not cut short.
    @Test func aSearchThatFoundAMistakeWasNotCutShort() throws {
        let base = "DELETE&%2Fapi%2Fv3%2Forder&accountId%3D10005%26clientOrderId%3DSample"
        let parameters: KeyValuePairs = ["accountId": "10005", "clientOrderId": "Sample"]
        func found(_ limit: Int) throws -> Diagnosis {
            let effort = SearchEffort(expecting: [["urlHost"]], maximumGuesses: limit)
            return try diagnosis("DELETE", order, parameters, signed: base, searching: effort)
        }
        let whole = try found(10_000)
        #expect(whole.names == ["urlWithoutHost"])
        var foundEarly = 0
        for limit in 0...whole.guesses {
            let part = try found(limit)
            #expect(part.mistakes.isEmpty == part.wasCutShort, "\(limit)")
            if !part.mistakes.isEmpty, part.guesses < whole.guesses { foundEarly += 1 }
        }
        #expect(foundEarly > 0)
    }

    /// If the key or the signature cannot be read in any way, no guess is possible.
    @Test func anUnreadableSignatureOrKeyHasNoDiagnosis() throws {
        for text in ["", "0x", "0x12", "hello", String(repeating: "z", count: 194)] {
            #expect(Diagnosis(of: text, for: request, by: .decoded(key.publicKey)) == nil)
        }
        #expect(Diagnosis(of: example.reducedSignature, for: request, by: .packed("12")) == nil)
        #expect(Diagnosis(of: example.reducedSignature, for: request, by: .coordinates(x: "", y: "")) == nil)
    }

    /// Parameters come from outside, and explanations are printed, so control characters must be escaped.
    @Test func explanationsEscapeControlCharacters() throws {
        let found = try diagnosis(
            "DELETE", order, ["accountId": "1", "b\u{1B}[31m": "2"],
            signed: "DELETE&\(encodedOrder)&accountId%3D1")
        #expect(found.names == ["parameterNotSigned"])
        #expect(found.mistakes.allSatisfy { $0.explanation.contains("b\\u{1B}[31m") })
    }

    // MARK: Digest, challenge, equation

    private let request = try! SignableRequest(
        method: "DELETE", baseURL: "https://api3.loopring.io/api/v3/order",
        parameters: [Parameter("accountId", "10005"), Parameter("clientOrderId", "Sample")])

    /// The digest of the worked example, read in other ways. The values were computed with Python's integers
    /// and hashlib.
    @Test(arguments: [
        ("0x0f4d36ab228436f2ba604a9d696612615fce51c7411b683c16a31b81ce85bcf1", "littleEndian"),
        ("0x01c6fd70430e46cdc4b831a3d09b7cdd59ee43a31db0ce8b1c902d7ba3a4ffc8", "moduloSubgroupOrder"),
        ("0x00f3bc85aea906679e5e498e34582236b01bc3686c0ad6002b4677e7e490d315", "first31Bytes"),
        ("0x00bc85aea906679e5e498e34582236b01bc3686c0ad6002b4677e7e490d31570", "last31Bytes"),
        ("0x13bc85aea906679e5e498e34582236b01bc3686c0ad6002b4677e7e490d31570", "topThreeBitsCleared"),
        ("0x02674144a4a38b869277134dfd58de47d1329009739a34ec877ca0d2415e39c0", "hashedTwice"),
        ("0x1b1808c1558e33af49b481b4fbf2d5ee0855b51776ce467009147bc6f9d5df90", "hexadecimalTextHashed"),
    ])
    func aMistakeWithTheDigestIsFound(message: String, name: String) throws {
        let signature = try key.signature(for: Message(hex: message)).hex
        #expect(try mistakes(signature) == ["digest.\(name)"])
    }

    @Test func aMistakeInTheTextOfTheSignatureIsFound() throws {
        let digits = String(example.reducedSignature.dropFirst(2))
        let (rx, ry, s) = (digits.prefix(64), digits.dropFirst(64).prefix(64), digits.suffix(64))
        func reversed(_ hex: Substring) -> String {
            stride(from: 62, through: 0, by: -2).map { String(hex.dropFirst($0).prefix(2)) }.joined()
        }
        for (text, name) in [
            (digits, "signaturePrefix"), ("0X" + digits, "signaturePrefix"),
            (" " + example.reducedSignature + "\n", "signaturePrefix"),
            ("\(rx),\(ry),\(s)", "signatureSeparated"),
            ("[\"0x\(rx)\", \"0x\(ry)\", \"0x\(s)\"]", "signatureSeparated"),
            (
                "0x\(ry)\(rx)\(s)", "coordinatesOfRSwapped"
            ),
            ("0x\(s)\(rx)\(ry)", "sFirst"),
            ("0x" + reversed(rx) + reversed(ry) + reversed(s), "signatureLittleEndian"),
            ("0x" + reversed(rx) + reversed(ry) + s, "rLittleEndian"),
            ("0x\(rx)\(ry)" + reversed(s), "sLittleEndian"),
        ] {
            #expect(try mistakes(text) == [name], "\(text)")
        }
        // S begins with one zero, which is dropped here.
        #expect(try mistakes("0x\(rx)\(ry)\(s.dropFirst())") == ["signatureNotPadded"])
    }

    /// A text of 188 digits can be split into three numbers in 15 ways, each with four zeros. Fewer digits
    /// are not a signature.
    @Test func atMostFourZerosWereDropped() {
        for (count, ways) in [(187, 0), (188, 15), (191, 3), (193, 0)] {
            let text = "0x" + String(repeating: "1", count: count)
            #expect(SignatureReading.readings(of: text).count == ways, "\(count)")
        }
    }

    @Test func aWrongSignIsFound() throws {
        let signature = try Signature(hex: example.reducedSignature)
        let s = -(try Scalar(signature.s))
        #expect(try mistakes(Signature(r: -signature.r, s: signature.s).hex) == ["rNegated"])
        #expect(try mistakes(Signature(r: signature.r, s: s.integer).hex) == ["sNegated"])
        #expect(
            try mistakes(example.reducedSignature, .decoded(PublicKey(-key.publicKey.point))) == [
                "publicKeyNegated"
            ])
    }

    @Test func aMistakeInTheTextOfThePublicKeyIsFound() throws {
        let (x, y) = (key.publicKey.point.x.hex, key.publicKey.point.y.hex)
        #expect(try mistakes(example.reducedSignature, .coordinates(x: y, y: x)) == ["publicKeySwapped"])
        func reversed(_ hex: String) -> String {
            "0x" + stride(from: 64, through: 2, by: -2).map { String(hex.dropFirst($0).prefix(2)) }.joined()
        }
        #expect(
            try mistakes(example.reducedSignature, .coordinates(x: reversed(x), y: reversed(y)))
                == ["publicKeyLittleEndian"])
        #expect(try mistakes(example.reducedSignature, .packed(reversed(y))) == ["publicKeyLittleEndian"])
    }

    /// Each challenge of a wrong signer is written out here: the order of the inputs, the number of rounds,
    /// the order of the bytes.
    @Test(arguments: [
        "publicKeyFirst", "messageFirst", "ethsnarksDefault", "oneMorePartialRound", "littleEndian",
    ])
    func aMistakeInTheChallengeIsFound(name: String) throws {
        let signature = try forged { r, a, m in
            func hash(_ inputs: [FieldElement], _ fullRounds: Int = 6, _ partialRounds: Int = 52) throws
                -> Integer256
            {
                let parameters = try PoseidonParameters(
                    width: 6, fullRounds: fullRounds, partialRounds: partialRounds)
                return try PoseidonHash(parameters).hash(inputs).integer
            }
            let inputs = [r.x, r.y, a.x, a.y, m.value]
            return switch name {
            case "publicKeyFirst": try hash([a.x, a.y, r.x, r.y, m.value])
            case "messageFirst": try hash([m.value, r.x, r.y, a.x, a.y])
            case "ethsnarksDefault": try hash(inputs, 8, 57)
            case "oneMorePartialRound": try hash(inputs, 6, 53)
            default: try Integer256(bigEndianBytes: hash(inputs).bigEndianBytes.reversed())
            }
        }
        #expect(try mistakes(signature) == ["challenge.\(name)"])
    }

    /// EIP-2494, "Base Point".
    @Test func theBasePointOfEIP2494IsFound() throws {
        let base = try Point(
            x: FieldElement(
                decimal: "5299619240641551281634865583518297030282874472190772894086521144482721001553"),
            y: FieldElement(
                decimal: "16950150798460657717958625567821834550301663161624707787222815936182638968203"))
        #expect(base != .base && base.isInSubgroup && !base.hasLowOrder)
        let publicKey = base.multipliedVariableTime(by: Integer256(0x1234))
        let signature = try forged(base: base, publicKey: publicKey)
        #expect(try mistakes(signature, .decoded(PublicKey(publicKey))) == ["otherBasePoint"])
        let found = try #require(Diagnosis(of: signature, for: request, by: .decoded(PublicKey(publicKey))))
        #expect(found.equation == nil)
    }

    /// For keys outside the subgroup, the exact equation, the equation with the cofactor and the equation
    /// with h mod ℓ differ.
    @Test func anEquationThatHoldsOnlyWithTheCofactorIsFound() throws {
        var names: Set<String> = []
        for point in Point.lowOrderPoints.dropFirst() {
            let publicKey = key.publicKey.point + point
            let signature = try forged(publicKey: publicKey)
            let found = try #require(
                Diagnosis(of: signature, for: request, by: .decoded(PublicKey(publicKey))))
            names.formUnion((found.mistakes + found.alternatives).map(\.name))
        }
        #expect(names.contains("cofactored"))
    }

    private func mistakes(_ signature: String, _ publicKey: PublicKeySource? = nil) throws -> [String] {
        let found = try #require(
            Diagnosis(of: signature, for: request, by: publicKey ?? .decoded(key.publicKey)))
        #expect(found.alternatives.isEmpty)
        // If the explanation is expected, the search finds it again in few guesses.
        let expected = try #require(
            Diagnosis(
                of: signature, for: request, by: publicKey ?? .decoded(key.publicKey),
                searching: SearchEffort(expecting: [found.names], maximumGuesses: 0)))
        #expect(expected.mistakes == found.mistakes && expected.alternatives.isEmpty)
        #expect(expected.guesses <= 3 && !expected.wasCutShort)
        return found.mistakes.map(\.name)
    }

    /// A signature of the worked example by a signer with this base point, public key and challenge.
    private func forged(
        base: Point = .base, publicKey: Point? = nil, torsion: Point = .identity,
        challenge: (Point, Point, Message) throws -> Integer256 = { r, a, m in
            try PoseidonHash.challenge.hash([r.x, r.y, a.x, a.y, m.value]).integer
        }
    ) throws -> String {
        let (k, nonce) = (Scalar(0x1234), Scalar(0x5678))
        let r = base.multipliedVariableTime(by: nonce.integer) + torsion
        let h = try challenge(r, publicKey ?? key.publicKey.point, Message(request.canonical))
        let reduced = try Scalar(h.reducedModL)
        return try Signature(r: r, s: (nonce + k * reduced).integer).hex
    }
}
