// SPDX-License-Identifier: Apache-2.0
import StrictJSON

/// Why a vector file cannot be used.
public enum VectorFileError: Error, Equatable, Sendable {
    /// The file cannot be read; the text says why.
    case unreadable(String)
    /// The file is not JSON; the text says where.
    case notJSON(String)
    /// A member is missing.
    case missing(String, at: String)
    /// A member is present that the format does not have.
    case unknownMember(String, at: String)
    /// A member has another type than the format requires.
    case wrongKind(String, at: String, expected: String)
    /// A member has a value that the format does not allow.
    case invalid(String, at: String, value: String)
    /// A test has a flag that no note describes.
    case unknownFlag(String, at: String)
    /// No test has the flag that a note describes.
    case unusedNote(String)
    /// Two tests have the same number.
    case repeatedTcId(Int)
    /// `numberOfTests` is wrong.
    case wrongCount(stated: Int, counted: Int)
    /// Two members contradict each other: an output next to an expected rejection, or profiles that all give
    /// the same verdict.
    case contradiction(String, at: String)
    /// The catalog of known bugs was made with other vector files than those in its folder.
    case otherVectors
}

extension VectorFileError: DescribedError {
    /// The error in one line, with control characters made visible.
    public var description: String { VisibleText.visible(sentence) }

    private var sentence: String {
        switch self {
        case .unreadable(let why): "cannot be read: \(why)"
        case .notJSON(let why): "is not JSON: \(why)"
        case .missing(let name, let place): "\(place): \(name) is missing"
        case .unknownMember(let name, let place): #"\#(place): unknown member "\#(name)""#
        case .wrongKind(let name, let place, let expected): "\(place): \(name) is not \(expected)"
        case .invalid(let name, let place, let value):
            #"\#(place): \#(name) must not be "\#(value)""#
        case .unknownFlag(let flag, let place):
            #"\#(place): no note describes the flag "\#(flag)""#
        case .unusedNote(let flag): #"no test has the flag "\#(flag)", which a note describes"#
        case .repeatedTcId(let id): "two tests have the tcId \(id)"
        case .wrongCount(let stated, let counted):
            "numberOfTests is \(stated), but there are \(counted) tests"
        case .contradiction(let what, let place): "\(place): \(what)"
        case .otherVectors: "was made with other vector files"
        }
    }
}
