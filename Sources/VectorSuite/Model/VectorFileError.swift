// SPDX-License-Identifier: Apache-2.0
import PrimeField
import StrictJSON

/// Why a vector file cannot be used.
public enum VectorFileError: DescribedError, Equatable {
    /// The file cannot be read; the text says why.
    case unreadable(String)
    /// The file does not have the format; the text says where it departs from it, and how.
    case malformed(String)
    /// The catalog of known bugs was made with other vector files than those in its folder.
    case otherVectors

    /// The error in one line, with control characters made visible.
    public var description: String {
        switch self {
        case .unreadable(let reason): VisibleText.visible("cannot be read: \(reason)")
        case .malformed(let reason): VisibleText.visible(reason)
        case .otherVectors: "was made with other vector files"
        }
    }
}

/// What may be wrong with a member of an object. `place` is the object's place in the file.
extension VectorFileError {
    package static func missing(_ name: String, at place: String) -> VectorFileError {
        .malformed("\(place): \(name) is missing")
    }

    /// The format does not have the member.
    package static func unknownMember(_ name: String, at place: String) -> VectorFileError {
        .malformed(#"\#(place): unknown member "\#(name)""#)
    }

    package static func invalid(_ name: String, at place: String, value: String) -> VectorFileError {
        .malformed(#"\#(place): \#(name) must not be "\#(value)""#)
    }
}
