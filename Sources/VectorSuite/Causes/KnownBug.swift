import Crypto
import EdDSA
import StrictJSON
import Foundation

/// A mistake of the catalogue in Vectors, with its signature: the tests that a testee which has it fails, and what it
/// answers there. Vectors/README.md, "Signatures of known bugs".
public struct KnownBug: Equatable, Sendable {
    /// What a mistake costs the user of an implementation, the worst first.
    public enum Consequence: String, CaseIterable, Encodable, Sendable {
        case acceptsForgeries = "accepts-forgeries"
        case leaksKeys = "leaks-keys"
        case signsWhatIsRefused = "signs-what-is-refused"
        case refusesWhatItShouldTake = "refuses-what-it-should-take"
        case style

        /// As it stands in a report.
        public var words: String {
            switch self {
            case .acceptsForgeries: "accepts what it must refuse"
            case .leaksKeys: "leaks keys"
            case .signsWhatIsRefused: "signs what the exchange refuses"
            case .refusesWhatItShouldTake: "refuses what it should take"
            case .style: "style"
            }
        }
    }

    /// The name in the catalogue.
    public let name: String
    /// What the mistake is.
    public let summary: String
    /// What it costs.
    public let consequence: Consequence
    /// What to do about it.
    public let advice: String
    /// The chapter of the reference that the mistake is in.
    public let module: String
    /// The public implementation that has it, or "".
    public let seenIn: String
    /// The tests that fail.
    let symptoms: [TestName: Symptom]
}

/// A test by its file and number.
struct TestName: Hashable, Sendable {
    let file: String
    let tcId: Int
}

/// What is wrong with an answer, as far as signatures tell one wrong answer from another.
enum WrongAnswer: Hashable, Sendable {
    /// A verdict or a value where a rejection is expected of an operation with a verdict.
    case accepted
    /// A rejection where none is expected.
    case refused
    /// The testee ended.
    case crashed
    /// The testee did not answer in time.
    case timedOut
    /// A wrong value: the beginning of the SHA-256 of `member=value`.
    case value(String)
    /// A wrong value that is not known, because a report shortened it, or that has no form that could be compared.
    case unknownValue

    /// Whether a value came that is wrong, rather than none or the wrong verdict.
    var isValue: Bool {
        switch self {
        case .value, .unknownValue: true
        case .accepted, .refused, .crashed, .timedOut: false
        }
    }

    /// The wrong value of a member of `out`.
    init(member: String, _ value: JSON) {
        let digest = SHA256.hash(data: Data("\(member)=\(value)".utf8))
        self = .value(
            digest.prefix(4).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
    }

    /// The word or the hash of a signature; nil for "any".
    init(_ text: some StringProtocol) {
        switch text {
        case "accepted": self = .accepted
        case "refused": self = .refused
        case "crashed": self = .crashed
        case "timed out": self = .timedOut
        default: self = .value(String(text))
        }
    }
}

/// How a test fails for a bug.
struct Symptom: Equatable, Sendable {
    /// The profile under which alone the test fails; nil where it fails under each.
    let profile: VerificationProfile?
    /// The answers that the bug gives: for a signing test those in either form, and to one who asks for the signature
    /// alone.
    let answers: [WrongAnswer]
    /// Whether any wrong value is one of these: the mistake is that the value is another.
    let isAnyValue: Bool

    /// Reads "accepted", "strict refused", "1234abcd, 5678ef01", "any", ….
    init(_ text: String) {
        let profile = VerificationProfile.allCases.first { text.hasPrefix($0.rawValue + " ") }
        self.profile = profile
        let words = text.dropFirst(profile.map { $0.rawValue.count + 1 } ?? 0).split(separator: ",").map {
            $0.drop { $0 == " " }
        }
        isAnyValue = words.contains("any")
        answers = words.filter { $0 != "any" }.map { WrongAnswer($0) }
    }

    /// Whether a testee with the bug may answer so.
    func agrees(with answer: WrongAnswer) -> Bool {
        answers.contains(answer) || (isAnyValue && answer.isValue) || (answer == .unknownValue && isValue)
    }

    /// Whether the bug answers with a value here.
    var isValue: Bool { isAnyValue || answers.first?.isValue == true }
}

/// The catalogue of known bugs.
public struct KnownBugs: Sendable {
    /// The bugs in the order of the catalogue.
    public let all: [KnownBug]
    /// SHA-256 of the vector files that the signatures were made with.
    let vectors: String

    /// The name of the file beside the vector files.
    static let fileName = "bug_signatures.json"

    /// No bugs: nothing is explained.
    public static let none = KnownBugs(all: [], vectors: "")

    private init(all: [KnownBug], vectors: String) {
        self.all = all
        self.vectors = vectors
    }

    /// Reads the signatures that lie beside the vector files in a folder.
    /// - Throws: ``VectorFileError`` where there are none, where they are not in the format, and
    ///   ``VectorFileError/otherVectors`` where they were made with other vector files than lie there.
    public init(folder: URL) throws(VectorFileError) {
        let data: Data
        do {
            data = try Data(contentsOf: folder.appending(path: KnownBugs.fileName))
        } catch {
            throw .unreadable(error.localizedDescription)
        }
        try self.init(data)
        guard vectors == KnownBugs.digest(of: folder) else { throw .otherVectors }
    }

    /// Reads signatures.
    /// - Throws: ``VectorFileError``.
    init(_ bytes: some Collection<UInt8>) throws(VectorFileError) {
        let json: JSON
        do { json = try JSON(parsing: bytes) } catch { throw .notJSON(error.description) }
        var reader = try ObjectReader(json, at: "file")
        vectors = try reader.text("vectors")
        var bugs: [KnownBug] = []
        for (index, value) in try reader.array("bugs").enumerated() {
            bugs.append(try KnownBug(value, at: "bug \(index + 1)"))
        }
        all = bugs
        try reader.finish()
    }

    /// SHA-256 of the vector files of a folder, one after the other in alphabetical order.
    private static func digest(of folder: URL) -> String? {
        var hash = SHA256()
        let names =
            (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
        for name in names.sorted() where name.hasSuffix(".json") && name != fileName {
            guard let data = try? Data(contentsOf: folder.appending(path: name)) else { return nil }
            if data.range(of: Data("\"testGroups\"".utf8)) != nil { hash.update(data: data) }
        }
        return hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}

extension KnownBug {
    init(_ value: JSON, at place: String) throws(VectorFileError) {
        var reader = try ObjectReader(value, at: place)
        name = try reader.text("name")
        reader.place = "bug \(name)"
        summary = try reader.text("summary")
        let cost = try reader.text("consequence")
        guard let consequence = Consequence(rawValue: cost) else {
            throw .invalid("consequence", at: reader.place, value: cost)
        }
        self.consequence = consequence
        advice = try reader.text("advice")
        module = try reader.text("module")
        seenIn = try reader.text("seenIn")
        _ = try reader.text("flag")
        var symptoms: [TestName: Symptom] = [:]
        for (file, tests) in try reader.object("fails") {
            guard case .object(let tests) = tests else {
                throw .wrongKind(file, at: reader.place, expected: "an object")
            }
            for (number, answers) in tests {
                guard let tcId = Int(number), case .text(let text) = answers else {
                    throw .invalid(number, at: reader.place, value: answers.description)
                }
                symptoms[TestName(file: file, tcId: tcId)] = Symptom(text)
            }
        }
        self.symptoms = symptoms
        try reader.finish()
    }
}
