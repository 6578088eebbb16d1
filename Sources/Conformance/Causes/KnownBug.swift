// SPDX-License-Identifier: Apache-2.0
import Crypto
import Foundation
import PrimeField
import SignatureDiagnosis
import StrictJSON
import VectorSuite

/// A bug of the catalog in Vectors, with its signature: the tests that fail because of it, and the wrong
/// answers to them. Vectors/README.md describes both under "Signatures of known bugs".
package struct KnownBug: Equatable, Sendable {
    /// The consequence of a bug for the user of an implementation.
    package enum Consequence: String, CaseIterable, Encodable, Sendable {
        /// A verifier accepts a signature that the key's owner did not make, or a form that must be refused.
        case acceptsForgeries = "accepts-forgeries"
        /// The implementation reveals the secret key.
        case leaksKeys = "leaks-keys"
        /// The implementation computes a value that the exchange does not expect. The exchange refuses the
        /// request.
        case signsWhatIsRefused = "signs-what-is-refused"
        /// The implementation refuses valid input.
        case refusesWhatItShouldTake = "refuses-what-it-should-take"
        /// The implementation differs from others, without harm if both sides do the same.
        case style

        package var words: String {
            switch self {
            case .acceptsForgeries: "accepts forgeries"
            case .leaksKeys: "leaks keys"
            case .signsWhatIsRefused: "signs what the exchange refuses"
            case .refusesWhatItShouldTake: "refuses what it should accept"
            case .style: "style"
            }
        }
    }

    package let name: String
    /// The mistake, in a few words.
    package let summary: String
    package let consequence: Consequence
    package let advice: String
    /// The public implementation that has the bug, or "".
    package let seenIn: String
    /// The tests that fail because of the bug, and how.
    package let symptoms: [TestName: Symptom]
}

extension KnownBug {
    /// Reads the catalog in a folder of vector files.
    /// - Throws: ``VectorFileError`` if the catalog does not exist or is malformed, and
    ///   ``VectorFileError/otherVectors`` if it was made with other vector files than those in the folder.
    package static func all(in folder: URL) throws(VectorFileError) -> [KnownBug] {
        let file = try ObjectReader(contentsOf: folder.appending(path: VectorFolder.signaturesName))
        let (bugs, vectors) = try reading(file)
        guard vectors == digest(of: folder) else { throw .otherVectors }
        return bugs
    }

    /// Reads a catalog: the bugs in their order, and the SHA-256 of the vector files that it was made with.
    static func reading(
        _ reader: ObjectReader
    ) throws(VectorFileError) -> (bugs: [KnownBug], vectors: String) {
        let vectors = try reader.required("vectors", .text)
        var bugs: [KnownBug] = []
        for (index, value) in try reader.required("bugs", .array).enumerated() {
            bugs.append(try KnownBug(value, at: "bug \(index + 1)"))
        }
        try reader.refuseRest()
        return (bugs, vectors)
    }

    /// The SHA-256 of the vector files of a folder, concatenated in alphabetical order.
    private static func digest(of folder: URL) -> String? {
        var hash = SHA256()
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
        for name in names.sorted() where name.hasSuffix(".json") && name != VectorFolder.signaturesName {
            guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
            if data.range(of: Data("\"testGroups\"".utf8)) != nil { hash.update(data: data) }
        }
        return String(Hexadecimal.encode(hash.finalize()).dropFirst(2))
    }

    private init(_ value: JSON, at place: String) throws(VectorFileError) {
        let reader = try ObjectReader(value, at: place)
        name = try reader.required("name", .text)
        reader.place = "bug \(name)"
        _ = try reader.required("flag", .text)
        summary = try reader.required("summary", .text)
        let cost = try reader.required("consequence", .text)
        guard let consequence = Consequence(rawValue: cost) else {
            throw .invalid("consequence", at: reader.place, value: cost)
        }
        self.consequence = consequence
        advice = try reader.required("advice", .text)
        _ = try reader.required("module", .text)
        seenIn = try reader.required("seenIn", .text)
        var symptoms: [TestName: Symptom] = [:]
        for (file, tests) in try reader.required("fails", .object) {
            guard case .object(let tests) = tests else {
                throw .malformed("\(reader.place): \(file) is not an object")
            }
            for (number, answers) in tests {
                guard let tcId = Int(number), case .text(let text) = answers, let symptom = Symptom(text)
                else {
                    throw .invalid(number, at: reader.place, value: answers.description)
                }
                symptoms[TestName(file: file, tcId: tcId)] = symptom
            }
        }
        self.symptoms = symptoms
        try reader.refuseRest()
    }

    /// Describes the mistakes that SignatureDiagnosis found, if no bug of the catalog explains the
    /// signatures.
    init(_ mistakes: [Mistake]) {
        self.init(
            name: mistakes.map(\.name).joined(separator: "+"),
            summary: mistakes.map(\.explanation).joined(separator: " "),
            consequence: .signsWhatIsRefused,
            advice: "See \(mistakes.map(\.requirement).joined(separator: ", ")) of SPEC.md.",
            seenIn: "", symptoms: [:])
    }
}
